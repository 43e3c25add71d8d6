package io.github.d365fo.connector.usercode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.d365fo.connector.AsyncRecurringJob;
import io.github.d365fo.connector.ConnectorListener;
import io.github.d365fo.connector.auth.TokenProvider;
import io.github.d365fo.connector.contract.FaceUnderTest;
import io.github.d365fo.connector.enqueue.Payload;
import io.github.d365fo.connector.error.ConnectorException;
import io.github.d365fo.connector.error.Outcome;
import io.github.d365fo.connector.support.ScriptedServer.Reply;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Whoever closes a client gets away from it. */
class ClientCloserTest extends ClosingClient {
    /** Who closes the client from the middle of a call, and what that call is. */
    enum From {
        ON_REQUEST(Verb.DEQUEUE),
        ON_RESPONSE(Verb.DEQUEUE),
        ON_WAIT(Verb.DEQUEUE),
        ON_TRANSFER(Verb.ENQUEUE),
        PROGRESS(Verb.ENQUEUE),
        PROGRESS_OF_A_LANE(Verb.IMPORT),
        PAYLOAD(Verb.ENQUEUE),
        PAYLOAD_OF_A_LANE(Verb.IMPORT),
        TOKEN_PROVIDER(Verb.DEQUEUE),
        THREAD_OF_A_TOKEN_PROVIDER(Verb.DEQUEUE);

        final Verb verb;

        From(Verb verb) {
            this.verb = verb;
        }
    }

    static Stream<Arguments> closers() {
        return Stream.of(FaceUnderTest.values())
                .flatMap(face -> Stream.of(From.values()).map(from -> Arguments.of(from, face)));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("closers")
    void aCallMayCloseItsClient(From from, FaceUnderTest face) throws Exception {
        CountDownLatch closed = new CountDownLatch(1);
        install(from, () -> {
            client.close(LONG);
            closed.countDown();
        });
        Future<?> call = call(from.verb, face);
        try {
            call.get();
        } catch (ExecutionException e) {
            assertThat(e.getCause()).isInstanceOf(ConnectorException.class).hasMessageContaining("closed");
        }
        closed.await();
    }

    @Test
    void whatDependsOnACallMayCloseTheClient() throws Exception {
        AsyncRecurringJob job = client.async().job(FaceCaller.ACTIVITY);
        job.dequeue().thenRun(() -> client.close(LONG)).get();
        assertThatThrownBy(job::dequeue).isInstanceOf(IllegalStateException.class);
    }

    @ParameterizedTest
    @EnumSource
    void anInterruptOfTheCloserEndsAllAtOnce(FaceUnderTest face) throws Exception {
        service.hold();
        Future<?> call = call(Verb.ENQUEUE, face);
        service.awaitArrival();
        AtomicBoolean flag = new AtomicBoolean();
        Thread closer = new Thread(() -> {
            client.close(LONG);
            flag.set(Thread.currentThread().isInterrupted());
        });
        closer.start();
        awaitRefusal();
        closer.interrupt();
        closer.join();
        assertThat(flag).isTrue();
        assertThat(failure(call).outcome()).isEqualTo(Outcome.UNKNOWN);
    }

    @ParameterizedTest
    @EnumSource
    void severalMayCloseAtOnceAndAgain(FaceUnderTest face) throws Exception {
        service.hold();
        Future<?> call = call(Verb.DEQUEUE, face);
        service.awaitArrival();
        List<Future<?>> closers = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            closers.add(close(LONG));
        }
        awaitRefusal();
        service.letGo();
        call.get();
        for (Future<?> closer : closers) {
            closer.get();
        }
        client.close();
        assertThatThrownBy(() -> client.close(Duration.ofMillis(-1))).isInstanceOf(IllegalArgumentException.class);
    }

    /** Their threads can't be had back, but the future can, and so can whoever closes the client. */
    @Test
    void uninterruptiblePayloadsDelayCloseBySecondsOnly() throws Exception {
        CountDownLatch reading = new CountDownLatch(2);
        CountDownLatch letGo = new CountDownLatch(1);
        payload = Payload.ofStream(() -> stream(() -> {
            reading.countDown();
            awaitUninterruptibly(letGo);
        }));
        Future<?> blocking = call(Verb.ENQUEUE, FaceUnderTest.BLOCKING);
        Future<?> async = call(Verb.ENQUEUE, FaceUnderTest.ASYNC);
        reading.await();
        client.close(Duration.ZERO);
        failure(async);
        letGo.countDown();
        failure(blocking);
    }

    private void install(From from, Runnable closing) {
        AtomicBoolean once = new AtomicBoolean();
        Runnable first = () -> {
            if (!once.getAndSet(true)) {
                closing.run();
            }
        };
        listener = new ConnectorListener() {
            @Override
            public void onRequest(Request event) {
                runIf(from == From.ON_REQUEST, first);
            }

            @Override
            public void onResponse(Response event) {
                runIf(from == From.ON_RESPONSE, first);
            }

            @Override
            public void onWait(Wait event) {
                runIf(from == From.ON_WAIT, first);
            }

            @Override
            public void onTransfer(Transfer event) {
                runIf(from == From.ON_TRANSFER, first);
            }
        };
        service.trouble(Reply.text(503, "down", "Retry-After: 60"), from == From.ON_WAIT ? 1 : 0);
        progress = (moved, total) -> runIf(from.name().startsWith("PROGRESS"), first);
        payload = Payload.ofStream(() -> stream(() -> runIf(from.name().startsWith("PAYLOAD"), first)));
        tokens = request -> {
            runIf(from == From.TOKEN_PROVIDER, first);
            TokenProvider ordinary = TokenProvider.ofStatic("secret-token");
            return from == From.THREAD_OF_A_TOKEN_PROVIDER
                    ? CompletableFuture.runAsync(first, threads).thenCompose(done -> ordinary.token(request))
                    : ordinary.token(request);
        };
    }

    private static void runIf(boolean condition, Runnable action) {
        if (condition) {
            action.run();
        }
    }

    private static InputStream stream(Runnable whenRead) {
        return new ByteArrayInputStream(new byte[100]) {
            @Override
            public synchronized int read(byte[] bytes, int offset, int length) {
                whenRead.run();
                return super.read(bytes, offset, length);
            }
        };
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        boolean interrupted = false;
        while (latch.getCount() > 0) {
            try {
                latch.await();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}

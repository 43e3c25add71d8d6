package io.github.d365fo.connector.usercode;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.d365fo.connector.AsyncRecurringJob;
import io.github.d365fo.connector.ConnectorClient;
import io.github.d365fo.connector.RecurringJob;
import io.github.d365fo.connector.auth.TokenProvider;
import io.github.d365fo.connector.contract.FaceUnderTest;
import io.github.d365fo.connector.dequeue.DequeueResult;
import io.github.d365fo.connector.dequeue.DownloadStream;
import io.github.d365fo.connector.dequeue.TransferListener;
import io.github.d365fo.connector.enqueue.EnqueueRequest;
import io.github.d365fo.connector.enqueue.Payload;
import io.github.d365fo.connector.retry.RetryPolicy;
import io.github.d365fo.connector.support.ScriptedServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A call at every depth of a stack that is nearly used up, so that the overflow strikes at another instruction each
 * time: every call ends, and none takes anything from those that come later.
 */
class DeepStackTest {
    private static final int STACK = 512 << 10;
    private static final int PATIENCE_SECONDS = 60;
    /** Calls in a row that went well, after which no overflow is to be expected. */
    private static final int ENOUGH = 20;

    private static final int MOST = 4000;
    private static final int AFTERWARDS = 10;
    private static final AtomicInteger CALLS = new AtomicInteger();
    private static final AtomicInteger OVERFLOWS = new AtomicInteger();

    @TempDir
    Path directory;

    private ScriptedServer server;
    private ConnectorClient client;

    /** A verb as both faces have it. */
    private enum Call {
        DEQUEUE {
            @Override
            Object blocking(RecurringJob job, Things things) {
                return job.dequeue();
            }

            @Override
            CompletableFuture<?> async(AsyncRecurringJob job, Things things) {
                return job.dequeue();
            }
        },
        ENQUEUE {
            @Override
            Object blocking(RecurringJob job, Things things) {
                return job.enqueue(things.request, TransferListener.none());
            }

            @Override
            CompletableFuture<?> async(AsyncRecurringJob job, Things things) {
                return job.enqueue(things.request, TransferListener.none());
            }
        },
        ACKNOWLEDGE {
            @Override
            Object blocking(RecurringJob job, Things things) {
                job.acknowledge(things.message);
                return job;
            }

            @Override
            CompletableFuture<?> async(AsyncRecurringJob job, Things things) {
                return job.acknowledge(things.message);
            }
        },
        STATUS {
            @Override
            Object blocking(RecurringJob job, Things things) {
                return job.messageStatus(Verb.MESSAGE);
            }

            @Override
            CompletableFuture<?> async(AsyncRecurringJob job, Things things) {
                return job.messageStatus(Verb.MESSAGE);
            }
        },
        DOWNLOAD {
            @Override
            Object blocking(RecurringJob job, Things things) {
                return job.download(things.message, things.target);
            }

            @Override
            CompletableFuture<?> async(AsyncRecurringJob job, Things things) {
                return job.download(things.message, things.target);
            }
        };

        abstract Object blocking(RecurringJob job, Things things);

        abstract CompletableFuture<?> async(AsyncRecurringJob job, Things things);
    }

    /** What calls are made with, ready before the stack is deep. */
    private record Things(EnqueueRequest request, DequeueResult message, Path target) {}

    static Stream<Arguments> calls() {
        return Stream.of(FaceUnderTest.values())
                .flatMap(face -> Stream.of(Call.values()).map(call -> Arguments.of(call, face)));
    }

    @BeforeEach
    void start() throws IOException {
        server = new ScriptedServer(new Service());
        client = ConnectorClient.builder()
                .environment(server.address())
                .tokenProvider(TokenProvider.ofStatic("secret-token"))
                .retryPolicy(RetryPolicy.none())
                .maxConcurrentRequests(2)
                .operationTimeout(Duration.ofSeconds(10))
                .build();
    }

    @AfterAll
    static void figures() {
        System.out.println("deep stack: " + CALLS + " calls, " + OVERFLOWS + " overflows");
    }

    @AfterEach
    void stop() throws IOException {
        client.close(Duration.ZERO);
        server.close();
    }

    /** What overflows has sent nothing; two requests at once, so that a permit that is lost stops those that follow. */
    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("calls")
    void everyCallEndsAndThoseThatComeLaterSucceed(Call call, FaceUnderTest face) throws Exception {
        Diver diver = new Diver(call, face);
        runDeep(diver);
        CALLS.addAndGet(diver.begun);
        OVERFLOWS.addAndGet(diver.begun - diver.returned);
        assertThat(diver.returned).isBetween(ENOUGH, diver.begun - 1);
        assertThat(diver.begun).isLessThan(MOST);
        for (CompletableFuture<?> future : diver.futures) {
            if (future != null) {
                future.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            }
        }
        assertThat(server.requests().size()).isEqualTo(diver.returned);
        assertAllIsWell(face);
    }

    @ParameterizedTest
    @EnumSource
    void closingAStreamOnAFullStackReleasesItsPermit(FaceUnderTest face) throws Exception {
        RecurringJob job = face.job(client, FaceCaller.ACTIVITY);
        for (int i = 0; i < 2; i++) {
            DownloadStream stream = job.open(things("open").message());
            runDeep(atTheEnd(stream::close));
        }
        assertAllIsWell(face);
    }

    private static void runDeep(Runnable code) throws InterruptedException {
        Thread thread = new Thread(null, code, "diver", STACK);
        thread.setDaemon(true);
        thread.start();
        thread.join(TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
        assertThat(thread.isAlive()).as("the thread is still in its call").isFalse();
    }

    /** Returns code that does {@code last} where there is only just room to do it, or less. */
    private static Runnable atTheEnd(Closing last) {
        return () -> dive(last);
    }

    /** Done at the very end, and so in vain; what failed is not tried again. */
    private static boolean dive(Closing last) {
        try {
            return dive(last);
        } catch (StackOverflowError e) {
            return tried(last);
        }
    }

    private static boolean tried(Closing last) {
        try {
            last.run();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return true;
    }

    /** Something that is done once. */
    private interface Closing {
        void run() throws IOException;
    }

    private void assertAllIsWell(FaceUnderTest face) throws Exception {
        RecurringJob job = face.job(client, FaceCaller.ACTIVITY);
        for (Call call : Call.values()) {
            for (int i = 0; i < AFTERWARDS; i++) {
                Things things = things(call + "-" + i + "-later");
                CompletableFuture.supplyAsync(() -> call.blocking(job, things)).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            }
        }
    }

    private Things things(String file) {
        return new Things(
                EnqueueRequest.of(Payload.ofString("x")),
                DequeueResult.fromJson(Service.message(server.address())),
                directory.resolve(file));
    }

    /** Goes down to the end of the stack, and calls on the way up, in each frame. */
    private final class Diver implements Runnable {
        private final Call call;
        private final FaceUnderTest face;
        private final Things[] things = new Things[MOST];
        private final CompletableFuture<?>[] futures = new CompletableFuture<?>[MOST];
        private final RecurringJob job = client.job(FaceCaller.ACTIVITY);
        private final AsyncRecurringJob async = client.async().job(FaceCaller.ACTIVITY);
        private int begun;
        private int returned;
        private int inARow;

        Diver(Call call, FaceUnderTest face) {
            this.call = call;
            this.face = face;
            for (int i = 0; i < things.length; i++) {
                things[i] = things("file" + i);
            }
        }

        @Override
        public void run() {
            try {
                run();
            } catch (StackOverflowError e) {
                inARow = 0;
            }
            if (begun < MOST && inARow < ENOUGH) {
                begun++;
                call(begun - 1);
            }
        }

        private void call(int number) {
            try {
                if (face == FaceUnderTest.ASYNC) {
                    futures[number] = call.async(async, things[number]);
                } else {
                    call.blocking(job, things[number]);
                }
                returned++;
                inARow++;
            } catch (StackOverflowError e) {
                inARow = 0;
            }
        }
    }
}

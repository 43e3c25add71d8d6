package io.github.d365fo.connector.internal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.d365fo.connector.enqueue.Payload;
import io.github.d365fo.connector.internal.http.ExchangeFailure.NoAnswer;
import io.github.d365fo.connector.internal.http.PushBodyPublisher.Push;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Bodies that are pulled and bodies that are pumped, without a connection. */
@Timeout(60)
class BodiesTest {
    private static final Duration LONG = Duration.ofMinutes(1);
    private static final Duration BRIEF = Duration.ofMillis(10);

    private final PullBodySubscriber pulled = new PullBodySubscriber();
    private final Connection connection = new Connection();
    private final Departure departure = new Departure(true, System::nanoTime);
    private final PushBodyPublisher pumped = new PushBodyPublisher(OptionalLong.of(3), departure);
    private final Taker taker = new Taker();

    /** The body of an answer, pulled by whoever reads it. */
    @Nested
    class Pulled {
        @Test
        void aBodyIsPulledInOrderToItsEnd() throws Exception {
            pulled.onSubscribe(connection);
            pulled.onNext(List.of(bytes(1), bytes(2)));
            pulled.onNext(List.of(bytes(3)));
            pulled.onComplete();
            assertThat(pulled.next(LONG)).isEqualTo(bytes(1));
            assertThat(pulled.next(LONG)).isEqualTo(bytes(2));
            assertThat(pulled.next(LONG)).isEqualTo(bytes(3));
            assertThat(pulled.next(LONG)).isNull();
            assertThat(pulled.next(LONG)).isNull();
            pulled.close();
            assertThat(connection.cancelled)
                    .as("the connection may be used again")
                    .isFalse();
        }

        @Test
        void noMoreComesThanIsTaken() throws Exception {
            pulled.onSubscribe(connection);
            long first = connection.wanted;
            pulled.onNext(List.of(bytes(1)));
            assertThat(connection.wanted).isEqualTo(first).isPositive();
            pulled.next(LONG);
            assertThat(connection.wanted).isEqualTo(first + 1);
        }

        @Test
        void theBodyIsHereWithTheHeaders() {
            assertThat(pulled.getBody()).isCompletedWithValue(pulled);
        }

        @Test
        void aBodyThatStandsStillIsGivenUp() {
            pulled.onSubscribe(connection);
            assertThatThrownBy(() -> pulled.next(BRIEF))
                    .isInstanceOf(NoAnswer.class)
                    .hasMessage("the body of the response stalled for 10 ms");
            assertThat(connection.cancelled).isTrue();
        }

        @Test
        void aBodyThatBreaksOffSaysWhy() {
            pulled.onSubscribe(connection);
            pulled.onError(new IOException("reset"));
            assertThatThrownBy(() -> pulled.next(LONG)).hasMessage("the body of the response broke off: reset");
            PullBodySubscriber other = new PullBodySubscriber();
            other.onError(new IllegalStateException("of the JDK"));
            assertThatThrownBy(() -> other.next(LONG)).hasMessage("the body of the response broke off");
        }

        @Test
        void closingBeforeTheEndGivesTheConnectionUp() {
            pulled.onSubscribe(connection);
            pulled.close();
            assertThat(connection.cancelled).isTrue();
        }

        @Test
        void closingBeforeTheConnectionGivesItUp() {
            pulled.close();
            pulled.onSubscribe(connection);
            assertThat(connection.cancelled).isTrue();
            assertThat(connection.wanted).isZero();
        }

        @Test
        void whoReadsAnAbandonedBodyHearsWhy() {
            pulled.onSubscribe(connection);
            pulled.onNext(List.of(bytes(1)));
            pulled.abandon("the client was closed");
            assertThat(connection.cancelled).isTrue();
            assertThatThrownBy(() -> pulled.next(LONG)).hasMessage("the client was closed");
        }

        @Test
        void aWaitingReaderOfAnAbandonedBodyHearsWhy() throws Exception {
            AtomicReference<Throwable> heard = new AtomicReference<>();
            pulled.onSubscribe(connection);
            Thread reader = new Thread(() -> {
                try {
                    pulled.next(LONG);
                } catch (NoAnswer | InterruptedException e) {
                    heard.set(e);
                }
            });
            reader.start();
            await().until(() -> reader.getState() == Thread.State.TIMED_WAITING);
            pulled.abandon("the client was closed");
            reader.join();
            assertThat(heard.get()).hasMessage("the client was closed");
        }

        @Test
        void abandoningAWholeBodyChangesNothing() throws Exception {
            pulled.onComplete();
            assertThat(pulled.next(LONG)).isNull();
            pulled.abandon("the client was closed");
            assertThat(pulled.next(LONG)).isNull();
        }
    }

    /** The body of a request, pushed to the HTTP client. */
    @Nested
    class Pushed {
        @Test
        void pumpingWaitsUntilBytesAreWanted() throws Exception {
            pumped.subscribe(taker);
            assertThat(pumped.push(bytes(1), BRIEF)).isEqualTo(Push.STALLED);
            taker.connection.request(1);
            assertThat(pumped.push(bytes(1), BRIEF)).isEqualTo(Push.TAKEN);
            assertThat(pumped.push(bytes(2), BRIEF)).isEqualTo(Push.STALLED);
            assertThat(taker.taken).containsExactly(bytes(1));
        }

        @Test
        void bytesCannotBeTakenBeforeASubscription() throws Exception {
            pumped.request(5);
            assertThat(pumped.push(bytes(1), BRIEF)).isEqualTo(Push.STALLED);
        }

        @Test
        void aWishForEverythingIsNeverFulfilled() throws Exception {
            pumped.subscribe(taker);
            taker.connection.request(1);
            taker.connection.request(Long.MAX_VALUE);
            for (int i = 0; i < 10; i++) {
                assertThat(pumped.push(bytes(i), BRIEF)).isEqualTo(Push.TAKEN);
            }
        }

        @Test
        void whoeverWaitsIsWoken() throws Exception {
            AtomicReference<Push> push = new AtomicReference<>();
            Thread pump = pumping(push);
            pumped.subscribe(taker);
            taker.connection.request(1);
            pump.join();
            assertThat(push.get()).isEqualTo(Push.TAKEN);
        }

        @Test
        void anExchangeThatIsOverEndsThePumping() throws Exception {
            AtomicReference<Push> push = new AtomicReference<>();
            pumped.subscribe(taker);
            Thread pump = pumping(push);
            taker.connection.cancel();
            pump.join();
            assertThat(push.get()).isEqualTo(Push.OVER);
            pumped.complete();
            assertThat(taker.completed).isFalse();
        }

        @Test
        void theEndReachesTheSubscriber() {
            pumped.subscribe(taker);
            pumped.complete();
            assertThat(taker.completed).isTrue();
        }

        @Test
        void aLateSubscriberGetsTheEnd() {
            pumped.complete();
            pumped.subscribe(taker);
            assertThat(taker.completed).isTrue();
        }

        @Test
        void theHeadSaysHowLongTheBodyIsAndLeaves() {
            assertThat(pumped.contentLength()).isEqualTo(3);
            assertThat(departure.mayHaveArrived(null)).isTrue();
            assertThat(new PushBodyPublisher(OptionalLong.empty(), new Departure(true, System::nanoTime))
                            .contentLength())
                    .isEqualTo(-1);
        }

        @Test
        void aSmallBodyHasItsLength() {
            Departure other = new Departure(true, System::nanoTime);
            assertThat(new SmallBody("text", other).contentLength()).isEqualTo(4);
            assertThat(other.mayHaveArrived(null)).isTrue();
            assertThat(new SmallBody(null, new Departure(true, System::nanoTime)).contentLength())
                    .isZero();
        }

        @Test
        void anUploadTellsItsProgressAndHoldsTheLastPieceBack() throws Exception {
            pumped.subscribe(taker);
            taker.connection.request(100);
            List<Long> progress = new ArrayList<>();
            int length = (128 << 10) + 5;
            Pieces pieces = Pieces.of(Payload.ofStream(() -> new ByteArrayInputStream(new byte[length]), length));
            assertThat(new Upload(pieces, pumped, LONG, (moved, total) -> progress.add(moved)).pump())
                    .isEqualTo(Push.TAKEN);
            assertThat(progress).containsExactly(128L << 10, (long) length);
            assertThat(taker.completed).isTrue();
        }

        @Test
        void anUploadThatStandsStillSaysSo() throws Exception {
            pumped.subscribe(taker);
            Pieces pieces = Pieces.of(Payload.ofBytes(new byte[3]));
            List<Long> progress = new ArrayList<>();
            assertThat(new Upload(pieces, pumped, BRIEF, (moved, total) -> progress.add(moved)).pump())
                    .isEqualTo(Push.STALLED);
            assertThat(progress).isEmpty();
            assertThat(taker.completed).isFalse();
        }

        @Test
        void anUploadThatBreaksOffBeforeItsLastPieceIsCutShort() throws Exception {
            assertThat(brokenAt(128L << 10).isCutShort()).isTrue();
            assertThat(brokenAt((128L << 10) + 3).isCutShort())
                    .as("the service may have all of it")
                    .isFalse();
        }

        /** Returns an upload of two pieces in which something fails when so many bytes are on their way. */
        private Upload brokenAt(long moved) throws Exception {
            PushBodyPublisher body = new PushBodyPublisher(OptionalLong.empty(), departure);
            body.subscribe(taker);
            body.request(9);
            Upload upload =
                    new Upload(Pieces.of(Payload.ofBytes(new byte[(128 << 10) + 3])), body, LONG, (soFar, total) -> {
                        if (soFar == moved) {
                            throw new InternalError("a full heap");
                        }
                    });
            assertThatThrownBy(upload::pump).isInstanceOf(InternalError.class);
            return upload;
        }
    }

    private Thread pumping(AtomicReference<Push> push) {
        Thread pump = new Thread(() -> {
            try {
                push.set(pumped.push(bytes(1), LONG));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        pump.start();
        await().until(() -> pump.getState() == Thread.State.TIMED_WAITING);
        return pump;
    }

    private static ByteBuffer bytes(int value) {
        return ByteBuffer.wrap(new byte[] {(byte) value});
    }

    private static final class Connection implements Flow.Subscription {
        long wanted;
        boolean cancelled;

        @Override
        public void request(long count) {
            wanted += count;
        }

        @Override
        public void cancel() {
            cancelled = true;
        }
    }

    private static final class Taker implements Flow.Subscriber<ByteBuffer> {
        final List<ByteBuffer> taken = new ArrayList<>();
        Flow.Subscription connection;
        boolean completed;

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            connection = subscription;
        }

        @Override
        public void onNext(ByteBuffer bytes) {
            taken.add(bytes);
        }

        @Override
        public void onError(Throwable failure) {
            throw new AssertionError(failure);
        }

        @Override
        public void onComplete() {
            completed = true;
        }
    }
}

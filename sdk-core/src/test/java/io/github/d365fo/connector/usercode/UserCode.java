package io.github.d365fo.connector.usercode;

import io.github.d365fo.connector.VirtualClock;
import io.github.d365fo.connector.auth.AccessToken;
import io.github.d365fo.connector.auth.TokenProvider;
import io.github.d365fo.connector.auth.TokenRequest;
import io.github.d365fo.connector.dequeue.TransferListener;
import io.github.d365fo.connector.enqueue.Payload;
import io.github.d365fo.connector.retry.Backoff;
import io.github.d365fo.connector.support.EveryEvent;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.InputStream;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;

/** All code that a program hands to a client, which does what it should until a test wants something else. */
final class UserCode implements EveryEvent, TokenProvider, Backoff {
    private static final byte[] FILE = new byte[100];
    private static final Instant START = Instant.parse("2026-03-01T03:00:00Z");

    final VirtualClock clock = new UserClock();
    private final AtomicInteger strikes = new AtomicInteger();
    private volatile Hook armed;
    private volatile Way way = Way.RUNTIME_EXCEPTION;
    /** What the token provider calls when it calls the client that asks it. */
    volatile Runnable client = () -> {};

    void arm(Hook hook, Way newWay) {
        strikes.set(0);
        way = newWay;
        armed = hook;
    }

    void disarm() {
        armed = null;
    }

    /** Returns how often the armed place was reached. */
    int strikes() {
        return strikes.get();
    }

    private boolean is(Hook hook) {
        if (armed != hook) {
            return false;
        }
        strikes.incrementAndGet();
        return true;
    }

    private void failIf(Hook hook) {
        if (is(hook)) {
            way.fail();
        }
    }

    @Override
    public void hear(Object event) {
        Hook.of(event).ifPresent(this::failIf);
    }

    TransferListener progress() {
        return (transferred, total) -> failIf(Hook.PROGRESS);
    }

    @Override
    public Duration delay(int retry, RandomGenerator random) {
        failIf(Hook.BACKOFF);
        if (is(Hook.BACKOFF_NULL)) {
            return null;
        }
        return Duration.ofSeconds(is(Hook.BACKOFF_NEGATIVE) ? -7 : 7);
    }

    /** Gives tokens that end so soon that every call asks for one. */
    @Override
    public CompletionStage<AccessToken> token(TokenRequest request) {
        failIf(Hook.TOKEN);
        if (is(Hook.TOKEN_NULL_STAGE)) {
            return null;
        }
        if (is(Hook.TOKEN_STAGE_THROWS)) {
            return throwingStage();
        }
        if (is(Hook.TOKEN_FAILED_STAGE)) {
            return CompletableFuture.failedFuture(way.failure());
        }
        if (is(Hook.TOKEN_LATE_FAILURE)) {
            Way late = way;
            return CompletableFuture.supplyAsync(late::fail);
        }
        if (is(Hook.TOKEN_ASKS_THE_CLIENT)) {
            client.run();
        }
        return CompletableFuture.completedFuture(
                is(Hook.TOKEN_NULL)
                        ? null
                        : AccessToken.of("secret-token", clock.instant().plusSeconds(10)));
    }

    @SuppressWarnings("unchecked")
    private CompletionStage<AccessToken> throwingStage() {
        Way now = way;
        return (CompletionStage<AccessToken>) Proxy.newProxyInstance(
                UserCode.class.getClassLoader(), new Class<?>[] {CompletionStage.class}, (stage, method, arguments) -> {
                    throw now.failure();
                });
    }

    Payload payload() {
        return Payload.ofStream(this::open);
    }

    private InputStream open() {
        failIf(Hook.PAYLOAD_SUPPLIER);
        return is(Hook.PAYLOAD_SUPPLIER_NULL) ? null : new UserStream();
    }

    private final class UserStream extends FilterInputStream {
        UserStream() {
            super(new ByteArrayInputStream(FILE));
        }

        @Override
        public int read(byte[] bytes, int offset, int length) {
            failIf(Hook.PAYLOAD_READ);
            if (is(Hook.PAYLOAD_READS_NOTHING)) {
                return 0;
            }
            if (is(Hook.PAYLOAD_READS_BEYOND)) {
                return length + 5;
            }
            return ((ByteArrayInputStream) in).read(bytes, offset, length);
        }

        @Override
        public void close() {
            failIf(Hook.PAYLOAD_CLOSE);
        }
    }

    /** A clock on which every wait is over at once. */
    private final class UserClock extends VirtualClock {
        private Instant now = START;

        @Override
        public synchronized Instant instant() {
            failIf(Hook.CLOCK);
            if (is(Hook.CLOCK_NULL)) {
                return null;
            }
            if (is(Hook.CLOCK_GOES_BACK)) {
                now = now.minus(Duration.ofHours(1));
            }
            return now;
        }

        @Override
        public synchronized CompletableFuture<Void> delay(Duration duration) {
            failIf(Hook.DELAY);
            if (is(Hook.DELAY_NULL)) {
                return null;
            }
            if (is(Hook.DELAY_FAILED_STAGE)) {
                return CompletableFuture.failedFuture(way.failure());
            }
            now = now.plus(duration);
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}

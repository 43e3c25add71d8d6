package io.github.d365fo.connector.auth;

import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** Gives a new token whenever it is asked, unless a trouble is in the way. */
final class TokenSource implements TokenProvider {
    private final Clock clock;
    private final Duration life;
    private final AtomicInteger made = new AtomicInteger();
    private final AtomicInteger strikes = new AtomicInteger();
    private final List<Callable<?>> late = new CopyOnWriteArrayList<>();
    private volatile TokenTrouble trouble;

    TokenSource(Clock clock, Duration life) {
        this.clock = clock;
        this.life = life;
    }

    void arm(TokenTrouble next) {
        strikes.set(0);
        trouble = next;
    }

    /** From here on all is well; what was to come late comes now. */
    void disarm() throws Exception {
        trouble = null;
        for (Callable<?> each : late) {
            each.call();
        }
        late.clear();
    }

    int strikes() {
        return strikes.get();
    }

    /** Returns the token that was made last. */
    String last() {
        return "token-" + made.get();
    }

    AccessToken fresh() {
        return AccessToken.of("token-" + made.incrementAndGet(), clock.instant().plus(life));
    }

    void later(Callable<?> what) {
        late.add(what);
    }

    @Override
    public CompletionStage<AccessToken> token(TokenRequest request) {
        TokenTrouble now = trouble;
        if (now == null) {
            return CompletableFuture.completedFuture(fresh());
        }
        strikes.incrementAndGet();
        try {
            return now.answer.of(this);
        } catch (Throwable e) {
            throw TokenSource.<RuntimeException>sneak(e);
        }
    }

    /** Returns a stage that does {@code what} to whatever is made to depend on it. */
    @SuppressWarnings("unchecked")
    static CompletionStage<AccessToken> stage(Consumer<BiConsumer<AccessToken, Throwable>> what) {
        return (CompletionStage<AccessToken>) Proxy.newProxyInstance(
                TokenSource.class.getClassLoader(),
                new Class<?>[] {CompletionStage.class},
                (stage, method, arguments) -> {
                    what.accept((BiConsumer<AccessToken, Throwable>) arguments[0]);
                    return stage;
                });
    }

    @SuppressWarnings("unchecked")
    private static <X extends Throwable> X sneak(Throwable failure) throws X {
        throw (X) failure;
    }
}

package io.github.d365fo.connector.internal.pipeline;

import io.github.d365fo.connector.auth.CachingTokenProvider;
import io.github.d365fo.connector.auth.TokenProvider;
import io.github.d365fo.connector.error.KnownSecrets;
import io.github.d365fo.connector.internal.call.Call;
import io.github.d365fo.connector.internal.call.CallFailures;
import io.github.d365fo.connector.internal.http.HttpTransport;
import io.github.d365fo.connector.internal.settings.ClientSettings;
import io.github.d365fo.connector.internal.time.Randomness;
import io.github.d365fo.connector.internal.time.Time;
import io.github.d365fo.connector.retry.RetryPolicy;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;

/**
 * The steps that all exchanges of a client pass through, and their shared state. {@link Attempts} defines the order:
 * retry ► admit ► authorize ► observe ► transport. Thread-safe.
 */
public final class Pipeline {
    final Permits permits;
    final Gate gate;
    final TokenProvider tokens;
    final HttpTransport transport;
    final Time time;
    final RandomGenerator random = Randomness.shared();
    final RetryPolicy policy;
    final String resource;
    final KnownSecrets secrets;
    final Duration responseTimeout;

    /** Creates the pipeline of a client; uploads wait for their responses on {@code senders}. */
    public Pipeline(ClientSettings settings, Time time, Executor senders) {
        this.permits = new Permits(settings.maxConcurrentRequests());
        this.gate = new Gate(time);
        this.tokens = settings.tokenProvider() instanceof CachingTokenProvider cached
                ? cached
                : CachingTokenProvider.of(
                        settings.tokenProvider(),
                        settings.clock(),
                        settings.timeouts().response());
        this.transport = new HttpTransport(settings, time::nanos, senders);
        this.responseTimeout = settings.timeouts().response();
        this.time = time;
        this.policy = settings.retryPolicy();
        this.resource = settings.environment().origin();
        this.secrets = settings.secrets();
    }

    /** Runs {@code exchange}. */
    public <T> CompletableFuture<T> run(Call call, Exchange<T> exchange) {
        return new Attempts<>(this, call, exchange).run();
    }

    /** Returns a failure of a step without secrets, so that no exception made of it contains one. */
    Throwable clean(Throwable failure) {
        return CallFailures.clean(failure, secrets);
    }

    /** Returns the secrets that the client uses. */
    public KnownSecrets secrets() {
        return secrets;
    }

    /** Returns the client's time. */
    public Time time() {
        return time;
    }

    /** Releases the SDK's own HTTP clients. */
    public void close() {
        transport.close();
    }
}

package io.github.d365fo.connector.internal.pipeline;

import io.github.d365fo.connector.ConnectorListener;
import io.github.d365fo.connector.ConnectorListener.WaitReason;
import io.github.d365fo.connector.auth.AccessToken;
import io.github.d365fo.connector.auth.TokenRequest;
import io.github.d365fo.connector.error.ConnectorException;
import io.github.d365fo.connector.error.TokenUnavailableException;
import io.github.d365fo.connector.internal.http.Answer;
import io.github.d365fo.connector.internal.http.ExchangeFailure;
import io.github.d365fo.connector.internal.http.ExchangeFailure.Refused;
import io.github.d365fo.connector.internal.http.Outgoing;
import io.github.d365fo.connector.internal.time.Stopwatch;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One call on its way through the pipeline: retry ► admit ► authorize ► observe ► transport. */
@SuppressWarnings("FutureReturnValueIgnored") // Nested futures are flattened in the next step.
final class PipelineCall<T> {
    private final Pipeline pipeline;
    private final Face face;
    private final CallScope scope;
    private final Exchange<T> exchange;
    private final History history;
    private final RetryPlan plan;
    private final Observer observer;
    private @Nullable AccessToken token;
    private boolean tokenRejected;

    PipelineCall(Pipeline pipeline, Face face, CallScope scope, Exchange<T> exchange) {
        this.pipeline = pipeline;
        this.face = face;
        this.scope = scope;
        this.exchange = exchange;
        this.history = new History(exchange.operation(), scope.subject());
        this.observer = pipeline.observer.about(scope.subject());
        this.plan = new RetryPlan(pipeline);
    }

    CompletableFuture<T> run() {
        return Loop.until(this::attempt);
    }

    private CompletableFuture<Optional<T>> attempt() {
        return Loop.until(this::admit)
                .thenCompose(this::send)
                .handle(this::judge)
                .thenCompose(Function.identity());
    }

    private CompletableFuture<Optional<Permits.Permit>> admit() {
        Optional<Duration> closed = pipeline.gate.closedFor();
        if (closed.isPresent()) {
            return plan.allows(closed.get())
                    ? pause(WaitReason.THROTTLE, closed.get()).thenApply(over -> Optional.empty())
                    : CompletableFuture.failedFuture(throttledByOthers());
        }
        CompletableFuture<Permits.Permit> permit = pipeline.permits.acquire();
        if (!permit.isDone()) {
            tellWait(WaitReason.ADMISSION, Optional.empty());
        }
        return pipeline.await(face, scope, permit).thenApply(this::unlessClosedMeanwhile);
    }

    private Optional<Permits.Permit> unlessClosedMeanwhile(Permits.Permit permit) {
        if (pipeline.gate.closedFor().isEmpty()) {
            return Optional.of(permit);
        }
        permit.release();
        return Optional.empty();
    }

    private CompletableFuture<T> send(Permits.Permit permit) {
        boolean[] keptOpen = {false};
        return face.call(scope, () -> authorize(bearer -> transfer(bearer, permit, keptOpen)))
                .thenCompose(Function.identity())
                .whenComplete((value, failure) -> {
                    if (!keptOpen[0]) {
                        permit.release();
                    }
                });
    }

    private interface Sending<T> {
        T with(@Nullable AccessToken bearer) throws ExchangeFailure, InterruptedException;
    }

    private CompletableFuture<T> authorize(Sending<T> sending) throws ExchangeFailure, InterruptedException {
        if (!exchange.authorized()) {
            return CompletableFuture.completedFuture(sending.with(null));
        }
        CompletableFuture<AccessToken> asked = pipeline.await(face, scope, askForToken());
        if (asked.isDone() && !asked.isCompletedExceptionally()) {
            return CompletableFuture.completedFuture(sending.with(asked.join()));
        }
        return asked.thenCompose(bearer -> face.call(scope, () -> sending.with(bearer)));
    }

    private CompletableFuture<AccessToken> askForToken() {
        TokenRequest request = TokenRequest.of(pipeline.resource);
        return pipeline.tokens
                .token(token != null && tokenRejected ? request.afterRejectionOf(token) : request)
                .toCompletableFuture()
                .handle((answer, failure) -> {
                    if (failure != null) {
                        throw unavailable(unwrap(failure));
                    }
                    return answer;
                });
    }

    private ConnectorException unavailable(Throwable reason) {
        Throwable failure = pipeline.clean(reason);
        return failure instanceof ConnectorException known
                ? known
                : new TokenUnavailableException(
                        "no access token: the token provider failed with "
                                + failure.getClass().getSimpleName()
                                + (failure.getMessage() == null ? "" : ": " + failure.getMessage()),
                        failure);
    }

    private T transfer(@Nullable AccessToken bearer, Permits.Permit permit, boolean[] keptOpen)
            throws ExchangeFailure, InterruptedException {
        token = bearer;
        tokenRejected = false;
        if (bearer != null) {
            pipeline.secrets.learn(bearer.value());
        }
        try (Answer answer = observed(bearer)) {
            if (!exchange.accepts(answer.status())) {
                throw new Refused(answer.status(), answer.headers(), answer.errorText());
            }
            T value = exchange.read(answer, permit::release);
            keptOpen[0] = answer.isKeptOpen();
            return value;
        }
    }

    private Answer observed(@Nullable AccessToken bearer) throws ExchangeFailure, InterruptedException {
        Outgoing request = exchange.request();
        pipeline.secrets.learn(request.uri());
        history.sending();
        int number = history.number();
        observer.tell(l -> l.onRequest(new ConnectorListener.Request(exchange.operation(), number)));
        Stopwatch since = new Stopwatch();
        try {
            Answer answer = pipeline.transport.send(request, bearer == null ? null : bearer.value(), scope.left());
            tellResponse(
                    OptionalInt.of(answer.status()), Failures.requestId(answer.headers()), Optional.empty(), since);
            return answer;
        } catch (ExchangeFailure e) {
            tellResponse(OptionalInt.empty(), Optional.empty(), Optional.ofNullable(e.getMessage()), since);
            throw e;
        }
    }

    private CompletableFuture<Optional<T>> judge(@Nullable T value, @Nullable Throwable failure) {
        if (failure == null && value != null) {
            return CompletableFuture.completedFuture(Optional.of(value));
        }
        Throwable cause = pipeline.clean(unwrap(failure));
        if (!(cause instanceof ExchangeFailure known)) {
            return CompletableFuture.failedFuture(Failures.ofEarlyEnd(exchange, history, cause));
        }
        history.failed(known);
        if (RetryRules.isThrottled(known)) {
            closeGate((Refused) known);
        }
        return again(known);
    }

    private CompletableFuture<Optional<T>> again(ExchangeFailure failure) {
        if (RetryRules.isUnauthorized(failure) && token != null && exchange.isRepeatable() && plan.refreshToken()) {
            tokenRejected = true;
            return retry(failure, Duration.ZERO);
        }
        if (!exchange.isRepeatable() || !RetryRules.isRetried(exchange.operation(), failure)) {
            return fail(failure);
        }
        Optional<Duration> delay = plan.next(failure);
        return delay.isEmpty() ? fail(failure) : retry(failure, delay.get());
    }

    private CompletableFuture<Optional<T>> retry(ExchangeFailure failure, Duration delay) {
        int number = history.number();
        observer.tell(l -> l.onRetry(
                new ConnectorListener.Retry(exchange.operation(), number, delay, Failures.shortText(failure))));
        history.next();
        // After a 429 the gate makes everybody wait, this call included.
        if (delay.isZero() || RetryRules.isThrottled(failure)) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
        return pause(WaitReason.BACKOFF, delay)
                .<Optional<T>>thenApply(over -> Optional.empty())
                .exceptionallyCompose(
                        e -> CompletableFuture.failedFuture(Failures.ofEarlyEnd(exchange, history, unwrap(e))));
    }

    private CompletableFuture<Optional<T>> fail(ExchangeFailure failure) {
        Duration retryAfter = failure instanceof Refused refused ? plan.retryAfter(refused) : Duration.ZERO;
        return CompletableFuture.failedFuture(Failures.of(exchange, history, failure, token, retryAfter));
    }

    private ConnectorException throttledByOthers() {
        ExchangeFailure reason = pipeline.gate.reason().orElseThrow();
        Duration left = pipeline.gate.closedFor().orElse(Duration.ZERO);
        return Failures.of(exchange, history, reason, token, left);
    }

    private void closeGate(Refused throttled) {
        Duration delay = plan.gateDelay(throttled);
        pipeline.gate.close(delay, throttled);
        observer.tell(l -> l.onThrottle(new ConnectorListener.Throttle(exchange.operation(), delay)));
    }

    private CompletableFuture<Void> pause(WaitReason reason, Duration delay) {
        tellWait(reason, Optional.of(delay));
        history.waited(delay);
        return pipeline.await(face, scope, pipeline.time.delay(delay));
    }

    private void tellWait(WaitReason reason, Optional<Duration> duration) {
        observer.tell(l -> l.onWait(new ConnectorListener.Wait(exchange.operation(), reason, duration)));
    }

    private void tellResponse(
            OptionalInt status, Optional<String> requestId, Optional<String> failure, Stopwatch since) {
        int number = history.number();
        Duration elapsed = since.elapsed();
        observer.tell(l -> l.onResponse(
                new ConnectorListener.Response(exchange.operation(), number, status, requestId, failure, elapsed)));
    }

    static Throwable unwrap(@Nullable Throwable failure) {
        if (failure == null) {
            return new NullPointerException("an exchange gave no value");
        }
        return Calls.unwrap(failure);
    }
}

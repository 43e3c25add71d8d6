package io.github.d365fo.connector.internal.pipeline;

import io.github.d365fo.connector.ConnectorListener;
import io.github.d365fo.connector.ConnectorListener.WaitReason;
import io.github.d365fo.connector.auth.AccessToken;
import io.github.d365fo.connector.auth.TokenRequest;
import io.github.d365fo.connector.error.ConnectorException;
import io.github.d365fo.connector.error.TokenUnavailableException;
import io.github.d365fo.connector.internal.call.Call;
import io.github.d365fo.connector.internal.call.CallFailures;
import io.github.d365fo.connector.internal.call.Calls;
import io.github.d365fo.connector.internal.call.Loop;
import io.github.d365fo.connector.internal.http.ExchangeFailure;
import io.github.d365fo.connector.internal.http.ExchangeFailure.NoAnswer;
import io.github.d365fo.connector.internal.http.ExchangeFailure.Refused;
import io.github.d365fo.connector.internal.http.HttpTransport;
import io.github.d365fo.connector.internal.http.Request;
import io.github.d365fo.connector.internal.http.Response;
import io.github.d365fo.connector.internal.observe.Observer;
import io.github.d365fo.connector.internal.time.Stopwatch;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The attempts of one exchange: retry ► admit ► authorize ► observe ► transport. */
@SuppressWarnings("FutureReturnValueIgnored") // Nested futures are flattened in the next step.
final class Attempts<T> {
    private final Pipeline pipeline;
    private final Call call;
    private final Exchange<T> exchange;
    private final History history;
    private final RetryPlan plan;
    private final Observer observer;
    private @Nullable AccessToken token;
    private boolean tokenRejected;
    private boolean keptOpen;

    Attempts(Pipeline pipeline, Call call, Exchange<T> exchange) {
        this.pipeline = pipeline;
        this.call = call;
        this.exchange = exchange;
        this.history = new History(exchange.operation(), call.subject());
        this.observer = pipeline.observer.about(call.subject());
        this.plan = new RetryPlan(pipeline, call);
    }

    CompletableFuture<T> run() {
        return Loop.until(this::attempt).exceptionallyCompose(e -> failed(Calls.unwrap(e)));
    }

    private CompletableFuture<Optional<T>> attempt() {
        plan.start();
        return Loop.until(this::admit)
                .thenCompose(this::send)
                .handle((value, failure) -> Loop.once(() -> judge(value, failure)))
                .thenCompose(Function.identity());
    }

    private CompletableFuture<Optional<Permits.Place>> admit() {
        Optional<Gate.Closed> closed = pipeline.gate.closed();
        if (closed.isPresent()) {
            return untilOpen(closed.get());
        }
        Permits.Place place = pipeline.permits.enter();
        call.hold(place);
        if (!place.turn().isDone()) {
            tellWait(WaitReason.ADMISSION, Optional.empty());
        }
        return call.await(place.turn())
                .thenApply(turn ->
                        Optional.of(turn).filter(mine -> pipeline.gate.closed().isEmpty()))
                .whenComplete((turn, failure) -> {
                    if (failure != null || turn.isEmpty()) {
                        call.giveBack(place);
                    }
                });
    }

    private CompletableFuture<Optional<Permits.Place>> untilOpen(Gate.Closed gate) {
        return plan.allows(gate.left())
                ? pause(WaitReason.THROTTLE, gate.left()).thenApply(over -> Optional.empty())
                : CompletableFuture.failedFuture(
                        Failures.of(exchange, history, gate.reason(), token, pipeline.time.now(), gate.left()));
    }

    private CompletableFuture<T> send(Permits.Place place) {
        return call.work(this::authorize).thenCompose(Function.identity()).whenComplete((value, failure) -> {
            if (failure != null || !keptOpen) {
                call.giveBack(place);
            }
        });
    }

    private CompletableFuture<T> authorize() throws Exception {
        if (!exchange.authorized()) {
            return CompletableFuture.completedFuture(transfer(null));
        }
        CompletableFuture<AccessToken> asked = call.await(call.askForToken(this::askForToken));
        if (asked.isDone() && !asked.isCompletedExceptionally()) {
            return CompletableFuture.completedFuture(transfer(asked.join()));
        }
        return asked.thenCompose(bearer -> call.work(() -> transfer(bearer)));
    }

    private CompletableFuture<AccessToken> askForToken() {
        TokenRequest request = TokenRequest.of(pipeline.resource);
        return pipeline.tokens
                .token(token != null && tokenRejected ? request.afterRejectionOf(token) : request)
                .toCompletableFuture()
                .handle((answer, failure) -> {
                    if (failure != null) {
                        throw unavailable(Calls.unwrap(failure));
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

    private T transfer(@Nullable AccessToken bearer) throws Exception {
        token = bearer;
        tokenRejected = false;
        if (bearer != null) {
            pipeline.secrets.learn(bearer.value());
        }
        try (Response answer = observed(bearer)) {
            if (!exchange.accepts(answer.status())) {
                throw new Refused(answer.status(), answer.headers(), answer.errorText());
            }
            T value = exchange.read(answer, call::finish);
            if (answer.isKeptOpen()) {
                keep(answer);
            }
            return value;
        }
    }

    /** From here on the call ends when the reader of the response is done, or when its time is up. */
    private void keep(Response answer) {
        keptOpen = true;
        call.hold(() -> answer.abandon(call.ended().map(Exception::getMessage).orElse("the stream is closed")));
        call.keep(answer::reader);
    }

    private Response observed(@Nullable AccessToken bearer) throws Exception {
        Request request = exchange.request();
        pipeline.secrets.learn(request.uri());
        int number = history.number();
        observer.tell(l -> l.onRequest(new ConnectorListener.Request(exchange.operation(), number)));
        Stopwatch since = new Stopwatch();
        try {
            Response answer = sent(request, bearer);
            tellResponse(
                    OptionalInt.of(answer.status()), Failures.requestId(answer.headers()), Optional.empty(), since);
            return answer;
        } catch (Throwable e) { // Every reported request needs a reported end.
            tellResponse(
                    OptionalInt.empty(), Optional.empty(), Optional.of(CallFailures.words(pipeline.clean(e))), since);
            throw e;
        }
    }

    private Response sent(Request request, @Nullable AccessToken bearer) throws Exception {
        call.requireOpen();
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        history.sending();
        String secret = bearer == null ? null : bearer.value();
        if (request.isUpload()) {
            return pipeline.transport.send(request, secret, call.left());
        }
        try {
            return call.within(pipeline.responseTimeout, () -> pipeline.transport.send(request, secret, call.left()));
        } catch (InterruptedException e) {
            if (call.isOverdue()) {
                throw new NoAnswer(
                        "no response within the response timeout, and no report from the HTTP client",
                        e,
                        !(e instanceof HttpTransport.EarlyInterrupt));
            }
            throw e;
        }
    }

    private CompletableFuture<Optional<T>> judge(@Nullable T value, @Nullable Throwable failure) {
        if (failure == null && value != null) {
            return CompletableFuture.completedFuture(Optional.of(value));
        }
        Throwable cause = unwrap(failure);
        history.sendingEnded(cause);
        Throwable clean = pipeline.clean(cause);
        // A response says more than an early end at the same time; any other failure may be its consequence.
        Throwable reason = clean instanceof Refused ? clean : call.reason(clean);
        if (reason instanceof ConnectorException known) {
            return CompletableFuture.failedFuture(Failures.afterTries(exchange, history, known));
        }
        if (!(reason instanceof ExchangeFailure known)) {
            return CompletableFuture.failedFuture(reason);
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
                new ConnectorListener.Retry(exchange.operation(), number, delay, CallFailures.shortText(failure))));
        history.next();
        // After a 429 the gate makes all calls wait, including this one.
        if (delay.isZero() || RetryRules.isThrottled(failure)) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
        return pause(WaitReason.BACKOFF, delay).thenApply(over -> Optional.empty());
    }

    private CompletableFuture<Optional<T>> fail(ExchangeFailure failure) {
        Duration retryAfter = failure instanceof Refused refused ? plan.retryAfter(refused) : Duration.ZERO;
        return CompletableFuture.failedFuture(
                Failures.of(exchange, history, failure, token, pipeline.time.now(), retryAfter));
    }

    private CompletableFuture<T> failed(Throwable cause) {
        return CompletableFuture.failedFuture(Failures.ofEnd(exchange, history, pipeline.clean(cause)));
    }

    private void closeGate(Refused throttled) {
        Duration delay = plan.gateDelay(throttled);
        pipeline.gate.close(delay, throttled);
        observer.tell(l -> l.onThrottle(new ConnectorListener.Throttle(exchange.operation(), delay)));
    }

    private CompletableFuture<Void> pause(WaitReason reason, Duration delay) {
        tellWait(reason, Optional.of(delay));
        history.waited(delay);
        return call.await(pipeline.time.delay(delay));
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
            return new NullPointerException("an exchange returned no value");
        }
        return Calls.unwrap(failure);
    }
}

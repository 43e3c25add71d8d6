package io.github.d365fo.connector.internal.pipeline;

import io.github.d365fo.connector.ConnectorListener.WaitReason;
import io.github.d365fo.connector.auth.AccessToken;
import io.github.d365fo.connector.auth.TokenRequest;
import io.github.d365fo.connector.error.ConnectorException;
import io.github.d365fo.connector.error.ErrorType;
import io.github.d365fo.connector.error.TokenUnavailableException;
import io.github.d365fo.connector.internal.call.Call;
import io.github.d365fo.connector.internal.call.CallFailures;
import io.github.d365fo.connector.internal.call.Calls;
import io.github.d365fo.connector.internal.call.ErrorTypes;
import io.github.d365fo.connector.internal.call.Loop;
import io.github.d365fo.connector.internal.http.ExchangeFailure;
import io.github.d365fo.connector.internal.http.ExchangeFailure.NoAnswer;
import io.github.d365fo.connector.internal.http.ExchangeFailure.Refused;
import io.github.d365fo.connector.internal.http.HttpTransport;
import io.github.d365fo.connector.internal.http.Request;
import io.github.d365fo.connector.internal.http.Response;
import io.github.d365fo.connector.internal.observe.OpenRequest;
import io.github.d365fo.connector.internal.token.SourceWatch;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
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
    private @Nullable AccessToken token;
    private @Nullable OpenRequest last;
    private boolean tokenRejected;
    private boolean keptOpen;

    Attempts(Pipeline pipeline, Call call, Exchange<T> exchange) {
        this.pipeline = pipeline;
        this.call = call;
        this.exchange = exchange;
        this.history = new History(exchange.operation(), call.subject());
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
        return turn(place)
                .thenApply(turn ->
                        Optional.of(turn).filter(mine -> pipeline.gate.closed().isEmpty()))
                .whenComplete((turn, failure) -> {
                    if (failure != null || turn.isEmpty()) {
                        call.giveBack(place);
                    }
                });
    }

    private CompletableFuture<Permits.Place> turn(Permits.Place place) {
        return place.turn().isDone()
                ? call.await(place.turn())
                : call.events()
                        .waiting(
                                exchange.operation(),
                                WaitReason.ADMISSION,
                                Optional.empty(),
                                () -> call.await(place.turn()));
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
        TokenRequest bare = TokenRequest.of(pipeline.resource);
        TokenRequest request = token != null && tokenRejected ? bare.afterRejectionOf(token) : bare;
        CompletionStage<AccessToken> asked = call.events().hasListeners()
                ? SourceWatch.watched(call.events()::tokenRequested, () -> pipeline.tokens.token(request))
                : pipeline.tokens.token(request);
        return asked.toCompletableFuture().handle((answer, failure) -> {
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
        Request request = exchange.request();
        pipeline.secrets.learn(request.uri());
        OpenRequest open = call.events().request(exchange.operation(), history.number(), request);
        last = open;
        try (Response answer = observed(open, request, bearer)) {
            if (!exchange.accepts(answer.status())) {
                throw new Refused(answer.status(), answer.headers(), answer.errorText());
            }
            T value = exchange.read(answer, call::finish);
            if (answer.isKeptOpen()) {
                keep(answer, open);
            } else {
                open.ended(null);
            }
            return value;
        } catch (Throwable e) { // Every reported request needs a reported end.
            open.ended(ErrorTypes.of(reason(e)));
            throw e;
        }
    }

    /** From here on the call ends when the reader of the response is done, or when its time is up. */
    private void keep(Response answer, OpenRequest open) {
        keptOpen = true;
        call.hold(() -> {
            answer.abandon(call.ended().map(Exception::getMessage).orElse("the stream is closed"));
            ErrorType type = call.ended()
                    .<Throwable>map(Function.identity())
                    .or(answer::broken)
                    .map(ErrorTypes::of)
                    .orElse(null);
            open.ended(type);
            call.events().end(null, type);
        });
        call.keep(answer::reader);
    }

    private Response observed(OpenRequest open, Request request, @Nullable AccessToken bearer) throws Exception {
        try {
            Response answer = sent(open.counted(request), bearer);
            open.answered(answer, Failures.requestId(answer.headers()));
            return answer;
        } catch (Throwable e) {
            open.lost(CallFailures.words(pipeline.clean(e)));
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
        Throwable reason = reason(clean);
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

    /** A response says more than an early end at the same time; any other failure may be its consequence. */
    private Throwable reason(Throwable failure) {
        return failure instanceof Refused ? failure : call.reason(failure);
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
        if (last != null) {
            last.retried(delay, CallFailures.shortText(failure), ErrorTypes.of(failure));
        }
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
        if (last != null) {
            last.throttled(delay);
        }
    }

    private CompletableFuture<Void> pause(WaitReason reason, Duration delay) {
        history.waited(delay);
        return call.events()
                .waiting(
                        exchange.operation(), reason, Optional.of(delay), () -> call.await(pipeline.time.delay(delay)));
    }

    static Throwable unwrap(@Nullable Throwable failure) {
        if (failure == null) {
            return new NullPointerException("an exchange returned no value");
        }
        return Calls.unwrap(failure);
    }
}

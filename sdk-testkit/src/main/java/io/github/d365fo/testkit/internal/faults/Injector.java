package io.github.d365fo.testkit.internal.faults;

import io.github.d365fo.connector.VirtualClock;
import io.github.d365fo.testkit.Fault;
import io.github.d365fo.testkit.internal.connector.MessageTap;
import io.github.d365fo.testkit.internal.http.ConnectionEnded;
import io.github.d365fo.testkit.internal.http.HttpCall;
import io.github.d365fo.testkit.internal.http.HttpDate;
import io.github.d365fo.testkit.internal.http.HttpExchange;
import io.github.d365fo.testkit.internal.service.ServiceErrors;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;

/** Injects faults: the only place that knows what each of them does to a request. Thread-safe. */
public final class Injector {
    private static final String PAGE = "text/html; charset=utf-8";
    private static final String SIGN_IN =
            "<!DOCTYPE html><html><head><title>Sign in to your account</title></head>" + "<body>Sign in</body></html>";

    private final VirtualClock clock;
    private final Map<Class<? extends Fault>, Effect<Fault>> effects = new LinkedHashMap<>();

    public Injector(VirtualClock clock) {
        this.clock = clock;
        answers();
        times();
        connections();
        messages();
    }

    /** What a fault does to a request before it is answered. */
    private interface Effect<F extends Fault> {
        Strike on(F fault, HttpCall call) throws IOException;
    }

    /** What a fault does to a request that continues. */
    private interface Passing<F extends Fault> {
        void on(F fault, HttpCall call) throws IOException;
    }

    /** Returns whether faults of this kind strike requests. */
    public boolean knows(Class<?> kind) {
        return effects.containsKey(kind);
    }

    /** Lets {@code fault} strike. */
    public Strike strike(Fault fault, HttpCall call) throws IOException {
        Effect<Fault> effect = effects.get(fault.getClass());
        if (effect == null) {
            throw new IllegalStateException("fault: expected one that strikes requests, but got " + fault);
        }
        return effect.on(fault, call);
    }

    private void answers() {
        instead(Fault.Status.class, (fault, call) -> {
            retryAfter(call, fault.retryAfter());
            call.answer(fault.status(), fault.contentType(), fault.body());
        });
        instead(Fault.Throttled.class, (fault, call) -> {
            retryAfter(call, fault.retryAfter());
            call.answer(429, "text/plain; charset=utf-8", throttled(fault.retryAfter()));
        });
        instead(Fault.Unavailable.class, (fault, call) -> {
            retryAfter(call, fault.retryAfter());
            call.answer(503, PAGE, "<html><body><h1>503 Service Unavailable</h1></body></html>");
        });
        instead(
                Fault.BadGateway.class,
                (fault, call) -> call.answer(502, PAGE, "<html><body><h1>502 Bad Gateway</h1></body></html>"));
        instead(Fault.ServerError.class, (fault, call) -> call.answerJson(500, ServiceErrors.BROKEN));
        instead(Fault.Unauthorized.class, (fault, call) -> ServiceErrors.unauthenticated(call));
        instead(Fault.Forbidden.class, (fault, call) -> ServiceErrors.forbidden(call));
        instead(Fault.ActionFailed.class, (fault, call) -> call.answerJson(400, ServiceErrors.inner(fault.cause())));
        instead(Fault.HtmlPage.class, (fault, call) -> call.answer(200, PAGE, SIGN_IN));
        instead(Fault.LoginRedirect.class, (fault, call) -> {
            call.responseHeader("Location", "https://login.microsoftonline.com/common/oauth2/authorize");
            call.answer(302, PAGE, SIGN_IN);
        });
        instead(Fault.BrokenJson.class, (fault, call) -> call.answerJson(200, "{\"CorrelationId\":\"5acd"));
        instead(Fault.EmptyAnswer.class, (fault, call) -> call.answer(200));
    }

    private void times() {
        passing(Fault.Delay.class, (fault, call) -> waitFor(fault.duration()));
        passing(
                Fault.DelayInBody.class,
                (fault, call) -> call.tap(AnswerTaps.inBody(fault.after(), exchange -> waitFor(fault.duration()))));
        passing(Fault.Stall.class, (fault, call) -> call.tap(AnswerTaps.endInHead(0, HttpExchange::stall)));
        passing(
                Fault.StallInBody.class,
                (fault, call) -> call.tap(AnswerTaps.endInBody(fault.after(), HttpExchange::stall)));
        passing(Fault.Drip.class, (fault, call) -> call.tap(AnswerTaps.drip(fault)));
        passing(Fault.ClockSkew.class, (fault, call) -> call.at(clock.instant().plus(fault.ahead())));
    }

    private void connections() {
        put(Fault.ResetBeforeReading.class, (fault, call) -> {
            call.reset();
            return Strike.OVER;
        });
        passing(Fault.ResetAfterReading.class, (fault, call) -> call.tap(AnswerTaps.endInHead(0, HttpExchange::reset)));
        passing(Fault.ResetInHeaders.class, (fault, call) -> call.tap(AnswerTaps.endInHead(0.5, HttpExchange::reset)));
        passing(
                Fault.ResetInBody.class,
                (fault, call) -> call.tap(AnswerTaps.endInBody(fault.after(), HttpExchange::reset)));
        passing(
                Fault.Truncated.class,
                (fault, call) -> call.tap(AnswerTaps.endInBody(fault.after(), HttpExchange::close)));
        passing(Fault.WrongLength.class, (fault, call) -> {
            call.responseHeader("Connection", "close");
            call.tap(AnswerTaps.wrongLength(fault.difference()));
        });
        passing(Fault.Corrupted.class, (fault, call) -> call.tap(AnswerTaps.corrupted()));
        passing(Fault.Garbage.class, (fault, call) -> call.tap(AnswerTaps.garbage()));
        passing(Fault.GatewayTimeout.class, (fault, call) -> call.tap(AnswerTaps.gatewayTimeout()));
        passing(Fault.NoAnswer.class, (fault, call) -> call.tap(AnswerTaps.endInHead(0, HttpExchange::close)));
    }

    private void messages() {
        message(Fault.DuplicateDelivery.class, fault -> MessageTaps.deliveredAgain());
        message(Fault.OutOfOrder.class, fault -> MessageTaps.youngestFirst());
        message(Fault.NoFile.class, fault -> MessageTaps.withoutFile(fault.reason()));
        message(Fault.BlobGone.class, fault -> MessageTaps.blobGone());
        message(Fault.LostAcknowledgement.class, fault -> MessageTaps.lostAcknowledgement());
        message(Fault.ExpiredReceipt.class, fault -> MessageTaps.expiredReceipt());
    }

    /** Makes a fault answer instead of the service; the body is read, so that the client reads the answer. */
    private <F extends Fault> void instead(Class<F> kind, Passing<F> answer) {
        put(kind, (fault, call) -> {
            call.drain();
            answer.on(fault, call);
            return Strike.OVER;
        });
    }

    private <F extends Fault> void passing(Class<F> kind, Passing<F> effect) {
        put(kind, (fault, call) -> {
            effect.on(fault, call);
            return Strike.PASSING;
        });
    }

    private <F extends Fault> void message(Class<F> kind, Function<F, MessageTap> tap) {
        put(kind, (fault, call) -> Strike.of(tap.apply(fault)));
    }

    private <F extends Fault> void put(Class<F> kind, Effect<F> effect) {
        effects.put(kind, (fault, call) -> effect.on(kind.cast(fault), call));
    }

    private void retryAfter(HttpCall call, Fault.RetryAfter retryAfter) {
        retryAfter
                .after()
                .ifPresent(wait -> call.responseHeader(
                        "Retry-After",
                        retryAfter.asDate()
                                ? HttpDate.of(clock.instant().plus(wait))
                                : String.valueOf(wait.toSeconds())));
    }

    /** Waits on the server's clock, which a test may have stopped. */
    private void waitFor(Duration duration) throws IOException {
        try {
            clock.delay(duration).get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ConnectionEnded("the server was closed", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("a wait of the clock does not fail", e);
        }
    }

    private static String throttled(Fault.RetryAfter retryAfter) {
        return "This request could not be processed at this time due to system experiencing high resource utilization."
                + " Please retry the request after "
                + retryAfter.after().map(Duration::toSeconds).orElse(0L) + " seconds";
    }
}

package io.github.d365fo.opentelemetry;

import io.github.d365fo.connector.CallInfo;
import io.github.d365fo.connector.ConnectorListener;
import io.github.d365fo.connector.Operation;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The span of one call, and the spans of its requests. Thread-safe. */
final class CallTrace implements ConnectorListener {
    private final Tracer tracer;
    private final Span span;
    private final Context context;
    private final Deliveries deliveries;
    private final Map<Long, Span> requests = new ConcurrentHashMap<>();

    /** Creates the trace of a call whose {@code span} is that of {@code context}. */
    CallTrace(Tracer tracer, Span span, Context context, Deliveries deliveries) {
        this.tracer = tracer;
        this.span = span;
        this.context = context;
        this.deliveries = deliveries;
    }

    @Override
    public void onRequest(Request event) {
        Span request = tracer.spanBuilder(event.method() + " " + event.template())
                .setParent(context)
                .setSpanKind(SpanKind.CLIENT)
                .setAttribute(Keys.METHOD, event.method())
                .setAttribute(Keys.SERVER_ADDRESS, event.host())
                .setAttribute(Keys.SERVER_PORT, (long) event.port())
                .setAttribute(Keys.TEMPLATE, event.template())
                .setAttribute(Keys.PROTOCOL_VERSION, "1.1")
                .setAttribute(Keys.OPERATION, Keys.word(event.operation()))
                .startSpan();
        if (event.attempt() > 1) {
            request.setAttribute(Keys.RESEND_COUNT, event.attempt() - 1L);
        }
        requests.put(event.id(), request);
    }

    @Override
    public void onResponse(Response event) {
        Span request = begun(requests.get(event.request().id()));
        event.statusCode().ifPresent(status -> request.setAttribute(Keys.STATUS, (long) status));
        event.requestId().ifPresent(id -> request.setAttribute(Keys.REQUEST_ID, id));
    }

    @Override
    public void onRequestEnded(RequestEnded event) {
        Span request = begun(requests.remove(event.request().id()));
        request.setAttribute(Keys.REQUEST_SIZE, event.bytesSent());
        request.setAttribute(Keys.RESPONSE_SIZE, event.bytesReceived());
        int status = event.statusCode().orElse(0);
        if (status >= 400) {
            fail(request, Integer.toString(status));
        } else {
            event.errorType().ifPresent(type -> fail(request, Keys.word(type)));
        }
        request.end();
    }

    @Override
    public void onRetry(Retry event) {
        span.addEvent(
                "retry",
                Attributes.of(
                        Keys.OPERATION, Keys.word(event.operation()),
                        Keys.ATTEMPT, (long) event.attempt(),
                        Keys.SECONDS, seconds(event.delay()),
                        Keys.ERROR_TYPE, Keys.word(event.errorType())));
    }

    @Override
    public void onThrottle(Throttle event) {
        span.addEvent(
                "throttled",
                Attributes.of(
                        Keys.OPERATION, Keys.word(event.operation()),
                        Keys.SECONDS, seconds(event.delay())));
    }

    @Override
    public void onWaitEnded(WaitEnded event) {
        span.addEvent(
                "waited",
                Attributes.of(
                        Keys.REASON, Keys.word(event.started().reason()),
                        Keys.SECONDS, seconds(event.elapsed())));
    }

    @Override
    public void onTransfer(Transfer event) {
        span.addEvent(
                "transferred",
                Attributes.of(
                        Keys.OPERATION, Keys.word(event.operation()),
                        Keys.BYTES, event.bytes(),
                        Keys.SECONDS, seconds(event.elapsed())));
    }

    @Override
    public void onTransferFailed(TransferFailed event) {
        span.addEvent(
                "transfer failed",
                Attributes.of(
                        Keys.OPERATION, Keys.word(event.started().operation()),
                        Keys.BYTES, event.bytes(),
                        Keys.SECONDS, seconds(event.elapsed()),
                        Keys.ERROR_TYPE, Keys.word(event.errorType())));
    }

    @Override
    public void onTokenRequestEnded(TokenRequestEnded event) {
        Attributes attributes = Attributes.of(Keys.SECONDS, seconds(event.elapsed()));
        String name = event.errorType().isEmpty() ? "token" : "no token";
        span.addEvent(
                name,
                event.reason()
                        .map(reason -> attributes.toBuilder()
                                .put(Keys.REASON, Keys.word(reason))
                                .build())
                        .orElse(attributes));
    }

    @Override
    public void onCallEnded(CallEnded event) {
        CallInfo call = event.call();
        span.setAttribute(Keys.ATTEMPTS, (long) event.attempts());
        call.message().ifPresent(message -> span.setAttribute(Keys.MESSAGE_ID, message));
        call.dataProject().ifPresent(project -> span.setAttribute(Keys.DATA_PROJECT, project));
        call.execution().ifPresent(execution -> span.setAttribute(Keys.EXECUTION, execution.value()));
        event.errorType().ifPresent(type -> fail(span, Keys.word(type)));
        event.failure().ifPresent(span::recordException);
        span.end();
        if (call.operation() == Operation.DEQUEUE && call.job().isPresent()) {
            call.message()
                    .ifPresent(message -> deliveries.note(call.job().get().value(), message, span.getSpanContext()));
        }
    }

    private static Span begun(@Nullable Span request) {
        return Objects.requireNonNull(request, "a request whose beginning was not told");
    }

    private static void fail(Span span, String type) {
        span.setAttribute(Keys.ERROR_TYPE, type);
        span.setStatus(StatusCode.ERROR);
    }

    private static double seconds(Duration time) {
        return time.toMillis() / 1000.0;
    }
}

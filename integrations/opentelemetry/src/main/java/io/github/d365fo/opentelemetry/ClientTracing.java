package io.github.d365fo.opentelemetry;

import io.github.d365fo.connector.CallInfo;
import io.github.d365fo.connector.ConnectorListener;
import io.github.d365fo.connector.Operation;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The traces of clients. Add it to each client with {@code ConnectorClientBuilder.listener}; one instance may serve many.
 *
 * <p>Each call is a span whose parent is the span that is current where the call is made, of the asynchronous API, too.
 * <em>Enqueue</em>, <em>dequeue</em> and <em>acknowledge</em> are spans of messaging. Each request, that is each attempt, is
 * a span of an HTTP client below it, which ends when the response is read. Retries, waits, transfers and questions to the
 * token provider are events of the span of the call. No attribute holds a token, a pop receipt or an address; so there is
 * no {@code url.full}, but {@code url.template}. Thread-safe.
 */
public final class ClientTracing implements ConnectorListener {
    /** The name of the instrumentation scope. */
    static final String SCOPE = "io.github.d365fo.opentelemetry";

    private final Tracer tracer;
    private final Deliveries deliveries = new Deliveries();

    private ClientTracing(Tracer tracer) {
        this.tracer = tracer;
    }

    /** Returns a listener that makes spans of {@code openTelemetry}. */
    public static ClientTracing of(OpenTelemetry openTelemetry) {
        Objects.requireNonNull(openTelemetry, "openTelemetry");
        return new ClientTracing(openTelemetry.getTracer(SCOPE));
    }

    /** Returns the span of the call that received a message, or empty if that is not known any more. */
    Optional<SpanContext> delivery(String job, String correlationId) {
        return deliveries.find(job, correlationId);
    }

    /** The operations that are messaging, with the type that the conventions give them. */
    private record Messaging(String type, SpanKind kind) {}

    private static final Map<Operation, Messaging> MESSAGING = Map.of(
            Operation.ENQUEUE, new Messaging("send", SpanKind.PRODUCER),
            Operation.DEQUEUE, new Messaging("receive", SpanKind.CLIENT),
            Operation.ACKNOWLEDGE, new Messaging("settle", SpanKind.CLIENT));

    @Override
    public ConnectorListener onCallStarted(CallInfo call) {
        Messaging messaging = MESSAGING.get(call.operation());
        String operation = Keys.word(call.operation());
        String destination =
                messaging == null ? "" : call.job().map(job -> " " + job).orElse("");
        SpanBuilder span = tracer.spanBuilder(operation + destination)
                .setAttribute(Keys.SERVER_ADDRESS, call.host())
                .setAttribute(Keys.OPERATION, operation);
        if (messaging != null) {
            span.setSpanKind(messaging.kind())
                    .setAttribute(Keys.SYSTEM, Keys.D365FO)
                    .setAttribute(Keys.OPERATION_NAME, operation)
                    .setAttribute(Keys.OPERATION_TYPE, messaging.type());
        }
        call.job().ifPresent(job -> span.setAttribute(Keys.DESTINATION, job.value()));
        Span started = span.startSpan();
        return new CallTrace(tracer, started, Context.current().with(started), deliveries);
    }
}

package io.github.d365fo.opentelemetry;

import io.github.d365fo.feed.FeedListener;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Scope;
import java.util.Objects;

/**
 * The traces of export feeds. Add it to each feed with {@code ExportFeedBuilder.listener}; one instance may serve many.
 *
 * <p>Each attempt to handle a package is a span, which is current while the handler runs, so that the handler's own spans,
 * and those of calls that it makes, are below it. It is linked to the span of the call that received the message, if the
 * client has the {@link ClientTracing} that is given here, and the process is still the same. Thread-safe.
 */
public final class FeedTracing implements FeedListener {
    private final Tracer tracer;
    private final ClientTracing client;

    private FeedTracing(Tracer tracer, ClientTracing client) {
        this.tracer = tracer;
        this.client = client;
    }

    /** Returns a listener that makes spans of {@code openTelemetry} for feeds on the clients of {@code client}. */
    public static FeedTracing of(OpenTelemetry openTelemetry, ClientTracing client) {
        Objects.requireNonNull(openTelemetry, "openTelemetry");
        Objects.requireNonNull(client, "client");
        return new FeedTracing(openTelemetry.getTracer(ClientTracing.SCOPE), client);
    }

    @Override
    @SuppressWarnings("MustBeClosedChecker") // The scope ends in the same thread, with the handling.
    public HandlingListener onHandlingStarted(HandlingStarted event) {
        String job = event.activity().value();
        SpanBuilder builder = tracer.spanBuilder("handle " + job)
                .setSpanKind(SpanKind.CONSUMER)
                .setAttribute(Keys.SYSTEM, Keys.D365FO)
                .setAttribute(Keys.OPERATION_NAME, "handle")
                .setAttribute(Keys.OPERATION_TYPE, "process")
                .setAttribute(Keys.DESTINATION, job)
                .setAttribute(Keys.MESSAGE_ID, event.correlationId())
                .setAttribute(Keys.BODY_SIZE, event.size())
                .setAttribute(Keys.ATTEMPT, (long) event.attempt());
        client.delivery(job, event.correlationId()).ifPresent(builder::addLink);
        Span span = builder.startSpan();
        Scope scope = span.makeCurrent();
        return ended -> {
            scope.close();
            end(span, ended);
        };
    }

    private static void end(Span span, HandlingEnded event) {
        span.setAttribute(Keys.LEASE_REMAINING, event.leaseRemaining().toMillis() / 1000.0);
        event.failure().ifPresent(failure -> {
            span.setAttribute(Keys.ERROR_TYPE, failure.getClass().getName());
            span.setStatus(StatusCode.ERROR);
            span.recordException(failure);
        });
        span.end();
    }
}

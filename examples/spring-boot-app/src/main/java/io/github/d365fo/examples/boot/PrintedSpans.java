package io.github.d365fo.examples.boot;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.Collection;

/** Prints the spans of clients and feeds, in place of a collector. */
final class PrintedSpans implements SpanExporter {
    @Override
    public CompletableResultCode export(Collection<SpanData> spans) {
        spans.stream()
                .filter(span -> span.getInstrumentationScopeInfo().getName().startsWith("io.github.d365fo"))
                .map(span -> "span " + span.getKind() + " " + span.getTraceId() + " " + span.getSpanId() + " "
                        + span.getName())
                .forEach(System.out::println);
        return CompletableResultCode.ofSuccess();
    }

    @Override
    public CompletableResultCode flush() {
        return CompletableResultCode.ofSuccess();
    }

    @Override
    public CompletableResultCode shutdown() {
        return CompletableResultCode.ofSuccess();
    }
}

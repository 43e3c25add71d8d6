package io.github.d365fo.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.d365fo.connector.support.CapturedLog;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The guide's example can be seen in metrics, traces and a listener of its own. */
@ExtendWith(CapturedLog.class)
class ObservedFeedTest {
    private final List<String> spans = new ArrayList<>();

    private final class Names implements SpanExporter {
        @Override
        public synchronized CompletableResultCode export(Collection<SpanData> finished) {
            finished.forEach(span -> spans.add(span.getName()));
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

    @Test
    void aBadNightIsSeen() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ObservedFeed.show(new Names(), new PrintStream(out, true, StandardCharsets.UTF_8));
        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("DEQUEUE took 2 attempts and waited 9")
                .containsPattern("d365fo_feed_handled_total\\{.*} 2.0")
                .containsPattern("d365fo_feed_handling_seconds_count\\{.*outcome=\"failure\".*} 1")
                .containsPattern("d365fo_client_calls_seconds_count\\{.*operation=\"acknowledge\".*} 2");
        assertThat(spans)
                .anyMatch(name -> name.startsWith("handle "))
                .contains("GET /api/connector/dequeue/{activityId}");
    }
}

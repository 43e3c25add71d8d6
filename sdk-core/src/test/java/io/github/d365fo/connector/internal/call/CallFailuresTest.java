package io.github.d365fo.connector.internal.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.d365fo.connector.Operation;
import io.github.d365fo.connector.error.ConnectorException;
import io.github.d365fo.connector.error.Failure;
import io.github.d365fo.connector.error.IntegrityException;
import io.github.d365fo.connector.error.Outcome;
import io.github.d365fo.connector.error.TransportException;
import io.github.d365fo.connector.internal.http.ExchangeFailure.LocalTrouble;
import io.github.d365fo.connector.internal.http.ExchangeFailure.Refused;
import java.net.http.HttpHeaders;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a failure is called that is no answer of the service, and the few words for one that is. */
class CallFailuresTest {
    @Test
    void workOnThisSideFailsWithTheFileAndTheJob() {
        LocalTrouble trouble = new LocalTrouble("the disk is full", new IllegalStateException(), Outcome.REJECTED);
        assertThat(CallFailures.ofWork(Operation.DOWNLOAD, "job 1", trouble))
                .isExactlyInstanceOf(IntegrityException.class)
                .hasMessage("download failed: the disk is full (job 1)")
                .hasCauseInstanceOf(IllegalStateException.class)
                .satisfies(e -> assertThat(e.outcome()).isEqualTo(Outcome.REJECTED));
        assertThat(CallFailures.ofWork(Operation.DOWNLOAD, "job 1", new EarlyEnd.Closed()))
                .isExactlyInstanceOf(TransportException.class)
                .hasMessage("download failed: the client was closed (job 1)");
        ConnectorException known = new ConnectorException("no", Failure.of(Operation.DOWNLOAD, Outcome.REJECTED));
        assertThat(CallFailures.ofWork(Operation.DOWNLOAD, "job 1", known)).isSameAs(known);
    }

    @Test
    void aRefusalIsSummarized() {
        assertThat(CallFailures.shortText(refused(400, ""))).isEqualTo("status 400");
        assertThat(CallFailures.words(refused(400, "{\"Message\":\"No.\"}"))).isEqualTo("status 400: No.");
    }

    private static Refused refused(int status, String body) {
        return new Refused(status, HttpHeaders.of(Map.of(), (name, value) -> true), body);
    }
}

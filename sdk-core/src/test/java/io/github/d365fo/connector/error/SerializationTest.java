package io.github.d365fo.connector.error;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.d365fo.connector.Operation;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** An error that is sent to another machine or kept. */
class SerializationTest {
    @Test
    void anErrorSurvivesSerialization() throws Exception {
        Failure failure = Failure.of(Operation.ENQUEUE, Outcome.UNKNOWN)
                .attempts(List.of(new Attempt(2, Duration.ofSeconds(1), OptionalInt.of(500), "status 500")));
        ServiceException error =
                new ServiceException("said", failure, new ServiceReply(500, "code", "request-1", "excerpt"));
        assertThat(error.errorCode()).contains("code");
        assertThat(error.requestId()).contains("request-1");
        assertThat(error.bodyExcerpt()).isEqualTo("excerpt");
        assertThat(error.attempts().get(0))
                .hasToString("#2 after 1000 ms: status 500")
                .extracting(Attempt::number, Attempt::delayBefore, Attempt::statusCode, Attempt::cause)
                .containsExactly(2, Duration.ofSeconds(1), OptionalInt.of(500), "status 500");
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(error);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            ServiceException copy = (ServiceException) in.readObject();
            assertThat(copy).hasMessage("said");
            assertThat(copy.outcome()).isEqualTo(Outcome.UNKNOWN);
            assertThat(copy.statusCode()).isEqualTo(500);
            assertThat(copy.attempts()).isEmpty();
            assertThat(copy.errorCode()).isEmpty();
            assertThat(copy.requestId()).isEmpty();
            assertThat(copy.bodyExcerpt()).isEmpty();
        }
        assertThat(error).isInstanceOf(ConnectorException.class);
    }
}

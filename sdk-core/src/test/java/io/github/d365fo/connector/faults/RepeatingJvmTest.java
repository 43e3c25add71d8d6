package io.github.d365fo.connector.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.d365fo.connector.ConnectorClient;
import io.github.d365fo.connector.auth.TokenProvider;
import io.github.d365fo.connector.contract.FaceUnderTest;
import io.github.d365fo.connector.error.ConnectorException;
import io.github.d365fo.connector.error.Outcome;
import io.github.d365fo.connector.faults.SentOnceTest.Verb;
import io.github.d365fo.connector.faults.Way.Act;
import io.github.d365fo.connector.faults.Way.Stage;
import io.github.d365fo.connector.faults.Way.Wire;
import io.github.d365fo.connector.retry.RetryPolicy;
import io.github.d365fo.connector.support.TestTls;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A JVM can be told to repeat every request whose connection dies; what can't be repeated is sent once all the same. */
@Timeout(120)
class RepeatingJvmTest {
    @Test
    void nothingIsRepeatedThatMustNotBe() throws Exception {
        Process jvm = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Djdk.httpclient.enableAllMethodRetry=true",
                        "-cp",
                        System.getProperty("java.class.path"),
                        RepeatingJvmTest.class.getName())
                .redirectErrorStream(true)
                .start();
        String said = new String(jvm.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(jvm.waitFor()).as(said).isZero();
        // The property works, or the test would show nothing.
        assertThat(said).contains("ACKNOWLEDGE PLAIN 2\n", "ACKNOWLEDGE TLS_1_3 2\n");
        for (Verb verb : Verb.values()) {
            if (verb.isSentOnce()) {
                assertThat(said).contains(verb + " PLAIN 1\n", verb + " TLS_1_3 1\n");
            }
        }
    }

    /** Says how many requests a server that hangs up has seen of each. */
    public static void main(String[] args) throws IOException {
        for (Verb verb : Verb.values()) {
            for (Wire wire : new Wire[] {Wire.PLAIN, Wire.TLS_1_3}) {
                System.out.print(verb + " " + wire + " " + requests(verb, wire) + "\n");
            }
        }
    }

    private static int requests(Verb verb, Wire wire) throws IOException {
        try (LossyServer server = new LossyServer(wire, new Way(Stage.WHOLE, 0, Act.CLOSE), 0);
                ConnectorClient client = ConnectorClient.builder()
                        .environment(server.address())
                        .tokenProvider(TokenProvider.ofStatic("secret-token"))
                        .sslContext(TestTls.client("TLS"))
                        .retryPolicy(RetryPolicy.none())
                        .build()) {
            assertThatThrownBy(() -> verb.call.accept(client, FaceUnderTest.BLOCKING))
                    .isInstanceOfSatisfying(
                            ConnectorException.class,
                            e -> assertThat(e.outcome()).isEqualTo(Outcome.UNKNOWN));
            return server.whole();
        }
    }
}

package io.github.d365fo.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.d365fo.connector.ActivityId;
import io.github.d365fo.connector.ExecutionId;
import io.github.d365fo.connector.MessageId;
import io.github.d365fo.connector.Operation;
import io.github.d365fo.connector.enqueue.EnqueueRequest;
import io.github.d365fo.connector.enqueue.Payload;
import io.github.d365fo.testkit.harness.NullArguments;
import io.github.d365fo.testkit.internal.crypto.CertificateAuthority;
import io.github.d365fo.testkit.junit5.FakeConnectorExtension;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is null and must not be is named. */
@Timeout(60)
class NullArgumentsTest {
    private final FakeConnectorServer server = FakeConnectorServer.start();

    @TempDir
    Path directory;

    @AfterEach
    void stop() {
        server.faults().allowUnfired();
        server.close();
    }

    @Test
    void everyPublicMethodNamesWhatIsNull() throws Exception {
        NullArguments arguments = values(new NullArguments(
                // What JUnit calls.
                "FakeConnectorExtension.supportsParameter",
                "FakeConnectorExtension.resolveParameter",
                "FakeConnectorExtension.afterTestExecution"));
        assertThat(arguments.faults(
                        FakeConnectorServer.class, "io.github.d365fo.testkit", "io.github.d365fo.testkit.junit5"))
                .isEmpty();
        assertThat(arguments.tried()).isGreaterThan(100);
    }

    private NullArguments values(NullArguments arguments) throws Exception {
        ActivityId activity = server.importJob().activityId();
        MessageId message;
        try (var client = server.client()) {
            message = client.job(activity).enqueue(EnqueueRequest.of(Payload.ofString("x")));
        }
        return arguments
                .with("text")
                .with(server)
                .with(server.importJob())
                .with(server.importJob().enqueued().get(0))
                .with(server.exportJob())
                .with(server.dataManagement())
                .with(server.dataManagement().project("Groups"))
                .with(server.identity())
                .with(server.identity().app())
                .with(server.identity().addIssuer())
                .with(server.faults())
                .with(server.faults().onAny())
                .with(server.verify())
                .with(server.clock())
                .with(server.requests().get(0))
                .with(server.requests().get(0).asked())
                .with(server.requests().get(0).answered())
                .with(FakeConnectorServer.builder())
                .with(ExecutionOutcome.succeeded())
                .with(ErrorRow.staging("1", "wrong"))
                .with(new Fault.HtmlPage())
                .with(Fault.RetryAfter.none())
                .with(X509Certificate.class, CertificateAuthority.get().certificate())
                .with(activity)
                .with(message)
                .with(ExecutionId.of("Import-1"))
                .with(new byte[1])
                .with(directory)
                .with(URI.create("http://127.0.0.1:1"))
                .with(Duration.ofSeconds(1))
                .with(Instant.parse("2026-01-05T08:00:00Z"))
                .with(ZoneOffset.UTC)
                .with(Optional.empty())
                .with(OptionalInt.empty())
                .with(OptionalLong.empty())
                .with(List.class, List.of())
                .with(Map.class, Map.of())
                .with(Set.class, Set.of(Operation.ENQUEUE))
                .with(new Operation[0])
                .with(new String[0])
                .with(new ErrorRow[0])
                .with(Supplier.class, (Supplier<ByteArrayInputStream>) () -> new ByteArrayInputStream(new byte[1]))
                .with(BooleanSupplier.class, (BooleanSupplier) () -> true)
                .with(new FakeConnectorExtension());
    }
}

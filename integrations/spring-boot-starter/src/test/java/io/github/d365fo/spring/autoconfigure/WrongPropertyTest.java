package io.github.d365fo.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.d365fo.connector.ConnectorClient;
import io.github.d365fo.feed.Export;
import io.github.d365fo.spring.ExportListener;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** A missing or wrong property is named at start-up, with what was expected, and without a secret. */
class WrongPropertyTest {
    private static final String SECRET = "s3cr3t-V4lue";

    @TempDir
    Path directory;

    private final ApplicationContextRunner runner = Contexts.bare()
            .withPropertyValues(
                    "d365fo.environment=https://contoso.operations.dynamics.com",
                    "d365fo.credentials.managed-identity=true");

    private FailureAnalysis analysis(ApplicationContextRunner runner, String... properties) {
        List<FailureAnalysis> told = new ArrayList<>();
        runner.withPropertyValues(properties).run(context -> told.add(Contexts.analysis(context)));
        return told.get(0);
    }

    @Test
    void withoutAnEnvironmentTheUserLearnsTheThreeWaysOut() {
        FailureAnalysis analysis = analysis(Contexts.bare(), "d365fo.credentials.managed-identity=true");
        assertThat(analysis.getDescription()).isEqualTo("d365fo.environment: it is required and is not set");
        assertThat(analysis.getAction()).contains("https://", "@FakeConnector", "d365fo.enabled=false");
    }

    @ParameterizedTest
    @ValueSource(strings = {"d365fo.enabled", "d365fo.metrics.enabled", "d365fo.tracing.enabled"})
    void thatIsNoSwitchIsNamed(String property) {
        assertThat(analysis(runner, property + "=maybe").getDescription())
                .isEqualTo(property + ": expected true or false, but got 5 characters that are neither");
    }

    @ParameterizedTest
    @ValueSource(strings = {"yes", "on", "1", "TRUE", " true"})
    void everyYesOfBootSwitchesOn(String yes) {
        runner.withPropertyValues("d365fo.enabled=" + yes)
                .run(context -> assertThat(context).hasSingleBean(ConnectorClient.class));
    }

    @Test
    void withoutAWayToSignInTheUserLearnsAll() {
        FailureAnalysis analysis =
                analysis(Contexts.bare(), "d365fo.environment=https://contoso.operations.dynamics.com");
        assertThat(analysis.getDescription()).isEqualTo("d365fo.credentials: no way to sign in is set");
        assertThat(analysis.getAction())
                .contains(
                        "client-secret",
                        "certificate-bundle",
                        "federated-token-file",
                        "username",
                        "managed-identity",
                        "from-environment");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "environment=ftp://contoso            | d365fo.environment:",
                "environment=https://u:s3cr3t-V4lue@x | d365fo.environment:",
                "environment=https://a b:s3cr3t-V4lue | d365fo.environment:",
                "jobs.customers=s3cr3t-V4lue          | d365fo.jobs.customers: expected an activity id",
                "connect-timeout=0s                   | d365fo.connect-timeout: expected more than zero, but got PT0S",
                "response-timeout=-1s                 | d365fo.response-timeout:",
                "stall-timeout=0s                     | d365fo.stall-timeout:",
                "operation-timeout=0s                 | d365fo.operation-timeout:",
                "max-concurrent-requests=0            | d365fo.max-concurrent-requests: expected at least 1, but got 0",
                "user-agent=ü                         | d365fo.user-agent:",
                "allowed-download-hosts=a/b           | d365fo.allowed-download-hosts:",
                "retry.max-attempts=0                 | d365fo.retry.max-attempts: expected at least 1, but got 0",
                "retry.max-elapsed=0s                 | d365fo.retry.max-elapsed:",
                "retry.max-retry-after=0s             | d365fo.retry.max-retry-after:",
                "retry.first-delay=0s                 | d365fo.retry.first-delay:",
                "retry.max-delay=1ms                  | d365fo.retry.first-delay:",
                "ssl.bundle=none                      | d365fo.ssl.bundle: expected the name of an SSL bundle, but there is no bundle \"none\"",
            })
    void ofAnEnvironment(String property, String described) {
        FailureAnalysis analysis = analysis(runner, "d365fo." + property);
        assertThat(analysis.getDescription()).startsWith(described).doesNotContain(SECRET);
        assertThat(analysis.getAction()).isNotBlank();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "port=0                                 | d365fo.proxy.port: expected 1 to 65535, but got 0",
                "username=robot                         | d365fo.proxy.password: it is required",
                "username=a:b,password=s3cr3t-V4lue     | d365fo.proxy.username:",
                "username=u,password=s3cr3t-V4lue\u0007x | d365fo.proxy.username: it or the password is rejected",
            })
    void ofAProxy(String properties, String described) {
        String[] all = ("host=proxy," + properties).split(",");
        for (int i = 0; i < all.length; i++) {
            all[i] = "d365fo.proxy." + all[i];
        }
        assertThat(analysis(runner, all).getDescription()).startsWith(described).doesNotContain(SECRET);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "client-secret=s3cr3t-V4lue,username=robot             | : expected one way to sign in, but got client-secret, username",
                "client-secret=s3cr3t-V4lue                            | .tenant-id: it is required and is not set",
                "client-secret=s3cr3t-V4lue,tenant-id=common           | .tenant-id: expected the environment's own tenant",
                "client-secret=s3cr3t-V4lue,tenant-id=t                | .client-id: it is required and is not set",
                "client-secret=s3cr3t-V4lue,tenant-id=t,client-id=ä    | .client-id: expected an id",
                "username=robot,tenant-id=t,client-id=c                | .password: it is required and is not set",
                "certificate-bundle=none,tenant-id=t,client-id=c       | .certificate-bundle: expected the name of an SSL bundle",
                "managed-identity=true,client-id=ä                     | .client-id: expected an id",
                "managed-identity=true,authority=ftp://x               | .authority:",
                "managed-identity=true,authority=https://x/ s3cr3t-V4lue | .authority: expected an address, but got",
                "managed-identity=true,authority=http://[s3cr3t-V4lue  | .authority: expected an address, but got",
                "managed-identity=true,authority=https://x/%zzs3cr3t-V4lue | .authority: expected an address, but got",
                "client-secret=s3cr3t-V4lue,adfs=https://x/ s3cr3t-V4lue,client-id=c | .adfs: expected an address, but got",
                "managed-identity=true,adfs=https://adfs,client-id=c   | .managed-identity: expected client-secret",
                "client-secret=s3cr3t-V4lue,adfs=https://adfs          | .client-id: it is required and is not set",
                "client-secret=s3cr3t-V4lue,adfs=ftp://x,client-id=c   | .adfs:",
            })
    void ofCredentials(String properties, String described) {
        String[] all = ("environment=https://contoso.operations.dynamics.com," + properties).split(",");
        for (int i = 0; i < all.length; i++) {
            all[i] = (i == 0 ? "d365fo." : "d365fo.credentials.") + all[i];
        }
        FailureAnalysis analysis = analysis(Contexts.bare(), all);
        assertThat(analysis.getDescription())
                .startsWith("d365fo.credentials" + described)
                .doesNotContain(SECRET);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "concurrency=0            | : expected settings of an export feed or of an import feed, but got none",
                "export.attempts=0        | .export.spool: it is required and is not set",
                "export.spool=S,job=none  | !d365fo.jobs.none: it is required and is not set",
                "export.spool=S,environment=none | .environment: expected the key of an environment, but there is no d365fo.environments.none",
                "export.spool=S,import.inbox=S   | : expected settings of an export feed or of an import feed, but got both",
                "export.spool=S,export.attempts=0 | .export.attempts: expected at least 1, but got 0",
                "export.spool=S,export.spool-limit=0B | .export.spool-limit: expected at least 1, but got 0",
                "export.spool=S,export.lease-margin=1h | .export.lease-margin: expected less than the lease",
                "export.spool=S,export.claim=0s | .export.claim:",
                "export.spool=S,export.ledger=jdbc | .export.data-source: the feed needs one DataSource bean",
                "export.spool=S,export.ledger=jdbc,export.data-source=none | .export.data-source: expected the name of a DataSource bean",
                "export.spool=S,concurrency=0 | .concurrency: expected at least 1, but got 0",
                "export.spool=S,drain-timeout=30s | .drain-timeout: expected less than spring.lifecycle.timeout-per-shutdown-phase, which is PT30S, but got PT30S",
                "export.spool=S,drain-timeout=0s | .drain-timeout: expected more than zero",
                "export.spool=S,idle-wait=0s | .idle-wait:",
                "export.spool=S,max-idle-wait=1s | .idle-wait:",
                "import.ordered=true | .import.inbox: it is required and is not set",
                "import.inbox=S,import.done=S | .import.inbox:",
                "import.inbox=S,import.company=toolong | .import.company:",
                "import.inbox=S,import.entity=\u0007 | .import.entity:",
                "import.inbox=S,import.settle-time=-1s | .import.settle-time: expected zero or more",
                "import.inbox=S,import.max-unprocessed=0 | .import.max-unprocessed: expected at least 1",
                "import.inbox=S,import.data-project=\u0007 | .import.data-project:",
            })
    void ofAFeed(String properties, String described) {
        String[] all = properties.replace("=S", "=" + directory).split(",");
        for (int i = 0; i < all.length; i++) {
            all[i] = "d365fo.feeds.customers." + all[i];
        }
        FailureAnalysis analysis = analysis(
                runner.withBean(Customers.class)
                        .withPropertyValues("d365fo.jobs.customers=6D31E09F-0249-459F-94F0-AAD9C2C47B64"),
                all);
        assertThat(analysis.getDescription())
                .startsWith(described.startsWith("!") ? described.substring(1) : "d365fo.feeds.customers" + described);
    }

    static final class Customers {
        @ExportListener("customers")
        void load(Export export) {}
    }
}

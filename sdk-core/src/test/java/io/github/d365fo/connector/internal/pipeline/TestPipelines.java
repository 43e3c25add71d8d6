package io.github.d365fo.connector.internal.pipeline;

import io.github.d365fo.connector.ConnectorListener;
import io.github.d365fo.connector.VirtualClock;
import io.github.d365fo.connector.auth.TokenProvider;
import io.github.d365fo.connector.error.KnownSecrets;
import io.github.d365fo.connector.internal.ClientSettings;
import io.github.d365fo.connector.internal.time.Time;
import io.github.d365fo.connector.internal.wire.EnvironmentAddress;
import io.github.d365fo.connector.retry.RetryPolicy;
import java.time.Duration;
import java.util.Set;

/** Pipelines that send nothing. */
final class TestPipelines {
    private TestPipelines() {}

    static Pipeline of(VirtualClock clock, RetryPolicy policy, ConnectorListener listener) {
        KnownSecrets secrets = new KnownSecrets();
        Duration timeout = Duration.ofSeconds(30);
        ClientSettings settings = new ClientSettings(
                EnvironmentAddress.parse("https://nowhere.invalid"),
                TokenProvider.ofStatic("secret-token"),
                policy,
                new ClientSettings.Timeouts(timeout, timeout, timeout, timeout),
                52,
                null,
                null,
                null,
                listener,
                "test",
                clock,
                Set.of(),
                true,
                secrets);
        return new Pipeline(settings, Time.of(clock), new Observer(listener, secrets));
    }
}

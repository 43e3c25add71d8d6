package io.github.d365fo.connector.internal.pipeline;

import io.github.d365fo.connector.VirtualClock;
import io.github.d365fo.connector.auth.TokenProvider;
import io.github.d365fo.connector.error.KnownSecrets;
import io.github.d365fo.connector.internal.call.Workers;
import io.github.d365fo.connector.internal.settings.ClientSettings;
import io.github.d365fo.connector.internal.time.Time;
import io.github.d365fo.connector.internal.wire.EnvironmentAddress;
import io.github.d365fo.connector.retry.RetryPolicy;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** Pipelines of no client. */
public final class TestPipelines {
    private TestPipelines() {}

    /** Returns one that sends nothing. */
    public static Pipeline of(VirtualClock clock, RetryPolicy policy) {
        return of("https://nowhere.invalid", TokenProvider.ofStatic("secret-token"), clock, policy);
    }

    /** Returns one that sends a single request at once. */
    public static Pipeline of(String environment, TokenProvider tokens, VirtualClock clock, RetryPolicy policy) {
        Duration timeout = Duration.ofSeconds(30);
        ClientSettings settings = new ClientSettings(
                EnvironmentAddress.parse(environment),
                tokens,
                policy,
                new ClientSettings.Timeouts(timeout, timeout, timeout, timeout),
                1,
                null,
                null,
                null,
                List.of(),
                "test",
                clock,
                Set.of(),
                true,
                new KnownSecrets());
        return new Pipeline(settings, Time.of(clock), Workers.daemons());
    }
}

package io.github.d365fo.testkit.conformance;

import io.github.d365fo.connector.auth.AccessToken;
import io.github.d365fo.connector.auth.CachingTokenProvider;
import io.github.d365fo.connector.auth.TokenProvider;
import io.github.d365fo.connector.auth.TokenRequest;
import io.github.d365fo.testkit.FakeApp;
import io.github.d365fo.testkit.FakeConnectorServer;
import io.github.d365fo.testkit.internal.datamanagement.SamplePackage;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Finds what is to be asked. */
final class Targets {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    /** Shorter than a token lives. */
    private static final Duration KEPT = Duration.ofMinutes(30);

    private Targets() {}

    /**
     * Returns the environment that the variables name, or empty if they name none.
     *
     * @param clock measures how old a token is, and the waits if it is a virtual one
     */
    static Optional<Target> of(Map<String, String> variables, Clock clock) {
        if (!variables.containsKey("D365FO_ENVIRONMENT")) {
            return Optional.empty();
        }
        URI environment = URI.create(variables.get("D365FO_ENVIRONMENT"));
        Optional<Wire> stranger = variables.containsKey("D365FO_CONFORMANCE_OTHER_CLIENT_ID")
                ? Optional.of(new Wire(environment, tokens(variables, "D365FO_CONFORMANCE_OTHER_", clock)))
                : Optional.empty();
        return Optional.of(new Target(
                new Wire(environment, tokens(variables, "D365FO_", clock)),
                stranger,
                new Target.Activities(
                        variables.getOrDefault("D365FO_IMPORT_ACTIVITY_ID", Target.NOBODY),
                        variables.getOrDefault("D365FO_EXPORT_ACTIVITY_ID", Target.NOBODY)),
                clock));
    }

    /**
     * Returns the variables that name a fake, after it was given what an environment needs for every fact: an
     * application in the policy of its jobs, one that is not, and packages to fetch.
     */
    static Map<String, String> prepare(FakeConnectorServer server) throws IOException {
        FakeApp other = server.identity().addApp();
        server.importJob().authorize(server.clientId());
        server.exportJob().authorize(server.clientId());
        for (int i = 0; i < 3; i++) {
            server.exportJob().publish(SamplePackage.of(i));
        }
        Map<String, String> variables = new HashMap<>();
        variables.put("D365FO_ENVIRONMENT", server.environment().toString());
        variables.put("D365FO_AUTHORITY", server.environment().toString());
        variables.put("D365FO_TENANT_ID", server.tenantId());
        variables.put("D365FO_CLIENT_ID", server.clientId());
        variables.put("D365FO_CLIENT_SECRET", server.clientSecret());
        variables.put(
                "D365FO_IMPORT_ACTIVITY_ID", server.importJob().activityId().value());
        variables.put(
                "D365FO_EXPORT_ACTIVITY_ID", server.exportJob().activityId().value());
        variables.put("D365FO_CONFORMANCE_OTHER_CLIENT_ID", other.clientId());
        variables.put("D365FO_CONFORMANCE_OTHER_CLIENT_SECRET", other.addSecret());
        return variables;
    }

    private static Supplier<String> tokens(Map<String, String> variables, String prefix, Clock clock) {
        TokenProvider provider = CachingTokenProvider.of(
                TokenProvider.blocking(() -> AccessToken.of(
                        signIn(variables, prefix), clock.instant().plus(KEPT))),
                clock);
        TokenRequest request = TokenRequest.of(variables.get("D365FO_ENVIRONMENT"));
        return () -> provider.token(request).toCompletableFuture().join().value();
    }

    private static String signIn(Map<String, String> variables, String prefix)
            throws IOException, InterruptedException {
        String form = "grant_type=client_credentials&client_id=" + encoded(variables, prefix + "CLIENT_ID")
                + "&client_secret=" + encoded(variables, prefix + "CLIENT_SECRET") + "&scope="
                + URLEncoder.encode(variables.get("D365FO_ENVIRONMENT") + "/.default", StandardCharsets.UTF_8);
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create(variables.getOrDefault("D365FO_AUTHORITY", "https://login.microsoftonline.com") + "/"
                                + encoded(variables, "D365FO_TENANT_ID") + "/oauth2/v2.0/token"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(form))
                .build();
        HttpResponse<String> answer = HTTP.send(request, BodyHandlers.ofString());
        String token = Answer.parse(answer.body()).path("access_token").asText("");
        if (token.isEmpty()) {
            throw new IOException("no token for " + prefix + "CLIENT_ID: status " + answer.statusCode());
        }
        return token;
    }

    private static String encoded(Map<String, String> variables, String name) {
        return URLEncoder.encode(variables.getOrDefault(name, ""), StandardCharsets.UTF_8);
    }
}

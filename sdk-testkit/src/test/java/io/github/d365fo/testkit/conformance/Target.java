package io.github.d365fo.testkit.conformance;

import io.github.d365fo.connector.auth.TokenRequest;
import io.github.d365fo.testkit.FakeConnectorServer;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What is asked: the fake, or a real environment. */
record Target(URI environment, String token, String importActivity, String exportActivity) {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final Pattern ACCESS_TOKEN = Pattern.compile("\"access_token\"\\s*:\\s*\"([^\"]+)\"");

    static Target of(FakeConnectorServer server) {
        return new Target(
                server.environment(),
                server.tokenProvider()
                        .token(TokenRequest.of(server.environment().toString()))
                        .toCompletableFuture()
                        .join()
                        .value(),
                server.importJob().activityId().value(),
                server.exportJob().activityId().value());
    }

    /** Returns the environment that the variables of the README name, or empty if they are not set. */
    static Optional<Target> real(Map<String, String> variables) throws IOException, InterruptedException {
        String environment = variables.get("D365FO_ENVIRONMENT");
        if (environment == null) {
            return Optional.empty();
        }
        String form = "grant_type=client_credentials&client_id=" + encoded(variables, "D365FO_CLIENT_ID")
                + "&client_secret=" + encoded(variables, "D365FO_CLIENT_SECRET") + "&scope="
                + URLEncoder.encode(environment + "/.default", StandardCharsets.UTF_8);
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create(variables.getOrDefault("D365FO_AUTHORITY", "https://login.microsoftonline.com") + "/"
                                + encoded(variables, "D365FO_TENANT_ID") + "/oauth2/v2.0/token"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(form))
                .build();
        HttpResponse<String> answer = HTTP.send(request, BodyHandlers.ofString());
        Matcher token = ACCESS_TOKEN.matcher(answer.body());
        if (!token.find()) {
            throw new IOException("no token for the real environment: status " + answer.statusCode());
        }
        return Optional.of(new Target(
                URI.create(environment),
                token.group(1),
                variables.getOrDefault("D365FO_IMPORT_ACTIVITY_ID", ""),
                variables.getOrDefault("D365FO_EXPORT_ACTIVITY_ID", "")));
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send(to(path).header("Authorization", "Bearer " + token).GET());
    }

    HttpResponse<String> post(String path, String body) throws IOException, InterruptedException {
        return send(to(path).header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body)));
    }

    HttpResponse<String> getAs(String authorization, String path) throws IOException, InterruptedException {
        HttpRequest.Builder request = to(path).GET();
        return send(authorization.isEmpty() ? request : request.header("Authorization", authorization));
    }

    private HttpRequest.Builder to(String path) {
        return HttpRequest.newBuilder(environment.resolve(path));
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return HTTP.send(request.build(), BodyHandlers.ofString());
    }

    private static String encoded(Map<String, String> variables, String name) {
        return URLEncoder.encode(variables.getOrDefault(name, ""), StandardCharsets.UTF_8);
    }
}

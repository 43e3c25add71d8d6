package io.github.d365fo.testkit.harness;

import io.github.d365fo.connector.auth.TokenRequest;
import io.github.d365fo.testkit.FakeConnectorServer;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Speaks to a fake server over plain HTTP, with no code of the client in between. */
public final class PlainHttp {
    private static final Pattern CODE = Pattern.compile("AADSTS\\d+");

    private final FakeConnectorServer server;
    private final HttpClient http;

    public PlainHttp(FakeConnectorServer server) {
        this.server = server;
        this.http = server.httpClient();
    }

    public HttpClient client() {
        return http;
    }

    /** Returns a token for the server's environment, a new one each time. */
    public static String token(FakeConnectorServer server) {
        return server.tokenProvider()
                .token(TokenRequest.of(server.environment().toString()))
                .toCompletableFuture()
                .join()
                .value();
    }

    /** Returns a request for a path, with a new token. */
    public HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(server.environment().resolve(path))
                .header("Authorization", "Bearer " + token(server));
    }

    public HttpResponse<String> get(String path) throws Exception {
        return send(request(path).build());
    }

    public HttpResponse<String> post(String path, String body) throws Exception {
        return send(request(path).POST(BodyPublishers.ofString(body)).build());
    }

    public HttpResponse<String> send(String method, String path, String body, String token) throws Exception {
        return send(HttpRequest.newBuilder(server.environment().resolve(path))
                .header("Authorization", "Bearer " + token)
                .method(method, BodyPublishers.ofString(body))
                .build());
    }

    public HttpResponse<String> send(HttpRequest request) throws Exception {
        return http.send(request, BodyHandlers.ofString());
    }

    /** Asks for a token with a secret, and returns the code of the refusal, or the status if there is none. */
    public String signIn(String clientId, String secret) throws Exception {
        return askForToken("grant_type=client_credentials&client_id=" + clientId + "&client_secret=" + secret);
    }

    /** Asks for a token as a user, and returns the code of the refusal, or the status if there is none. */
    public String signInAs(String user, String password) throws Exception {
        return askForToken(
                "grant_type=password&client_id=" + server.clientId() + "&username=" + user + "&password=" + password);
    }

    private String askForToken(String form) throws Exception {
        HttpResponse<String> answer = send(HttpRequest.newBuilder(server.tokenEndpoint())
                .POST(BodyPublishers.ofString(form + "&scope=" + server.environment() + "/.default"))
                .build());
        Matcher code = CODE.matcher(answer.body());
        return code.find() ? code.group() : String.valueOf(answer.statusCode());
    }
}

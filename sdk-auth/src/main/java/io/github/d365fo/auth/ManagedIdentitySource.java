package io.github.d365fo.auth;

import io.github.d365fo.connector.auth.AccessToken;
import io.github.d365fo.connector.error.KnownSecrets;
import io.github.d365fo.connector.error.TokenProblem;
import io.github.d365fo.connector.error.TokenUnavailableException;
import io.github.d365fo.connector.error.TokenUnavailableException.Reason;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/**
 * Gets tokens from the local endpoint that Azure provides: IMDS on a virtual machine, or App Service's. Retries 404,
 * 410, 429 and 5xx as documented ("How to use managed identities to acquire an access token"). Thread-safe.
 */
final class ManagedIdentitySource implements Source {
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(31);
    /** 410 means that the endpoint is being updated and back within 70 seconds. */
    private static final Duration LONGEST_UPDATE = Duration.ofSeconds(70);

    private static final Duration LARGEST_STEP = Duration.ofSeconds(16);

    private final URI address;
    private final Optional<String> appServiceHeader;
    private final Optional<String> clientId;
    private final String hint;
    private final TokenEndpoint endpoint;

    ManagedIdentitySource(
            URI address,
            Optional<String> appServiceHeader,
            Optional<String> clientId,
            String hint,
            TokenEndpoint endpoint) {
        this.address = address;
        this.appServiceHeader = appServiceHeader;
        this.clientId = clientId;
        this.hint = hint;
        this.endpoint = endpoint;
    }

    /** Adds to every failure why this endpoint was used at all. */
    @Override
    public AccessToken fetch(String resource, KnownSecrets secrets) throws InterruptedException {
        try {
            return ask(resource);
        } catch (TokenUnavailableException e) {
            throw hint.isEmpty() ? e : new TokenUnavailableException(e.getMessage() + hint, e.problem(), e.getCause());
        }
    }

    private AccessToken ask(String resource) throws InterruptedException {
        HttpRequest request = request(resource);
        Duration waited = Duration.ZERO;
        Duration step = Duration.ofSeconds(1);
        while (true) {
            HttpResponse<byte[]> answer = send(request);
            Duration limit = answer.statusCode() == 410 ? LONGEST_UPDATE : LONGEST_WAIT;
            if (!isTransient(answer.statusCode()) || waited.compareTo(limit) >= 0) {
                return endpoint.read(address, answer);
            }
            endpoint.pause(step);
            waited = waited.plus(step);
            step = step.compareTo(LARGEST_STEP) < 0 ? step.multipliedBy(2) : step;
        }
    }

    @Override
    public void tell(KnownSecrets secrets) {
        appServiceHeader.ifPresent(secrets::keep);
    }

    @Override
    public String toString() {
        return address + ", managed identity, "
                + clientId.map(id -> "clientId=" + id).orElse("system-assigned");
    }

    private HttpResponse<byte[]> send(HttpRequest request) throws InterruptedException {
        try {
            return endpoint.send(request);
        } catch (TokenUnavailableException e) {
            Throwable cause = e.getCause();
            if (cause instanceof ConnectException || cause instanceof HttpConnectTimeoutException) {
                throw new TokenUnavailableException(
                        "no access token: there is no managed identity endpoint at " + address.getHost()
                                + ", so this does not run in Azure, or not on a service that has one",
                        TokenProblem.of(Reason.ABSENT),
                        cause);
            }
            throw e;
        }
    }

    private HttpRequest request(String resource) {
        String query = "?api-version=" + (appServiceHeader.isPresent() ? "2019-08-01" : "2018-02-01") + "&resource="
                + encode(resource)
                + clientId.map(id -> "&client_id=" + encode(id)).orElse("");
        HttpRequest.Builder request = endpoint.request(URI.create(address + query));
        return appServiceHeader
                .map(secret -> request.header("X-IDENTITY-HEADER", secret))
                .orElseGet(() -> request.header("Metadata", "true"))
                .GET()
                .build();
    }

    private static boolean isTransient(int status) {
        return status == 404 || status == 410 || status == 429 || status >= 500;
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}

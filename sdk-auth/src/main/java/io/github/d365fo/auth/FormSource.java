package io.github.d365fo.auth;

import io.github.d365fo.connector.auth.AccessToken;
import io.github.d365fo.connector.error.KnownSecrets;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Gets tokens from an OAuth token endpoint.
 *
 * @param address the token endpoint
 * @param clientId the client id
 * @param credential the credential
 * @param target {@code scope} or {@code resource}, the field that names the audience
 * @param targetOf converts a resource to the value of that field
 * @param endpoint sends the requests
 */
record FormSource(
        URI address,
        String clientId,
        Credential credential,
        String target,
        UnaryOperator<String> targetOf,
        TokenEndpoint endpoint)
        implements Source {
    @Override
    public AccessToken fetch(String resource, KnownSecrets secrets) throws InterruptedException {
        for (int repeats = 0; ; repeats++) {
            HttpResponse<byte[]> answer = endpoint.post(address, form(resource, secrets));
            Optional<Duration> wait = Repeats.waitAfter(answer, repeats, endpoint.now());
            if (wait.isEmpty()) {
                return endpoint.read(address, answer);
            }
            endpoint.pause(wait.get());
        }
    }

    /**
     * Creates a new form for each request: an assertion has a unique id, and a federated token may have been replaced.
     */
    private FormBody form(String resource, KnownSecrets secrets) throws InterruptedException {
        FormBody form = new FormBody(secrets);
        form.add("client_id", clientId).add(target, targetOf.apply(resource));
        credential.addTo(form, address);
        return form;
    }

    @Override
    public void tell(KnownSecrets secrets) {
        credential.tell(secrets);
    }

    @Override
    public void destroy() {
        credential.destroy();
    }

    @Override
    public String toString() {
        return address + ", clientId=" + clientId + ", " + credential;
    }
}

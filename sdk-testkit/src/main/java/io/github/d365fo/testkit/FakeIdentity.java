package io.github.d365fo.testkit;

import io.github.d365fo.testkit.internal.identity.IdentityStore;
import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The identity provider of a {@link FakeConnectorServer}: Entra ID with its token endpoints v1 and v2, AD FS, and the
 * managed identity endpoints of a virtual machine and of App Service. It checks credentials (secrets, the signature,
 * thumbprint, audience, lifetime and single use of client assertions, federated tokens, passwords), signs its tokens
 * with RS256 and publishes its keys and metadata, so that any client works with it. It follows the server's clock.
 *
 * <pre>{@code
 * TokenProvider tokens = EntraTokenProvider.builder()
 *         .managedIdentity()
 *         .managedIdentityHost(server.identity().managedIdentityHost()) // and not 169.254.169.254
 *         .clock(server.clock())
 *         .build();
 * try (ConnectorClient onAzure = ConnectorClient.builder()
 *         .environment(server.environment())
 *         .tokenProvider(tokens)
 *         .clock(server.clock())
 *         .build()) {
 *     server.identity().failNext(410); // the endpoint is being updated
 *     assert onAzure.job(server.exportJob().activityId()).dequeue().isEmpty();
 *     assert server.identity().tokenRequests() == 2;
 * }
 * }</pre>
 *
 * <p>Thread-safe.
 */
public final class FakeIdentity {
    private final IdentityStore store;
    private final Supplier<URI> address;
    private final FakeApp app;

    FakeIdentity(IdentityStore store, Supplier<URI> address) {
        this.store = store;
        this.address = address;
        this.app = new FakeApp(store.app());
    }

    /** Returns the id of the tenant. */
    public String tenantId() {
        return store.tenantId();
    }

    /** Returns the authority for clients, without a tenant. */
    public URI authority() {
        return address.get();
    }

    /** Returns the address of AD FS, ending in {@code /adfs}. */
    public URI adfs() {
        return URI.create(address.get() + "/adfs");
    }

    /** Returns the address that replaces {@code http://169.254.169.254}, the metadata service of a virtual machine. */
    public URI managedIdentityHost() {
        return address.get();
    }

    /** Returns the value for the variable {@code IDENTITY_ENDPOINT} of App Service. */
    public URI appServiceEndpoint() {
        return URI.create(address.get() + "/msi/token");
    }

    /** Returns the value for the variable {@code IDENTITY_HEADER} of App Service. */
    public String appServiceHeader() {
        return store.appServiceHeader();
    }

    /** Returns the app that the server's own client signs in as. */
    public FakeApp app() {
        return app;
    }

    /** Registers an app without credentials and returns it. */
    public FakeApp addApp() {
        return new FakeApp(store.addApp());
    }

    /**
     * Returns the app with this client id, in any case, and registers it without credentials if necessary.
     *
     * @throws IllegalArgumentException if {@code clientId} is blank
     */
    public FakeApp addApp(String clientId) {
        Objects.requireNonNull(clientId, "clientId");
        if (clientId.isBlank()) {
            throw new IllegalArgumentException("clientId: expected a text, but it is blank");
        }
        return new FakeApp(store.addApp(clientId));
    }

    /** Adds an issuer of federated tokens and returns it; an app trusts it after {@link FakeApp#addFederation}. */
    public FakeIssuer addIssuer() {
        return new FakeIssuer(store.addIssuer());
    }

    /** Adds a user who signs in with a password only. */
    public void addUser(String name, String password) {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(password, "password");
        store.addUser(name, password);
    }

    /** Requires a second factor of a user. */
    public void requireSecondFactor(String name) {
        Objects.requireNonNull(name, "name");
        store.requireSecondFactor(name);
    }

    /** Adds a resource besides the environment, such as the address of another environment or a name in AD FS. */
    public void addResource(String resource) {
        store.addResource(Objects.requireNonNull(resource, "resource"));
    }

    /**
     * Sets another address of this identity provider, for clients that reach it through a proxy or a TLS front end.
     * Client assertions can have it as their audience.
     */
    public void addFront(URI front) {
        Objects.requireNonNull(front, "front");
        store.addFront(front);
    }

    /** Returns the client id of the system-assigned managed identity, or empty after it was removed. */
    public Optional<String> systemAssignedIdentity() {
        return store.systemAssignedIdentity();
    }

    /** Removes the system-assigned managed identity. */
    public void removeSystemAssignedIdentity() {
        store.removeSystemAssignedIdentity();
    }

    /** Adds a user-assigned managed identity and returns its client id. */
    public String addUserAssignedIdentity() {
        return store.addUserAssignedIdentity();
    }

    /** Rejects the next token request with {@code error}; further calls are for the requests after it. */
    public void refuseNext(EntraError error) {
        Objects.requireNonNull(error, "error");
        store.refuseNext(error);
    }

    /**
     * Throttles the next token request: 429 with {@code Retry-After}; further calls are for the requests after it.
     *
     * @throws IllegalArgumentException if {@code retryAfter} is negative or longer than a hundred years
     */
    public void throttleNext(Duration retryAfter) {
        Given.span("retryAfter", retryAfter);
        store.throttleNext(retryAfter);
    }

    /**
     * Answers the next token request with a bare {@code status}, such as 503, or 410 of a managed identity endpoint
     * that is being updated; further calls are for the requests after it.
     *
     * @throws IllegalArgumentException if {@code status} is not from 400 to 599
     */
    public void failNext(int status) {
        if (status < 400 || status > 599) {
            throw new IllegalArgumentException("status: expected 400 to 599, but got " + status);
        }
        store.failNext(status);
    }

    /** Returns how many token requests arrived so far, including rejected ones. */
    public int tokenRequests() {
        return store.tokenRequests();
    }

    /** Returns the tenant, without any secret. */
    @Override
    public String toString() {
        return "FakeIdentity[tenantId=" + tenantId() + "]";
    }
}

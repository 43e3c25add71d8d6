package io.github.d365fo.testkit;

import io.github.d365fo.testkit.internal.identity.IdentityStore;
import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The identity provider of a {@link FakeConnectorServer}: Entra ID with its token endpoints v1 and v2, AD FS, and the
 * managed identity endpoints of a virtual machine and of App Service. It checks what it gets (secrets, the signature,
 * thumbprint, audience, lifetime and single use of client assertions, federated tokens, passwords), signs its tokens with
 * RS256 and publishes its keys and metadata, so that any client works against it. Time goes by the server's clock.
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

    /** Returns the tenant's id. */
    public String tenantId() {
        return store.tenantId();
    }

    /** Returns the address to give to clients as their authority, without a tenant. */
    public URI authority() {
        return address.get();
    }

    /** Returns the address of AD FS, ending in {@code /adfs}. */
    public URI adfs() {
        return URI.create(address.get() + "/adfs");
    }

    /** Returns what stands for {@code http://169.254.169.254}, where a virtual machine asks for its identity. */
    public URI managedIdentityHost() {
        return address.get();
    }

    /** Returns what App Service would put into {@code IDENTITY_ENDPOINT}. */
    public URI appServiceEndpoint() {
        return URI.create(address.get() + "/msi/token");
    }

    /** Returns what App Service would put into {@code IDENTITY_HEADER}. */
    public String appServiceHeader() {
        return store.appServiceHeader();
    }

    /** Returns the app that the server's own client signs in as. */
    public FakeApp app() {
        return app;
    }

    /** Registers one more app, with nothing yet to sign in with. */
    public FakeApp addApp() {
        return new FakeApp(store.addApp());
    }

    /** Starts one more issuer of federated tokens; apps trust it once it is added to them. */
    public FakeIssuer addIssuer() {
        return new FakeIssuer(store.addIssuer());
    }

    /** Adds a user who signs in with a password alone. */
    public void addUser(String name, String password) {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(password, "password");
        store.addUser(name, password);
    }

    /** Demands a second factor of a user from now on. */
    public void requireSecondFactor(String name) {
        Objects.requireNonNull(name, "name");
        store.requireSecondFactor(name);
    }

    /** Adds a resource beside the environment, such as another environment's address or a name known to AD FS. */
    public void addResource(String resource) {
        store.addResource(Objects.requireNonNull(resource, "resource"));
    }

    /**
     * Says under which other address clients see this identity provider, if they reach it through a proxy or a front
     * that speaks TLS. Client assertions may name it as their audience.
     */
    public void addFront(URI front) {
        Objects.requireNonNull(front, "front");
        store.addFront(front);
    }

    /** Returns the client id of the system-assigned managed identity, or empty once it is removed. */
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

    /** Refuses the next token request with {@code error}. Several calls stand in line. */
    public void refuseNext(EntraError error) {
        Objects.requireNonNull(error, "error");
        store.refuseNext(error);
    }

    /**
     * Throttles the next token request: 429 with {@code Retry-After}. Several calls stand in line.
     *
     * @throws IllegalArgumentException if {@code retryAfter} is negative or longer than a hundred years
     */
    public void throttleNext(Duration retryAfter) {
        Given.span("retryAfter", retryAfter);
        store.throttleNext(retryAfter);
    }

    /**
     * Answers the next token request with a bare {@code status}, such as 503, or 410 of a managed identity endpoint that
     * is being updated. Several calls stand in line.
     *
     * @throws IllegalArgumentException if {@code status} is no status of an error
     */
    public void failNext(int status) {
        if (status < 400 || status > 599) {
            throw new IllegalArgumentException("status: expected 400 to 599, but got " + status);
        }
        store.failNext(status);
    }

    /** Returns how many token requests came so far, whatever became of them. */
    public int tokenRequests() {
        return store.tokenRequests();
    }

    /** Returns the tenant, and nothing secret. */
    @Override
    public String toString() {
        return "FakeIdentity[tenantId=" + tenantId() + "]";
    }
}

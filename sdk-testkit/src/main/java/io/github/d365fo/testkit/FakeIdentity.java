package io.github.d365fo.testkit;

import io.github.d365fo.testkit.internal.http.Origins;
import io.github.d365fo.testkit.internal.json.JsonObject;
import io.github.d365fo.testkit.internal.service.Ids;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
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
    private final TestClock clock;
    private final Ids ids;
    private final Supplier<URI> address;
    private final Consumer<String> known;
    private final String tenantId;
    private final FakeApp app;
    private final Map<String, FakeApp> apps = new ConcurrentHashMap<>();
    private final Map<String, User> users = new ConcurrentHashMap<>();
    private final Set<String> resources = ConcurrentHashMap.newKeySet();
    private final Set<URI> fronts = ConcurrentHashMap.newKeySet();
    private final Set<String> userAssigned = ConcurrentHashMap.newKeySet();
    private final Queue<Trouble> troubles = new ConcurrentLinkedQueue<>();
    private final AtomicInteger requests = new AtomicInteger();
    private final String appServiceHeader;
    private volatile Optional<String> systemAssigned;

    /** A user and whether a second factor is demanded. */
    record User(String password, boolean secondFactor) {
        JsonObject save() {
            return new JsonObject().put("password", password).put("secondFactor", secondFactor);
        }

        static User restore(JsonObject saved) {
            return new User(
                    saved.requireText("password"), saved.flag("secondFactor").orElse(false));
        }
    }

    /** What the next request gets instead of an answer. */
    record Trouble(int status, Optional<EntraError> error, Optional<Duration> retryAfter) {}

    /** Tells {@code known} the secrets of apps and users. */
    FakeIdentity(TestClock clock, Ids ids, Supplier<URI> address, Consumer<String> known) {
        this.clock = clock;
        this.ids = ids;
        this.address = address;
        this.known = known;
        this.tenantId = ids.next();
        this.app = addApp();
        this.appServiceHeader = "fake~header." + ids.nextSecret();
        known.accept(appServiceHeader);
        this.systemAssigned = Optional.of(ids.next());
    }

    /** Returns the tenant's id. */
    public String tenantId() {
        return tenantId;
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
        return appServiceHeader;
    }

    /** Returns the app that the server's own client signs in as. */
    public FakeApp app() {
        return app;
    }

    /** Registers one more app, with nothing yet to sign in with. */
    public FakeApp addApp() {
        return addApp(ids.next());
    }

    private FakeApp addApp(String clientId) {
        FakeApp added = new FakeApp(clientId, clock, ids, known);
        apps.put(clientId, added);
        return added;
    }

    /** Starts one more issuer of federated tokens; apps trust it once it is added to them. */
    public FakeIssuer addIssuer() {
        return new FakeIssuer("https://issuer.example/" + ids.next(), clock);
    }

    /** Adds a user who signs in with a password alone. */
    public void addUser(String name, String password) {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(password, "password");
        known.accept(password);
        users.put(name.toLowerCase(Locale.ROOT), new User(password, false));
    }

    /** Demands a second factor of a user from now on. */
    public void requireSecondFactor(String name) {
        Objects.requireNonNull(name, "name");
        users.computeIfPresent(name.toLowerCase(Locale.ROOT), (key, user) -> new User(user.password(), true));
    }

    /** Adds a resource beside the environment, such as another environment's address or a name known to AD FS. */
    public void addResource(String resource) {
        resources.add(Origins.withoutDefaultPort(Objects.requireNonNull(resource, "resource")));
    }

    /**
     * Says under which other address clients see this identity provider, if they reach it through a proxy or a front
     * that speaks TLS. Client assertions may name it as their audience.
     */
    public void addFront(URI front) {
        Objects.requireNonNull(front, "front");
        fronts.add(front);
    }

    /** Returns the client id of the system-assigned managed identity, or empty once it is removed. */
    public Optional<String> systemAssignedIdentity() {
        return systemAssigned;
    }

    /** Removes the system-assigned managed identity. */
    public void removeSystemAssignedIdentity() {
        systemAssigned = Optional.empty();
    }

    /** Adds a user-assigned managed identity and returns its client id. */
    public String addUserAssignedIdentity() {
        String added = ids.next();
        userAssigned.add(added);
        return added;
    }

    /** Refuses the next token request with {@code error}. Several calls stand in line. */
    public void refuseNext(EntraError error) {
        Objects.requireNonNull(error, "error");
        troubles.add(new Trouble(error.status(), Optional.of(error), Optional.empty()));
    }

    /** Throttles the next token request: 429 with {@code Retry-After}. Several calls stand in line. */
    public void throttleNext(Duration retryAfter) {
        Objects.requireNonNull(retryAfter, "retryAfter");
        troubles.add(new Trouble(429, Optional.empty(), Optional.of(retryAfter)));
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
        troubles.add(new Trouble(status, Optional.empty(), Optional.empty()));
    }

    /** Returns how many token requests came so far, whatever became of them. */
    public int tokenRequests() {
        return requests.get();
    }

    /** Returns the tenant, and nothing secret. */
    @Override
    public String toString() {
        return "FakeIdentity[tenantId=" + tenantId + "]";
    }

    /** Forgets what is to go wrong with the next requests. */
    void clear() {
        troubles.clear();
    }

    /** Keeps apps with their secrets, and users. */
    JsonObject save() {
        JsonObject all = new JsonObject();
        users.forEach((name, user) -> all.put(name, user.save()));
        return new JsonObject()
                .put("apps", apps.values().stream().map(FakeApp::save).toList())
                .put("users", all);
    }

    void restore(JsonObject saved) {
        for (JsonObject each : saved.objects("apps")) {
            String clientId = each.requireText("clientId");
            app(clientId).orElseGet(() -> addApp(clientId)).restore(each);
        }
        JsonObject saidOf = saved.requireObject("users");
        saidOf.names().forEach(name -> {
            User user = User.restore(saidOf.requireObject(name));
            users.put(name, user);
            known.accept(user.password());
        });
    }

    /** Counts a request and returns what is to go wrong with it, if anything. */
    Optional<Trouble> nextRequest() {
        requests.incrementAndGet();
        return Optional.ofNullable(troubles.poll());
    }

    Optional<FakeApp> app(String clientId) {
        return Optional.ofNullable(apps.get(clientId.toLowerCase(Locale.ROOT)));
    }

    Optional<User> user(String name) {
        return Optional.ofNullable(users.get(name.toLowerCase(Locale.ROOT)));
    }

    Set<String> resources() {
        return resources;
    }

    Set<URI> fronts() {
        return fronts;
    }

    /** Returns the managed identity that a request names, or the system-assigned one if it names none. */
    Optional<String> managedIdentity(Optional<String> named) {
        return named.isEmpty() ? systemAssigned : named.filter(userAssigned::contains);
    }
}

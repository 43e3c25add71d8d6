package io.github.d365fo.testkit.internal.identity;

import io.github.d365fo.testkit.EntraError;
import io.github.d365fo.testkit.internal.http.Origins;
import io.github.d365fo.testkit.internal.json.JsonObject;
import io.github.d365fo.testkit.internal.service.Ids;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** The data of the identity provider: apps, users, resources, managed identities and planned errors. Thread-safe. */
public final class IdentityStore {
    private final InstantSource clock;
    private final Ids ids;
    private final Consumer<String> known;
    private final String tenantId;
    private final App app;
    private final Map<String, App> apps = new ConcurrentHashMap<>();
    private final Map<String, Issuer> issuers = new ConcurrentHashMap<>();
    private final Map<String, User> users = new ConcurrentHashMap<>();
    private final Set<String> resources = ConcurrentHashMap.newKeySet();
    private final Set<URI> fronts = ConcurrentHashMap.newKeySet();
    private final Set<String> userAssigned = ConcurrentHashMap.newKeySet();
    private final Queue<Trouble> troubles = new ConcurrentLinkedQueue<>();
    private final AtomicInteger requests = new AtomicInteger();
    private final String appServiceHeader;
    private volatile Optional<String> systemAssigned;

    /** A user, and whether a second factor is required. */
    record User(String password, boolean secondFactor) {
        public JsonObject save() {
            return new JsonObject().put("password", password).put("secondFactor", secondFactor);
        }

        public static User restore(JsonObject saved) {
            return new User(
                    saved.requireText("password"), saved.flag("secondFactor").orElse(false));
        }
    }

    /** The error that the next request gets. */
    record Trouble(int status, Optional<EntraError> error, Optional<Duration> retryAfter) {}

    /** Reports the secrets of apps and users to {@code known}. */
    IdentityStore(InstantSource clock, Ids ids, Consumer<String> known) {
        this.clock = clock;
        this.ids = ids;
        this.known = known;
        this.tenantId = ids.next();
        this.app = addApp();
        this.appServiceHeader = "fake~header." + ids.nextSecret();
        known.accept(appServiceHeader);
        this.systemAssigned = Optional.of(ids.next());
    }

    public String tenantId() {
        return tenantId;
    }

    /** Returns the value of {@code IDENTITY_HEADER} in App Service. */
    public String appServiceHeader() {
        return appServiceHeader;
    }

    /** Returns the app that the server's own client signs in as. */
    public App app() {
        return app;
    }

    /** Registers an app without credentials. */
    public App addApp() {
        return addApp(ids.next());
    }

    /** Returns the app with this client id, and registers it if necessary. */
    public App addApp(String clientId) {
        return apps.computeIfAbsent(clientId.toLowerCase(Locale.ROOT), id -> new App(id, clock, ids, known));
    }

    public Issuer addIssuer() {
        return addIssuer("https://issuer.example/" + ids.next());
    }

    /** Returns the issuer with this name, and adds it if necessary. */
    public Issuer addIssuer(String url) {
        return issuers.computeIfAbsent(url, name -> new Issuer(name, clock));
    }

    /** Returns the issuer with this name, or empty if there is none. */
    public Optional<Issuer> issuer(String url) {
        return Optional.ofNullable(issuers.get(url));
    }

    /** Returns what is registered, with no secret. */
    public JsonObject view() {
        return new JsonObject()
                .put("tenantId", tenantId)
                .put("apps", apps.values().stream().map(App::view).toList())
                .put("users", users.keySet())
                .put("resources", resources)
                .put("fronts", fronts)
                .put("issuers", issuers.keySet())
                .put("systemAssignedIdentity", systemAssigned)
                .put("userAssignedIdentities", userAssigned)
                .put("tokenRequests", tokenRequests());
    }

    /** Adds a user who signs in only with a password. */
    public void addUser(String name, String password) {
        known.accept(password);
        users.put(name.toLowerCase(Locale.ROOT), new User(password, false));
    }

    /** Requires a second factor of a user from now on. */
    public void requireSecondFactor(String name) {
        users.computeIfPresent(name.toLowerCase(Locale.ROOT), (key, user) -> new User(user.password(), true));
    }

    /** Adds a resource in addition to the environment. */
    public void addResource(String resource) {
        resources.add(Origins.withoutDefaultPort(resource));
    }

    /** Adds another address under which clients reach the identity provider. */
    public void addFront(URI front) {
        fronts.add(front);
    }

    /** Returns the client id of the system-assigned managed identity, or empty after it was removed. */
    public Optional<String> systemAssignedIdentity() {
        return systemAssigned;
    }

    public void removeSystemAssignedIdentity() {
        systemAssigned = Optional.empty();
    }

    /** Adds a user-assigned managed identity and returns its client id. */
    public String addUserAssignedIdentity() {
        String added = ids.next();
        userAssigned.add(added);
        return added;
    }

    public void refuseNext(EntraError error) {
        troubles.add(new Trouble(error.status(), Optional.of(error), Optional.empty()));
    }

    public void throttleNext(Duration retryAfter) {
        troubles.add(new Trouble(429, Optional.empty(), Optional.of(retryAfter)));
    }

    public void failNext(int status) {
        troubles.add(new Trouble(status, Optional.empty(), Optional.empty()));
    }

    /** Returns how many token requests arrived so far, including rejected ones. */
    public int tokenRequests() {
        return requests.get();
    }

    /** Removes the errors planned for the next requests. */
    public void clear() {
        troubles.clear();
    }

    /** Saves apps with their secrets, and users. */
    public JsonObject save() {
        JsonObject all = new JsonObject();
        users.forEach((name, user) -> all.put(name, user.save()));
        return new JsonObject()
                .put("apps", apps.values().stream().map(App::save).toList())
                .put("users", all);
    }

    public void restore(JsonObject saved) {
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

    /** Counts a request and returns the error planned for it, if any. */
    Optional<Trouble> nextRequest() {
        requests.incrementAndGet();
        return Optional.ofNullable(troubles.poll());
    }

    Optional<App> app(String clientId) {
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

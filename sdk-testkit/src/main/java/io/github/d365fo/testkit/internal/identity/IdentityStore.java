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
        public JsonObject save() {
            return new JsonObject().put("password", password).put("secondFactor", secondFactor);
        }

        public static User restore(JsonObject saved) {
            return new User(
                    saved.requireText("password"), saved.flag("secondFactor").orElse(false));
        }
    }

    /** What the next request gets instead of an answer. */
    record Trouble(int status, Optional<EntraError> error, Optional<Duration> retryAfter) {}

    /** Tells {@code known} the secrets of apps and users. */
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

    /** Returns what App Service would put into {@code IDENTITY_HEADER}. */
    public String appServiceHeader() {
        return appServiceHeader;
    }

    /** Returns the app that the server's own client signs in as. */
    public App app() {
        return app;
    }

    /** Registers one more app, with nothing yet to sign in with. */
    public App addApp() {
        return addApp(ids.next());
    }

    private App addApp(String clientId) {
        App added = new App(clientId, clock, ids, known);
        apps.put(clientId, added);
        return added;
    }

    public Issuer addIssuer() {
        return new Issuer("https://issuer.example/" + ids.next(), clock);
    }

    /** Adds a user who signs in with a password alone. */
    public void addUser(String name, String password) {
        known.accept(password);
        users.put(name.toLowerCase(Locale.ROOT), new User(password, false));
    }

    /** Demands a second factor of a user from now on. */
    public void requireSecondFactor(String name) {
        users.computeIfPresent(name.toLowerCase(Locale.ROOT), (key, user) -> new User(user.password(), true));
    }

    /** Adds a resource beside the environment. */
    public void addResource(String resource) {
        resources.add(Origins.withoutDefaultPort(resource));
    }

    /** Adds an address under which clients see the identity provider as well. */
    public void addFront(URI front) {
        fronts.add(front);
    }

    /** Returns the client id of the system-assigned managed identity, or empty once it is removed. */
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

    /** Returns how many token requests came so far, whatever became of them. */
    public int tokenRequests() {
        return requests.get();
    }

    /** Forgets what is to go wrong with the next requests. */
    public void clear() {
        troubles.clear();
    }

    /** Keeps apps with their secrets, and users. */
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

    /** Counts a request and returns what is to go wrong with it, if anything. */
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

package io.github.d365fo.testkit.internal.admin;

import io.github.d365fo.testkit.internal.http.HttpExchange;
import io.github.d365fo.testkit.internal.json.JsonObject;
import io.github.d365fo.testkit.internal.server.Requests;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;

/**
 * The administration at {@code /__admin/}: the Java API of a fake connector server over HTTP and JSON. It needs no
 * token, since the server listens on the loopback address unless it is told otherwise. To keep web pages in a browser
 * out, it only answers requests to the server's own names from its own origin ({@link OwnOrigin}). Thread-safe.
 */
public final class AdminApi implements Requests.Aside {
    private static final String ROOT = "/__admin";
    /** For probes of containers, which may use any name of the server; it tells nothing else. */
    private static final String HEALTH = "/healthz";

    private static final String PAGE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; "
            + "script-src 'unsafe-inline'; connect-src 'self'; base-uri 'none'; form-action 'none'; "
            + "frame-ancestors 'none'";

    private final Administered server;
    private final OwnOrigin origin;
    private final List<AdminRoute> routes = new ArrayList<>();

    /** Administers {@code server}; uploaded files go to {@code uploads}. */
    public AdminApi(Administered server, Path uploads) {
        this.server = server;
        this.origin = new OwnOrigin(server.names().addresses());
        route("GET", "/", this::page);
        route("GET", "/openapi.json", call -> call.bytes(200, "application/json", resource("openapi.json")));
        route(
                "GET",
                "/connector-openapi.json",
                call -> call.bytes(200, "application/json", resource("connector-openapi.json")));
        route("GET", "/overview", this::overview);
        route("GET", "/credentials", this::credentials);
        route("POST", "/reset", this::reset);
        route(
                "GET",
                "/journal",
                call -> call.json(200, JournalView.of(server.requests().get())));
        new NameRoutes(server.names()).addTo(this::route);
        new SwitchRoutes(server.settings().switches()).addTo(this::route);
        new JobRoutes(server.jobs(), server.settings().jobs()).addTo(this::route);
        new ImportRoutes(server.jobs()).addTo(this::route);
        new ExportRoutes(server.jobs(), uploads).addTo(this::route);
        new ProjectRoutes(server.data(), uploads).addTo(this::route);
        new ExecutionRoutes(server.data()).addTo(this::route);
        new BlobRoutes(server.data()).addTo(this::route);
        new DataManagementRoutes(server.data(), server.settings().data()).addTo(this::route);
        new IdentityRoutes(server.identity(), server.settings().identity()).addTo(this::route);
        new ClockRoutes(server.clock()).addTo(this::route);
        new FaultRoutes(server.faults()).addTo(this::route);
    }

    @Override
    public boolean owns(String path) {
        return path.equals(ROOT) || path.startsWith(ROOT + "/") || path.equals(HEALTH) || path.equals("/");
    }

    @Override
    public void answer(HttpExchange exchange) throws IOException {
        if (!exchange.rawPath().startsWith(ROOT)) {
            beside(exchange);
            return;
        }
        String path = exchange.rawPath().equals(ROOT) ? ROOT + "/" : exchange.rawPath();
        AdminCall plain = new AdminCall(exchange, Map.of());
        plain.header("Cache-Control", "no-store");
        plain.header("X-Content-Type-Options", "nosniff");
        List<AdminRoute> there =
                routes.stream().filter(route -> route.match(path).isPresent()).toList();
        Optional<AdminRoute> route = there.stream()
                .filter(each -> each.method().equals(exchange.method()))
                .findFirst();
        if (!origin.isOf(exchange)) {
            plain.refuse(
                    403,
                    "expected a request to " + server.names().addresses().primary()
                            + ", or to another name of the server, sent from no other origin");
        } else if (there.isEmpty()) {
            plain.refuse(404, "there is no such resource; " + ROOT + "/openapi.json lists them");
        } else if (route.isEmpty()) {
            plain.refuse(
                    405,
                    "expected one of " + there.stream().map(AdminRoute::method).toList());
        } else {
            answer(route.get(), new AdminCall(exchange, route.get().match(path).orElseThrow()));
        }
    }

    /** Answers at the two paths that are not below the root. */
    private static void beside(HttpExchange exchange) throws IOException {
        AdminCall call = new AdminCall(exchange, Map.of());
        if (!exchange.method().equals("GET") && !exchange.method().equals("HEAD")) {
            call.refuse(405, "expected one of [GET, HEAD]");
        } else if (exchange.rawPath().equals(HEALTH)) {
            call.bytes(200, "text/plain; charset=utf-8", "ready\n".getBytes(StandardCharsets.US_ASCII));
        } else {
            call.header("Location", ROOT + "/");
            call.bytes(302, "text/plain; charset=utf-8", new byte[0]);
        }
    }

    /** Returns the routes, each as method and path. */
    List<String> operations() {
        return routes.stream()
                .map(route -> route.method() + " " + route.template())
                .toList();
    }

    private void route(String method, String path, AdminRoute.Handler handler) {
        routes.add(new AdminRoute(method, ROOT + path, handler));
    }

    private static void answer(AdminRoute route, AdminCall call) throws IOException {
        try {
            route.handler().answer(call);
        } catch (IllegalArgumentException e) {
            call.refuse(400, String.valueOf(e.getMessage()));
        } catch (NoSuchElementException e) {
            call.refuse(404, String.valueOf(e.getMessage()));
        } catch (IllegalStateException e) {
            call.refuse(409, String.valueOf(e.getMessage()));
        }
    }

    private void page(AdminCall call) throws IOException {
        call.header("Content-Security-Policy", PAGE_POLICY);
        call.bytes(200, "text/html; charset=utf-8", resource("page.html"));
    }

    private void overview(AdminCall call) throws IOException {
        call.json(
                200,
                new JsonObject()
                        .put("environment", here(call))
                        .put("addresses", server.names().addresses().all())
                        .put("tokenEndpoint", tokenEndpoint(call))
                        .put("tenantId", server.identity().tenantId())
                        .put("clientId", server.identity().app().clientId())
                        .put("clock", ClockRoutes.view(server.clock()))
                        .put("imports", ImportRoutes.view(server.jobs()))
                        .put("exports", ExportRoutes.view(server.jobs()))
                        .put("projects", ProjectRoutes.view(server.data()))
                        .put("executions", ExecutionRoutes.view(server.data()))
                        .put("blobs", BlobRoutes.view(server.data()))
                        .put("unfiredFaults", server.faults().unfired()));
    }

    private void credentials(AdminCall call) throws IOException {
        URI environment = here(call);
        call.json(
                200,
                new JsonObject()
                        .put("tokenEndpoint", tokenEndpoint(call))
                        .put("tenantId", server.identity().tenantId())
                        .put("clientId", server.identity().app().clientId())
                        .put("clientSecret", server.clientSecret())
                        .put("resource", environment)
                        .put("scope", environment + "/.default"));
    }

    private URI here(AdminCall call) {
        return call.here(server.names().addresses());
    }

    private String tokenEndpoint(AdminCall call) {
        return here(call) + "/" + server.identity().tenantId() + "/oauth2/v2.0/token";
    }

    private void reset(AdminCall call) throws IOException {
        server.reset().run();
        call.done();
    }

    private static byte[] resource(String name) {
        try (InputStream stream = AdminApi.class.getResourceAsStream(name)) {
            if (stream == null) {
                throw new IOException("the testkit's jar lacks " + name);
            }
            return stream.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("a resource of the testkit can't be read: " + name, e);
        }
    }
}

package io.github.d365fo.testkit.internal.admin;

import io.github.d365fo.testkit.internal.crypto.CertificateAuthority;
import io.github.d365fo.testkit.internal.json.JsonObject;
import io.github.d365fo.testkit.internal.server.Names;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** The routes for the names of the server, and the certificate that clients trust. Thread-safe. */
final class NameRoutes {
    private static final String HOST = "host";

    private final Names names;

    NameRoutes(Names names) {
        this.names = names;
    }

    void addTo(AdminRoute.Registry admin) {
        admin.route("GET", "/hosts", this::list);
        admin.route("POST", "/hosts", this::add);
        admin.route("GET", "/certificate.pem", this::certificate);
    }

    private void list(AdminCall call) throws IOException {
        call.json(
                200,
                new JsonObject()
                        .put("environment", names.addresses().primary())
                        .put("addresses", names.addresses().all()));
    }

    private void add(AdminCall call) throws IOException {
        names.add(call.body(HOST).filledText(HOST).orElseThrow(() -> JsonObject.missing(HOST, "a text")));
        list(call);
    }

    private void certificate(AdminCall call) throws IOException {
        if (names.tls().isEmpty()) {
            throw new IllegalStateException("the server does not use TLS");
        }
        call.bytes(
                200, "application/x-pem-file", CertificateAuthority.get().pem().getBytes(StandardCharsets.US_ASCII));
    }
}

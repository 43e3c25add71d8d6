package io.github.d365fo.testkit.internal.server;

import io.github.d365fo.testkit.internal.crypto.CertificateAuthority;
import io.github.d365fo.testkit.internal.http.Addresses;
import io.github.d365fo.testkit.internal.http.Door;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/** The names of a server: its addresses, and the certificate that shows them to clients. Thread-safe. */
public final class Names {
    private final Addresses addresses;
    private final boolean encrypted;
    private volatile Optional<SSLContext> tls;

    /** Takes the ports that were bound, and the names by which clients know the server. */
    public Names(List<Door> doors, List<String> hosts) {
        this.addresses = new Addresses(doors, hosts);
        this.encrypted = doors.stream().anyMatch(door -> door.speech().encrypts());
        this.tls = context();
    }

    public Addresses addresses() {
        return addresses;
    }

    /** Returns a context that trusts its certificates, or empty if it does not use TLS. */
    public Optional<SSLContext> tls() {
        return tls;
    }

    /** Adds a name to the addresses, and to the certificate of later connections. */
    public synchronized void add(String host) {
        addresses.add(host);
        tls = context();
    }

    private Optional<SSLContext> context() {
        return encrypted ? Optional.of(CertificateAuthority.get().context(addresses.hosts())) : Optional.empty();
    }
}

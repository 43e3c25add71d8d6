package io.github.d365fo.testkit.standalone;

import io.github.d365fo.testkit.FakeConnectorServer;
import io.github.d365fo.testkit.TestClock;
import io.github.d365fo.testkit.internal.crypto.CertificateAuthority;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** Starts a server as the settings say. */
final class Launch {
    /** More than anyone looks at, and few enough for a small heap. */
    private static final int JOURNAL_SIZE = 5_000;

    private Launch() {}

    /**
     * Starts it.
     *
     * @throws IllegalArgumentException if a setting is invalid
     * @throws UncheckedIOException if a port is taken, or a file can't be read or written
     * @throws IllegalStateException if the state is damaged or in use
     */
    static FakeConnectorServer start(Settings settings, PrintStream out) {
        Clock real = Clock.systemUTC();
        settings.certificate().ifPresent(Launch::writeCertificate);
        FakeConnectorServer server =
                builder(settings, real).onRequest(settings.log().to(out)).start();
        try {
            settings.resources().forEach(server.identity()::addResource);
            startClock(settings, server.clock(), real);
            return server;
        } catch (RuntimeException e) {
            server.close();
            throw e;
        }
    }

    private static FakeConnectorServer.Builder builder(Settings settings, Clock real) {
        FakeConnectorServer.Builder builder = FakeConnectorServer.builder()
                .port(settings.port())
                .tls(settings.tls())
                .plainHttp(true)
                .startTime(settings.time().orElseGet(real::instant))
                .administration(true)
                .journalSize(JOURNAL_SIZE);
        settings.tlsPort().ifPresent(builder::tlsPort);
        settings.bind().ifPresent(builder::bind);
        settings.hosts().forEach(builder::host);
        settings.config().ifPresent(builder::config);
        settings.seed().ifPresent(builder::seed);
        settings.connections().ifPresent(builder::maxConnections);
        settings.state().ifPresent(builder::state);
        return builder;
    }

    /** A stored state continues at the real time, unless it is ahead. */
    private static void startClock(Settings settings, TestClock clock, Clock real) {
        if (settings.frozen()) {
            return;
        }
        if (settings.time().isEmpty()) {
            Instant now = real.instant();
            clock.advance(clock.instant().isBefore(now) ? Duration.between(clock.instant(), now) : Duration.ZERO);
        }
        clock.run();
    }

    /** Writes it in one step, since a script may wait for it. */
    private static void writeCertificate(Path file) {
        Path unfinished = file.resolveSibling(file.getFileName() + ".part");
        try {
            Files.writeString(unfinished, CertificateAuthority.get().pem(), StandardCharsets.US_ASCII);
            Files.move(unfinished, file, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException("--certificate: the certificate can't be written to " + file, e);
        }
    }
}

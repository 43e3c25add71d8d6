package io.github.d365fo.feed.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Assumptions;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A PostgreSQL server of Debian's packages, one for all tests of a JVM, that ends with it. Tests that need it are skipped
 * where there is none.
 */
public final class PostgresServer {
    private static final Path INSTALLED = Path.of("/usr/lib/postgresql");
    private static final String USER = "ledger";

    private final Path bin;
    private final Path base;
    private final int port;

    private PostgresServer(Path bin) throws IOException {
        this.bin = bin;
        base = Files.createTempDirectory("postgres");
        port = LastingPort.find();
    }

    /** Starts once; a server that fails to start fails each test. */
    private static final class Started {
        static final Optional<PostgresServer> SERVER = start();
    }

    /** Returns the server, started if it was not, or skips the test. */
    public static PostgresServer get() {
        Assumptions.assumeTrue(Started.SERVER.isPresent(), "no PostgreSQL under " + INSTALLED);
        return Started.SERVER.get();
    }

    /** Returns a source of connections to a new, empty database. */
    public DataSource newDatabase(String name) {
        PGSimpleDataSource admin = source("postgres");
        try (var connection = admin.getConnection();
                var statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + name);
        } catch (java.sql.SQLException e) {
            throw new IllegalStateException(e);
        }
        return source(name);
    }

    /** Returns the address of a database for another process; it wants no password. */
    public String url(String database) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database + "?user=" + USER;
    }

    private PGSimpleDataSource source(String database) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(url(database));
        return source;
    }

    private static Optional<PostgresServer> start() {
        Optional<Path> bin = newestBin();
        if (bin.isEmpty()) {
            System.err.println("No PostgreSQL under " + INSTALLED + ": its tests are left out.");
            return Optional.empty();
        }
        try {
            PostgresServer server = new PostgresServer(bin.get());
            server.begin();
            server.endWithThisProcess();
            return Optional.of(server);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Optional<Path> newestBin() {
        if (!Files.isDirectory(INSTALLED)) {
            return Optional.empty();
        }
        try (Stream<Path> versions = Files.list(INSTALLED)) {
            return versions.map(version -> version.resolve("bin"))
                    .filter(bin -> Files.isExecutable(bin.resolve("initdb")))
                    .max(Comparator.comparingInt(PostgresServer::version));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int version(Path bin) {
        return Integer.parseInt(bin.getParent().getFileName().toString());
    }

    private void begin() throws IOException {
        if (isRoot()) {
            run(List.of("chown", "postgres:postgres", base.toString()));
        }
        server("initdb", "-U", USER, "-A", "trust", "--no-sync", "-E", "UTF8", "--no-locale");
        server(
                "pg_ctl",
                "-w",
                "-t",
                "120",
                "-l",
                base.resolve("log").toString(),
                "-o",
                "-h 127.0.0.1 -p " + port + " -k " + base + " -c fsync=off -c max_connections=60",
                "start");
    }

    /**
     * Starts a shell that ends the server when this process does, however it ends: its input is a pipe that nobody else
     * holds.
     */
    private void endWithThisProcess() throws IOException {
        String end = """
                cat > /dev/null
                server=$(head -n 1 "$1/data/postmaster.pid")
                kill -QUIT "$server"
                while kill -0 "$server" 2> /dev/null; do sleep 0.1; done
                rm -rf "$1"
                """;
        new ProcessBuilder("sh", "-c", end, "end", base.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    /** PostgreSQL refuses to run as root. */
    private void server(String program, String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        if (isRoot()) {
            command.addAll(List.of("setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", "--"));
        }
        command.addAll(List.of(
                bin.resolve(program).toString(), "-D", base.resolve("data").toString()));
        command.addAll(List.of(arguments));
        run(command);
    }

    private static boolean isRoot() {
        return System.getProperty("user.name").equals("root");
    }

    private void run(List<String> command) throws IOException {
        Path said = Files.createTempFile("postgres", ".out");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(Path.of("/").toFile())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("PG"));
        try {
            if (builder.start().waitFor() != 0) {
                throw new IOException(command + " failed: " + Files.readString(said));
            }
            Files.delete(said);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}

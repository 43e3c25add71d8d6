package io.github.d365fo.testkit.internal.server;

import io.github.d365fo.testkit.TestClock;
import io.github.d365fo.testkit.internal.connector.ConnectorApi;
import io.github.d365fo.testkit.internal.connector.Jobs;
import io.github.d365fo.testkit.internal.datamanagement.DataPlane;
import io.github.d365fo.testkit.internal.faults.FaultSchedule;
import io.github.d365fo.testkit.internal.faults.Injector;
import io.github.d365fo.testkit.internal.http.HttpListener;
import io.github.d365fo.testkit.internal.http.Limits;
import io.github.d365fo.testkit.internal.identity.Access;
import io.github.d365fo.testkit.internal.identity.Tokens;
import io.github.d365fo.testkit.internal.journal.Journal;
import io.github.d365fo.testkit.internal.journal.Secrets;
import io.github.d365fo.testkit.internal.service.FakeServerSettings;
import io.github.d365fo.testkit.internal.service.Ids;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;

/** All parts of a server: the service, its identity provider and its socket. Thread-safe. */
public final class Service implements AutoCloseable {
    /** Even with a small journal, recorded requests must not show a secret that is still valid. */
    private static final int LEAST_SECRETS = 5_000;

    /** More requests than most tests send, in some tens of megabytes with the secrets in them. */
    private static final int JOURNAL_SIZE = 20_000;

    private final HttpListener http;
    private final Names names;
    private final TempDirectory directory;
    private final FaultSchedule faults;
    private final Secrets secrets;
    private final Tokens tokens;
    private final Journal journal;
    private final Jobs jobs;
    private final DataPlane data;
    private final Dispatcher dispatcher;
    private final Optional<ServerState> state;

    /**
     * Creates a service with a port, one job of each kind, and its state; it answers once it is started.
     *
     * @throws java.io.UncheckedIOException if the port is taken, or the state can't be read or written
     * @throws IllegalStateException if another server uses the state, or it is damaged
     */
    public Service(FakeServerSettings settings, Hosting hosting, TestClock clock, Consumer<Instant> setClock) {
        Ids ids = new Ids();
        this.http = new HttpListener(hosting.doors(), Limits.of(hosting.connections()));
        this.names = new Names(http.doors(), hosting.hosts());
        http.encryptWith(() -> names.tls().orElseThrow());
        this.directory = new TempDirectory();
        this.faults = new FaultSchedule(clock, names.tls().isPresent());
        int journalSize = hosting.journalSize().orElse(JOURNAL_SIZE);
        this.secrets = new Secrets(Math.max(journalSize, LEAST_SECRETS));
        this.tokens = new Tokens(clock, ids, secrets, names.addresses());
        this.journal = new Journal(clock, secrets, journalSize);
        this.jobs = new Jobs(clock, ids, secrets::learn);
        jobs.addImport();
        jobs.addExport();
        this.data = new DataPlane(clock, ids, jobs, secrets::learn, directory.path(), names.addresses());
        this.dispatcher = new Dispatcher(
                tokens,
                new ConnectorApi(settings, ids, jobs, directory.path()),
                data,
                journal,
                new Dispatcher.Faults(faults, new Injector(clock), jobs, clock),
                new Access(tokens, settings),
                names.addresses());
        this.state = hosting.state().map(path -> keep(path, ids, clock, setClock));
    }

    private ServerState keep(Path path, Ids ids, TestClock clock, Consumer<Instant> setClock) {
        try {
            return new ServerState(path, tokens.identity(), jobs, data, ids, clock, setClock);
        } catch (RuntimeException e) {
            http.close();
            directory.delete();
            throw e;
        }
    }

    /** Answers requests from now on; {@code aside} answers those it owns, and {@code signOfLife} runs around each. */
    public void start(Optional<Requests.Aside> aside, Runnable signOfLife) {
        http.start(new Requests(aside, dispatcher, state, faults, signOfLife));
    }

    /** Returns the addresses and certificate by which clients know it. */
    public Names names() {
        return names;
    }

    /** Returns whether it continues a stored state. */
    public boolean continuesState() {
        return state.filter(ServerState::isContinued).isPresent();
    }

    /** Stores what has changed, if it stores anything. */
    public void saveState() {
        state.ifPresent(ServerState::save);
    }

    /** Returns the directory for large files. */
    public Path directory() {
        return directory.path();
    }

    public FaultSchedule faults() {
        return faults;
    }

    public Secrets secrets() {
        return secrets;
    }

    public Tokens tokens() {
        return tokens;
    }

    public Journal journal() {
        return journal;
    }

    public Jobs jobs() {
        return jobs;
    }

    public DataPlane data() {
        return data;
    }

    /** Removes every message, file, execution, fault, recorded request and planned outcome. */
    public void reset() {
        jobs.clear();
        data.projects().clear();
        tokens.identity().clear();
        faults.clear();
        journal.clear();
    }

    /**
     * Stops it, stores its state and deletes its other files.
     *
     * @throws java.io.UncheckedIOException if the state can't be written; it is stopped anyway
     */
    @Override
    public void close() {
        close(Duration.ZERO);
    }

    /** Stops it as {@link #close()} does, once the requests in progress are answered, or after this time. */
    public void close(Duration patience) {
        http.finish(patience);
        http.close();
        try {
            state.ifPresent(ServerState::finish);
        } finally {
            giveBack();
        }
    }

    /** Stops it without storing its state, since it could not be started. */
    public void abandon() {
        http.close();
        giveBack();
    }

    private void giveBack() {
        state.ifPresent(ServerState::close);
        directory.delete();
    }
}

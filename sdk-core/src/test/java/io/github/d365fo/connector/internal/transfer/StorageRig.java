package io.github.d365fo.connector.internal.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.d365fo.connector.Operation;
import io.github.d365fo.connector.auth.TokenProvider;
import io.github.d365fo.connector.dequeue.TransferListener;
import io.github.d365fo.connector.error.ConnectorException;
import io.github.d365fo.connector.error.KnownSecrets;
import io.github.d365fo.connector.internal.call.Calls;
import io.github.d365fo.connector.internal.call.RunningCalls;
import io.github.d365fo.connector.internal.call.Workers;
import io.github.d365fo.connector.internal.flow.Lanes;
import io.github.d365fo.connector.internal.observe.Observer;
import io.github.d365fo.connector.internal.pipeline.Pipeline;
import io.github.d365fo.connector.internal.settings.ClientSettings;
import io.github.d365fo.connector.internal.time.Time;
import io.github.d365fo.connector.internal.wire.EnvironmentAddress;
import io.github.d365fo.connector.retry.RetryPolicy;
import io.github.d365fo.connector.support.CapturedLog;
import io.github.d365fo.connector.support.RecordingClock;
import io.github.d365fo.connector.support.ScriptedServer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Transfers to and from a storage, through a pipeline of their own. */
@ExtendWith(CapturedLog.class)
@Timeout(120)
abstract class StorageRig {
    static final int RANGE = 1 << 20;
    static final PieceSizes SIZES = new PieceSizes(RANGE, RANGE, RANGE, 128 << 10, 128 << 10, 256 << 10);
    static final byte[] LARGE = bytes(2 * RANGE + 4_321);
    static final byte[] SMALL = bytes(100_000);

    @TempDir
    Path directory;

    final ExecutorService workers = Workers.create();
    final KnownSecrets secrets = new KnownSecrets();
    final Calls calls = Calls.to(
            "https://nowhere.invalid",
            new RunningCalls(workers, () -> {}),
            new Observer(List.of(), secrets),
            Duration.ofMinutes(1));
    final RecordingClock clock = new RecordingClock();
    final List<Long> progress = new CopyOnWriteArrayList<>();
    final TransferListener listener = (moved, total) -> progress.add(moved);

    enum WhichFace {
        BLOCKING,
        ASYNC;

        <T> T call(Calls calls, Operation operation, Calls.Body<T> body) {
            return this == BLOCKING ? calls.blocking(operation, body) : join(calls.async(operation, body));
        }
    }

    @AfterEach
    void letGo() {
        workers.shutdownNow();
    }

    static <T> T join(CompletableFuture<T> call) {
        try {
            return call.join();
        } catch (CompletionException e) {
            throw (ConnectorException) e.getCause();
        }
    }

    static <T extends Throwable> T failure(Class<T> type, Runnable call) {
        return catchThrowableOfType(type, call::run);
    }

    void assertNothingLeft() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files).isEmpty();
        }
    }

    static byte[] bytes(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }

    /** Transfers through a pipeline of their own. */
    final class Rig implements AutoCloseable {
        private final ScriptedServer server;
        private final Pipeline pipeline;
        final FileTransfers transfers;

        Rig(ScriptedServer server) {
            this(server, SIZES);
        }

        Rig(ScriptedServer server, PieceSizes sizes) {
            this.server = server;
            Duration timeout = Duration.ofSeconds(30);
            ClientSettings settings = new ClientSettings(
                    EnvironmentAddress.parse("https://nowhere.invalid"),
                    TokenProvider.ofStatic("secret-token"),
                    RetryPolicy.ofDefaults(),
                    new ClientSettings.Timeouts(timeout, timeout, timeout, timeout),
                    52,
                    null,
                    null,
                    null,
                    List.of(),
                    "test",
                    clock,
                    Set.of(),
                    true,
                    secrets);
            this.pipeline = new Pipeline(settings, Time.of(clock), workers);
            this.transfers = new FileTransfers(new Lanes(pipeline), true, sizes);
        }

        URI sas() {
            return URI.create(server.address() + "/dmf/name?sv=2014-02-14&sr=b&sig=c2VjcmV0");
        }

        @Override
        public void close() {
            pipeline.close();
        }
    }
}

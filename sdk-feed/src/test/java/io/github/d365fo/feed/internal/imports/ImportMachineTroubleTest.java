package io.github.d365fo.feed.internal.imports;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import io.github.d365fo.connector.ConnectorClient;
import io.github.d365fo.connector.datamanagement.ImportRequest;
import io.github.d365fo.connector.enqueue.EnqueueRequest;
import io.github.d365fo.connector.enqueue.Payload;
import io.github.d365fo.connector.support.BuildShare;
import io.github.d365fo.connector.support.CapturedLog;
import io.github.d365fo.feed.ImportFeed;
import io.github.d365fo.feed.ImportFeedException;
import io.github.d365fo.feed.support.MachineTrouble;
import io.github.d365fo.testkit.FakeConnectorServer;
import io.github.d365fo.testkit.TestPackages;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A machine that lacks threads, descriptors, memory or disk fails no file and leaves none in doubt. */
@Timeout(120)
@ExtendWith(CapturedLog.class)
class ImportMachineTroubleTest {
    private static final int ONCE = 1;
    /** More often than a feed tries what is a file's own fault, and than a run that is to end holds out. */
    private static final int LONG = 9;

    private static final int FOR_GOOD = Integer.MAX_VALUE;

    private enum Way {
        ENQUEUE,
        PACKAGE
    }

    private enum Lack {
        REQUEST_OPENS("request", MachineTrouble::descriptors),
        REQUEST_MEMORY("request", MachineTrouble::heap),
        OPEN("open", MachineTrouble::descriptors),
        READ("read", MachineTrouble::hardware),
        READ_HEAP("read", MachineTrouble::heap),
        HTTP_CLIENT_THREAD("http client", MachineTrouble::threads),
        HTTP_CLIENT_DESCRIPTOR("http client", MachineTrouble::descriptors),
        SOCKET("connection", MachineTrouble::sockets),
        CONNECTION_HEAP("connection", MachineTrouble::heap),
        TOKEN_SOCKET("token", MachineTrouble::sockets),
        TOKEN_THREAD("token", MachineTrouble::threads),
        SECRET_FILE("misconfigured token", MachineTrouble::descriptors),
        WORKER_THREAD("worker", MachineTrouble::threads),
        TAKING("before taking", MachineTrouble::descriptors),
        JOURNAL_BEFORE("before SENDING", MachineTrouble::descriptors),
        JOURNAL_HEAP("before SENDING", MachineTrouble::heap),
        MOVING("before move", MachineTrouble::space);

        private final String place;
        private final Supplier<Throwable> failure;

        Lack(String place, Supplier<Throwable> failure) {
            this.place = place;
            this.failure = failure;
        }
    }

    private static FakeConnectorServer server;

    @BeforeAll
    static void start() {
        server = FakeConnectorServer.start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    static Stream<Arguments> cases() {
        return Stream.of(Way.values())
                .flatMap(way -> Stream.of(Lack.values())
                        .filter(lack -> BuildShare.has(way.ordinal() + lack.ordinal()))
                        .map(lack -> Arguments.of(way, lack)));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void itIsWaitedOut(Way way, Lack lack) throws IOException {
        for (int times : List.of(ONCE, LONG, FOR_GOOD)) {
            // Nothing is forced to a real disk, which would take most of the time.
            try (FileSystem files = Jimfs.newFileSystem(Configuration.unix())) {
                Inboxes world = new Inboxes(files.getPath("/"), server);
                assertWaitedOut(world, way, new MachineTrouble(lack.place, lack.failure, times));
            }
        }
    }

    private static void assertWaitedOut(Inboxes world, Way way, MachineTrouble trouble) throws IOException {
        List<String> names = List.of("a.zip", "b.zip");
        for (String name : names) {
            Files.write(world.inbox.resolve(name), TestPackages.tiny());
        }
        int before = arrived(way);
        try (ConnectorClient client = trouble.client(server)) {
            int processes = 0;
            while (world.files("done").size() < names.size() && processes++ < LONG) {
                run(world, way, trouble, client);
                assertThat(world.files("failed")).as("failed").isEmpty();
                assertThat(world.files("in-doubt")).as("in doubt").isEmpty();
                if (trouble.met() > LONG) {
                    trouble.end();
                }
            }
        }
        assertThat(trouble.met()).isPositive();
        assertThat(world.files("done")).isEqualTo(names);
        assertThat(arrived(way) - before).isEqualTo(names.size());
        world.assertNothingTaken();
    }

    private static int arrived(Way way) {
        return way == Way.ENQUEUE
                ? server.importJob().enqueued().size()
                : server.dataManagement().executions().size();
    }

    /** Runs a feed until nothing is left, or until it gives up. */
    private static void run(Inboxes world, Way way, MachineTrouble trouble, ConnectorClient client) {
        try (ImportFeed feed = feed(world, destination(client, way, trouble), trouble)) {
            feed.runUntilEmpty();
        } catch (ImportFeedException e) {
            assertThat(trouble.met()).isPositive();
        } catch (OutOfMemoryError e) {
            // It would end the test engine.
            throw new AssertionError("it has left the feed", e);
        }
    }

    private static ImportFeed feed(Inboxes world, Destination destination, MachineTrouble trouble) {
        return new FeedRig(FeedRig.within(world.inbox), server.clock())
                .executor(new SameThread() {
                    @Override
                    public void execute(Runnable task) {
                        trouble.unchecked("worker");
                        super.execute(task);
                    }
                })
                .watcher(step -> {
                    try {
                        trouble.at(step);
                    } catch (IOException e) {
                        Thrown.<RuntimeException>unchecked(e);
                    }
                })
                .feed(destination);
    }

    private static Destination destination(ConnectorClient client, Way way, MachineTrouble trouble) {
        Function<Path, EnqueueRequest> rule = file -> {
            trouble.unchecked("request");
            EnqueueRequest request = EnqueueRequest.of(payload(file, trouble));
            return way == Way.ENQUEUE ? request.entity("Customer groups") : request;
        };
        return way == Way.ENQUEUE
                ? new JobDestination(client.job(server.importJob().activityId()), rule)
                : new PackageDestination(
                        client.dataManagement(), ImportRequest.of("Groups"), rule, Duration.ofMinutes(1));
    }

    private static Payload payload(Path file, MachineTrouble trouble) {
        return Payload.ofStream(
                () -> {
                    trouble.unchecked("open");
                    return new Troubled(bytes(file), trouble);
                },
                bytes(file).length);
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Fails after its first bytes. */
    private static final class Troubled extends FilterInputStream {
        private final MachineTrouble trouble;
        private boolean begun;

        Troubled(byte[] bytes, MachineTrouble trouble) {
            super(new ByteArrayInputStream(bytes));
            this.trouble = trouble;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            if (begun) {
                trouble.at("read");
            }
            begun = true;
            return in.read(target, offset, Math.min(length, 100));
        }
    }
}

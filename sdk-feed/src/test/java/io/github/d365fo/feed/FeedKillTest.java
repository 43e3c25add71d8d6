package io.github.d365fo.feed;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.d365fo.connector.Operation;
import io.github.d365fo.feed.support.ChildJvm;
import io.github.d365fo.feed.support.PostgresServer;
import io.github.d365fo.testkit.FakeConnectorServer;
import io.github.d365fo.testkit.Fault;
import io.github.d365fo.testkit.TestPackages;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.h2.tools.Server;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.opentest4j.TestAbortedException;

/**
 * Feeds in processes of their own, killed as by {@code kill -9} at any step of their work, against a server whose answers
 * fail and get lost. {@code -Dfeed.kills} says how many are killed in all, {@code -Dseed} repeats a run as far as that is
 * possible with processes.
 */
@Timeout(1800)
class FeedKillTest {
    private static final int KILLS = Integer.getInteger("feed.kills", 10);
    private static final int SCENARIOS = 4;
    private static final int KILLS_EACH = (KILLS + SCENARIOS - 1) / SCENARIOS;
    private static final int PACKAGES_A_KILL = 6;
    private static final int STEPS = 48;
    private static final int ROUNDS = 200;
    private static final int LAST_WORDS = 40;
    private static final Duration LONG_ENOUGH = Duration.ofMinutes(2);
    private static final Duration LEASE = Duration.ofMinutes(30);

    @TempDir
    Path directory;

    private final long seed = Long.getLong("seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final long begun = System.nanoTime();
    private final List<String> published = new ArrayList<>();
    private FakeConnectorServer server;

    @ParameterizedTest
    @EnumSource
    void oneConsumerOnADirectory(CommitMode mode) throws Exception {
        Path effects = directory.resolve("effects");
        List<Consumer> consumers = List.of(new Consumer(mode, "spool", effects.toString()));
        try (FakeConnectorServer fake = serverWithFaults()) {
            int kills = killAndFinish(fake, consumers, () -> lines(effects));

            List<String> handled = lines(effects);
            tell("a directory, " + mode, handled.size());
            assertThat(handled.size() - published.size())
                    .as("handled again, by %s kills of %s at once", kills, KilledFeed.CONCURRENCY)
                    .isBetween(0, kills * KilledFeed.CONCURRENCY);
        }
        try (Stream<Path> left = Files.list(directory.resolve("spool/packages"))) {
            assertThat(left).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void threeConsumersOnADatabase(CommitMode mode) throws Exception {
        try (Database database = Database.open("kills_" + mode.name().toLowerCase(Locale.ROOT));
                FakeConnectorServer fake = serverWithFaults()) {
            DeliveryLedger.jdbc(KilledFeed.database(database.url())).createTables();
            database.execute("CREATE TABLE effect (sha256 VARCHAR(64) NOT NULL)");
            List<Consumer> consumers = Stream.of("first", "second", "third")
                    .map(spool -> new Consumer(mode, spool, database.url()))
                    .toList();

            killAndFinish(fake, consumers, database::effects);

            List<String> effects = database.effects();
            tell("a database, " + mode, effects.size());
            assertThat(effects).containsExactlyInAnyOrderElementsOf(published);
        }
    }

    private void tell(String scenario, int effects) {
        System.out.printf(
                "FeedKillTest on %s: %s kills, %s packages, %s effects, %s handled again, %s s%n",
                scenario,
                KILLS_EACH,
                published.size(),
                effects,
                effects - published.size(),
                TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begun));
    }

    private FakeConnectorServer serverWithFaults() {
        FakeConnectorServer fake = FakeConnectorServer.start();
        fake.faults().on(Operation.DEQUEUE).probability(0.03, seed).inject(new Fault.BadGateway());
        fake.faults().on(Operation.DEQUEUE).probability(0.05, seed + 1).inject(new Fault.ResetInBody(40));
        fake.faults().on(Operation.DOWNLOAD).probability(0.05, seed + 2).inject(new Fault.ResetInBody(100));
        fake.faults().on(Operation.ACKNOWLEDGE).probability(0.05, seed + 3).inject(new Fault.BadGateway());
        fake.faults().on(Operation.ACKNOWLEDGE).probability(0.05, seed + 4).inject(new Fault.ResetInHeaders());
        fake.faults().on(Operation.ACKNOWLEDGE).probability(0.05, seed + 5).inject(new Fault.LostAcknowledgement());
        return fake;
    }

    /** What has taken effect so far. */
    private interface Effects {
        List<String> soFar() throws Exception;
    }

    private int killAndFinish(FakeConnectorServer fake, List<Consumer> consumers, Effects effects) throws Exception {
        server = fake;
        System.out.println("FeedKillTest: -Dseed=" + seed);
        try {
            publish();
            consumers.forEach(Consumer::start);
            for (int kill = 0; kill < KILLS_EACH; kill++) {
                Consumer victim = consumers.get(random.nextInt(consumers.size()));
                victim.killAfter(random.nextInt(STEPS), random.nextInt(4_000_000));
                publish();
                fake.clock().advance(LEASE);
                victim.start();
            }
            finish(consumers, effects);
            for (Consumer consumer : consumers) {
                consumer.close();
            }
        } finally {
            consumers.forEach(Consumer::destroy);
        }
        assertThat(fake.exportJob().acknowledgedUnread()).isZero();
        return KILLS_EACH;
    }

    /** Lets leases end until nothing is left; that must be soon. */
    private void finish(List<Consumer> consumers, Effects effects) throws Exception {
        Set<String> wanted = Set.copyOf(published);
        Set<String> there = new HashSet<>(effects.soFar());
        for (int round = 0; server.exportJob().pending() > 0 || !there.equals(wanted); round++) {
            assertThat(round)
                    .as("rounds without an end; seed %s; %s", seed, consumers)
                    .isLessThan(ROUNDS);
            consumers.get(0).awaitSteps(STEPS, Duration.ofSeconds(2));
            server.clock().advance(LEASE);
            there = new HashSet<>(effects.soFar());
        }
    }

    private void publish() throws Exception {
        for (int i = 0; i < PACKAGES_A_KILL; i++) {
            byte[] zip = TestPackages.of("Customers", "ID\r\n" + published.size() + "\r\n");
            published.add(HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(zip)));
            server.exportJob().publish(zip);
        }
    }

    private static List<String> lines(Path file) throws Exception {
        return Files.exists(file) ? Files.readAllLines(file) : List.of();
    }

    /** A place for one feed after another. */
    private final class Consumer {
        private final CommitMode mode;
        private final Path spool;
        private final String target;
        private final Semaphore steps = new Semaphore(0);
        private final List<String> said = Collections.synchronizedList(new ArrayList<>());
        private ChildJvm process;
        private Thread reader;

        Consumer(CommitMode mode, String spool, String target) {
            this.mode = mode;
            this.spool = directory.resolve(spool);
            this.target = target;
        }

        void start() {
            said.clear();
            ChildJvm started = new ChildJvm(
                    KilledFeed.class,
                    server.environment().toString(),
                    server.tokenEndpoint().toString(),
                    form(),
                    server.exportJob().activityId().value(),
                    spool.toString(),
                    mode.name(),
                    target);
            process = started;
            reader = new Thread(() -> read(started), "reads " + spool.getFileName());
            reader.setDaemon(true);
            reader.start();
        }

        private void read(ChildJvm from) {
            for (String line = from.line(); !line.isEmpty(); line = from.line()) {
                said.add(line);
                steps.release();
            }
        }

        boolean awaitSteps(int count, Duration atMost) throws InterruptedException {
            steps.drainPermits();
            return steps.tryAcquire(count + 1, atMost.toMillis(), TimeUnit.MILLISECONDS);
        }

        /** The time is that in which what follows a step may be done or not. */
        void killAfter(int count, int nanos) throws InterruptedException {
            assertThat(awaitSteps(count, LONG_ENOUGH))
                    .as("whether it does %s steps; seed %s; %s", count, seed, this)
                    .isTrue();
            long until = System.nanoTime() + nanos;
            while (System.nanoTime() < until) {
                Thread.onSpinWait();
            }
            process.kill();
            reader.join();
        }

        void close() throws InterruptedException {
            process.tell("close");
            reader.join(LONG_ENOUGH.toMillis());
            assertThat(reader.isAlive())
                    .as("whether it goes on; seed %s; %s", seed, this)
                    .isFalse();
            assertThat(said).as("seed %s; %s", seed, this).last().isEqualTo("closed with 0 in the spool");
        }

        void destroy() {
            if (process != null) {
                process.close();
            }
        }

        /** The end of what its process said. */
        @Override
        public String toString() {
            synchronized (said) {
                return spool.getFileName() + ": …\n  "
                        + String.join("\n  ", said.subList(Math.max(0, said.size() - LAST_WORDS), said.size())) + "\n";
            }
        }

        private String form() {
            return "grant_type=client_credentials&client_id=" + encoded(server.clientId()) + "&client_secret="
                    + encoded(server.clientSecret()) + "&scope=" + encoded(server.environment() + "/.default");
        }

        private String encoded(String text) {
            return URLEncoder.encode(text, StandardCharsets.UTF_8);
        }
    }

    /** PostgreSQL where there is one, or else H2 in this process, which other processes reach as well. */
    private record Database(String url, AutoCloseable end) implements AutoCloseable {
        static Database open(String name) throws Exception {
            try {
                PostgresServer postgres = PostgresServer.get();
                postgres.newDatabase(name);
                return new Database(postgres.url(name), () -> {});
            } catch (TestAbortedException none) {
                Server h2 =
                        Server.createTcpServer("-tcpPort", "0", "-ifNotExists").start();
                String url = "jdbc:h2:tcp://localhost:" + h2.getPort() + "/mem:" + name
                        + ";DB_CLOSE_DELAY=-1;LOCK_TIMEOUT=60000";
                return new Database(url, h2::stop);
            }
        }

        void execute(String sql) throws SQLException {
            try (Connection connection = KilledFeed.database(url).getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute(sql);
            }
        }

        List<String> effects() throws SQLException {
            List<String> effects = new ArrayList<>();
            try (Connection connection = KilledFeed.database(url).getConnection();
                    Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery("SELECT sha256 FROM effect")) {
                while (rows.next()) {
                    effects.add(rows.getString(1));
                }
            }
            return effects;
        }

        @Override
        public void close() throws Exception {
            end.close();
        }
    }
}

package io.github.d365fo.examples;

import io.github.d365fo.connector.ConnectorClient;
import io.github.d365fo.feed.CommitMode;
import io.github.d365fo.feed.DeliveryLedger;
import io.github.d365fo.feed.Export;
import io.github.d365fo.feed.ExportFeed;
import io.github.d365fo.feed.ExportFeedBuilder;
import io.github.d365fo.feed.FeedException;
import io.github.d365fo.feed.FeedHealth;
import io.github.d365fo.feed.FeedReport;
import io.github.d365fo.feed.FeedState;
import io.github.d365fo.feed.JdbcDeliveryLedger;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/** Takes over what an export job has ready: as a service, as a cron job, into a database. */
public final class CustomerFeed {
    private static final System.Logger LOG = System.getLogger("customers");

    private final ConnectorClient client;
    private final String activityId;
    private final Path spool;

    /** Takes from the job {@code activityId}, with packages on their way in {@code spool}. */
    public CustomerFeed(ConnectorClient client, String activityId, Path spool) {
        this.client = client;
        this.activityId = activityId;
        this.spool = spool;
    }

    /** Where the packages go. */
    @FunctionalInterface
    public interface Warehouse {
        /** Takes over a package. */
        void load(Path file) throws IOException;
    }

    /** Starts a feed that runs until the process is asked to end. */
    public ExportFeed service(Warehouse warehouse) {
        // tag::service[]
        ExportFeed feed = ExportFeed.builder(client.job(activityId))
                .spool(spool) // /var/lib/customers
                .handler(export -> warehouse.load(export.file()))
                .shutdownHook(true)
                .build();
        feed.start();
        // end::service[]
        return feed;
    }

    /** Takes over what there is, and returns the exit code of the cron job. */
    public int nightly(Warehouse warehouse) {
        // tag::cron[]
        ExportFeed feed = ExportFeed.builder(client.job(activityId))
                .spool(spool)
                .handler(export -> warehouse.load(export.file()))
                .build();
        try {
            FeedReport report = feed.runUntilEmpty();
            LOG.log(System.Logger.Level.INFO, report.toString());
            return report.quarantined() == 0 && report.leftOver().isEmpty() ? 0 : 1;
        } catch (FeedException e) {
            LOG.log(System.Logger.Level.ERROR, "stopped after " + e.report(), e);
            return 2;
        }
        // end::cron[]
    }

    /** Returns a feed whose packages take effect exactly once. */
    public ExportFeed intoDatabase(DataSource database) {
        // tag::transaction[]
        JdbcDeliveryLedger ledger = DeliveryLedger.jdbc(database);
        ledger.createTables();
        ExportFeed feed = ExportFeed.builder(client.job(activityId))
                .spool(spool)
                .ledger(ledger)
                .transactionalHandler(database, CustomerFeed::insert)
                .build();
        // end::transaction[]
        return feed;
    }

    // tag::insert[]
    private static void insert(Export export, Connection connection) throws SQLException {
        try (PreparedStatement insert =
                connection.prepareStatement("INSERT INTO customer_file (sha256, size) VALUES (?, ?)")) {
            insert.setString(1, export.sha256());
            insert.setLong(2, export.size());
            insert.executeUpdate();
        }
    }
    // end::insert[]

    /** Returns the builder of a feed whose handler may need hours. */
    public ExportFeedBuilder patient(Warehouse warehouse) {
        // tag::spooled[]
        ExportFeedBuilder builder = ExportFeed.builder(client.job(activityId))
                .spool(spool)
                .commit(CommitMode.AFTER_SPOOL)
                .concurrency(4)
                .handler(export -> warehouse.load(export.file()));
        // end::spooled[]
        return builder;
    }

    // tag::health[]
    /** The liveness probe: whether a new start might help. */
    static boolean isAlive(FeedHealth health) {
        return health.state() != FeedState.FAILED;
    }

    /** What somebody should look at. */
    static List<String> alarms(FeedHealth health, Instant now) {
        List<String> alarms = new ArrayList<>();
        health.oldestUnacknowledged()
                .filter(since -> since.isBefore(now.minus(Duration.ofDays(2))))
                .ifPresent(since -> alarms.add("a message has been waiting since " + since));
        health.lastPoll()
                .filter(last -> health.inFlight() == 0 && last.isBefore(now.minus(Duration.ofMinutes(15))))
                .ifPresent(last -> alarms.add("no answer to a poll since " + last));
        if (health.quarantined() > 0) {
            alarms.add(health.quarantined() + " packages are in quarantine");
        }
        return alarms;
    }
    // end::health[]

    /** Hands a package from quarantine to the warehouse once more. */
    static FeedReport again(ExportFeedBuilder builder, Path place) {
        // tag::replay[]
        ExportFeed feed = builder.build(); // or the one that runs
        FeedReport report = feed.replay(place); // /var/lib/customers/quarantine/6d31e09f-…-1f2a3b4c
        // end::replay[]
        return report;
    }
}

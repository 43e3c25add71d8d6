package io.github.d365fo.spring.autoconfigure;

import io.github.d365fo.feed.CommitMode;
import io.github.d365fo.feed.PoisonPolicy;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.bind.Name;
import org.springframework.util.unit.DataSize;

/**
 * The settings of one feed: either {@code export} or {@code import} is to be set.
 *
 * @param environment key of the environment under d365fo.environments; that of d365fo.environment if none is set
 * @param job name of the job; that of the feed if none is set
 * @param autoStart whether the feed starts with the application
 * @param concurrency how many messages or files are worked on at once
 * @param drainTimeout how long running work may go on when the application stops; five sixths of
 *     spring.lifecycle.timeout-per-shutdown-phase if none is set
 * @param idleWait first wait when there is nothing to do
 * @param maxIdleWait longest wait when there is nothing to do
 * @param exportSettings settings of an export feed
 * @param importSettings settings of an import feed
 */
record FeedProperties(
        @DefaultValue("") String environment,
        @Nullable String job,
        @DefaultValue("true") boolean autoStart,
        @DefaultValue("1") int concurrency,
        @Nullable Duration drainTimeout,
        @Nullable Duration idleWait,
        @Nullable Duration maxIdleWait,
        @Name("export") @Nullable Export exportSettings,
        @Name("import") @Nullable Import importSettings) {

    /** Where an export feed remembers what it handled. */
    enum Ledger {
        /** In files of the spool. */
        DIRECTORY,
        /** In the application's database, for several machines. */
        JDBC,
        /** Nowhere: it is forgotten with the process. */
        MEMORY
    }

    /**
     * The settings of an export feed.
     *
     * @param spool directory where packages lie from their download until they are settled; required
     * @param spoolLimit how much may lie there before nothing more is asked for
     * @param commit when a message is acknowledged
     * @param ledger where the feed remembers what it handled; always JDBC if the listener takes a Connection
     * @param dataSource name of the DataSource bean; the only or primary one if none is set
     * @param attempts how often a package is tried before it goes to quarantine
     * @param quarantine where packages go that could not be handled; the directory quarantine in the spool if none is set
     * @param poison what becomes of a message in quarantine
     * @param leaseMargin how long before the end of its lease a message counts as lost
     * @param claim how long another machine waits for one that has died
     */
    record Export(
            @Nullable Path spool,
            @DefaultValue("10GB") DataSize spoolLimit,
            @DefaultValue("after-handler") CommitMode commit,
            @DefaultValue("directory") Ledger ledger,
            @Nullable String dataSource,
            @DefaultValue("5") int attempts,
            @Nullable Path quarantine,
            @DefaultValue("acknowledge") PoisonPolicy poison,
            @DefaultValue("2m") Duration leaseMargin,
            @DefaultValue("10m") Duration claim) {}

    /**
     * The settings of an import feed.
     *
     * @param inbox directory whose files are sent; required
     * @param done where imported files go; the directory done in the inbox if none is set
     * @param failed where rejected and failed files go; the directory failed in the inbox if none is set
     * @param inDoubt where files go that may have arrived; the directory in-doubt in the inbox if none is set
     * @param journal directory of the journal; the directory .journal in the inbox if none is set
     * @param entity label of the entity that the files are of; data packages if none is set
     * @param company company of all files
     * @param companyFromFolder whether the company of a file is the name of its folder in the inbox
     * @param dataProject imports through the package API, with this data project, and not through a job
     * @param settleTime how long a file must stay the same before it is taken
     * @param ordered whether a file is sent only when the one before it is processed
     * @param maxUnprocessed how many files may be sent and not processed
     */
    record Import(
            @Nullable Path inbox,
            @Nullable Path done,
            @Nullable Path failed,
            @Nullable Path inDoubt,
            @Nullable Path journal,
            @Nullable String entity,
            @Nullable String company,
            @DefaultValue("false") boolean companyFromFolder,
            @Nullable String dataProject,
            @DefaultValue("10s") Duration settleTime,
            @DefaultValue("false") boolean ordered,
            @DefaultValue("100") int maxUnprocessed) {}
}

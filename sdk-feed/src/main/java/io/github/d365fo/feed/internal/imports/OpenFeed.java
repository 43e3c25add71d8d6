package io.github.d365fo.feed.internal.imports;

import io.github.d365fo.feed.internal.files.Durable;
import io.github.d365fo.feed.internal.run.Waits;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * The parts of a feed that need its journal, which is open.
 *
 * @param journal the journal
 * @param folders moves files
 * @param intake takes files
 * @param steps works on files that were taken
 * @param scan looks into the inbox
 * @param unfinished the files of earlier processes that have not ended, in their order
 * @param clock the time by which the journal is kept
 */
record OpenFeed(
        ImportJournal journal,
        Folders folders,
        Intake intake,
        FileSteps steps,
        InboxScan scan,
        List<Work> unfinished,
        Clock clock) {

    /**
     * Opens the journal and finds what earlier processes left.
     *
     * @throws IOException if that can't be read or written, is damaged, or in use by another feed
     */
    static OpenFeed open(
            ImportSettings settings,
            Destination destination,
            Events events,
            Waits waits,
            StepWatcher watcher,
            BooleanSupplier stopping)
            throws IOException {
        Durable.createPrivateDirectories(settings.paths().journal());
        Durable.createPrivateDirectories(settings.paths().taken());
        ImportJournal journal = ImportJournal.open(settings.paths(), watcher);
        boolean whole = false;
        try {
            OpenFeed feed = with(journal, settings, destination, events, waits, watcher, stopping);
            feed.cleanUp();
            whole = true;
            return feed;
        } finally {
            if (!whole) {
                journal.close();
            }
        }
    }

    private static OpenFeed with(
            ImportJournal journal,
            ImportSettings settings,
            Destination destination,
            Events events,
            Waits waits,
            StepWatcher watcher,
            BooleanSupplier stopping)
            throws IOException {
        Folders folders = new Folders(settings.paths(), watcher);
        Intake intake = new Intake(journal, folders, settings.paths(), settings.clock(), waits, events);
        Inbox inbox = new Inbox(settings.paths(), settings.settleTime());
        return new OpenFeed(
                journal,
                folders,
                intake,
                new FileSteps(
                        journal, folders, destination, events, settings.clock(), waits, settings.pauses(), stopping),
                new InboxScan(inbox, waits, settings.pauses(), settings.idle(), events, settings.ordered()),
                intake.recover(),
                settings.clock());
    }

    /**
     * Leaves out of the journal what is long over, once a day.
     *
     * @throws IOException if that fails; then nothing has changed
     */
    void cleanUp() throws IOException {
        journal.cleanUp(clock.instant());
    }
}

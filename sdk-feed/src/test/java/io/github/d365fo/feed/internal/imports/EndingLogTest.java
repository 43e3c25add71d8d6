package io.github.d365fo.feed.internal.imports;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.d365fo.connector.Operation;
import io.github.d365fo.connector.support.CapturedLog;
import io.github.d365fo.feed.FileRule;
import io.github.d365fo.testkit.ErrorRow;
import io.github.d365fo.testkit.ExecutionOutcome;
import io.github.d365fo.testkit.Fault;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.StreamHandler;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whoever reads nothing but the log learns of each file that needs somebody. */
@Timeout(120)
@ExtendWith(CapturedLog.class)
class EndingLogTest {
    private static final Logger FEEDS = Logger.getLogger("io.github.d365fo.feed.ImportFeed");

    @TempDir
    Path directory;

    private final List<LogRecord> errors = new ArrayList<>();
    private final Handler logged = new StreamHandler() {
        @Override
        public synchronized void publish(LogRecord line) {
            if (line.getLevel() == Level.SEVERE) {
                errors.add(line);
            }
        }
    };
    private Inboxes world;

    @BeforeEach
    void open() {
        world = new Inboxes(directory);
        FEEDS.addHandler(logged);
    }

    @AfterEach
    void close() {
        FEEDS.removeHandler(logged);
        world.close();
    }

    /** Why a file does not end in done. */
    enum Reason {
        EMPTY("failed", "The file is empty"),
        NO_REQUEST("failed", "planned"),
        REFUSED("failed", "413"),
        ROWS("failed", "PARTIALLY_SUCCEEDED"),
        ANSWER_LOST("in-doubt", "its answer was lost");

        private final String folder;
        private final String words;

        Reason(String folder, String words) {
            this.folder = folder;
            this.words = words;
        }
    }

    @ParameterizedTest
    @EnumSource
    void oneLineNamesTheFileWhereItIsAndWhy(Reason reason) {
        world.put("usmf/orders.csv", reason == Reason.EMPTY ? "" : "CUSTOMERGROUPID\n10\n");
        switch (reason) {
            case REFUSED -> world.server.faults().on(Operation.ENQUEUE).inject(new Fault.Status(413));
            case ANSWER_LOST -> world.server.faults().on(Operation.ENQUEUE).inject(new Fault.ResetAfterReading());
            case ROWS ->
                world.server
                        .importJob()
                        .endNext(ExecutionOutcome.partiallySucceeded(ErrorRow.target("17", "No such account")));
            case EMPTY, NO_REQUEST -> {}
        }
        world.builder()
                .request(file -> {
                    if (reason == Reason.NO_REQUEST) {
                        throw new IllegalStateException("planned");
                    }
                    return FileRule.ofEntity("Customer groups").apply(file);
                })
                .build()
                .runUntilEmpty();
        assertThat(errors).hasSize(1);
        assertThat(errors.get(0).getMessage())
                .contains(
                        "usmf/orders.csv",
                        world.inbox.resolve(reason.folder).resolve("usmf").toString(),
                        reason.words)
                .doesNotContain("\n");
    }

    @Test
    void aFileThatWasImportedNeedsNobody() {
        world.put("orders.csv", "CUSTOMERGROUPID\n10\n");
        world.builder().request(FileRule.ofEntity("Customer groups")).build().runUntilEmpty();
        assertThat(errors).isEmpty();
    }
}

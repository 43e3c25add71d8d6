package io.github.d365fo.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.d365fo.connector.Operation;
import io.github.d365fo.connector.support.CapturedLog;
import io.github.d365fo.testkit.Fault;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever stops a feed for good, its health, its listener and its log say what it was. */
class ExportFeedStopsTest extends ExportFeedRig {
    @RegisterExtension
    static final CapturedLog LOG = new CapturedLog();

    /** What stops it. */
    enum Reason {
        QUESTION_REFUSED("asking for a message"),
        OTHER_CLOCK("comparing the clocks"),
        DOWNLOAD_REFUSED("downloading a package"),
        HANDLER("handling a message"),
        HANDLER_OF_THE_SPOOL("handling a message"),
        ACKNOWLEDGEMENT_REFUSED("acknowledging a message");

        private final String doing;

        Reason(String doing) {
            this.doing = doing;
        }
    }

    @ParameterizedTest
    @EnumSource
    void isTold(Reason reason) {
        publish(1);
        try (ExportFeed feed = feed(reason)) {
            feed.start();
            await().atMost(Duration.ofMinutes(1)).until(() -> feed.health().state() == FeedState.FAILED);
            assertThat(feed.health().lastError()).isPresent();
            assertThat(feed.health().lastErrorAt()).isPresent();
            feed.close();
            assertThat(feed.health().state()).isEqualTo(FeedState.FAILED);

            assertThat(told.of(FeedListener.Trouble.class))
                    .filteredOn(each -> each.doing().equals(reason.doing))
                    .extracting(FeedListener.Trouble::failure)
                    .containsExactly(feed.health().lastError().orElseThrow());
            assertThat(LOG.lines("io.github.d365fo.feed"))
                    .filteredOn(line -> line.startsWith("SEVERE"))
                    .singleElement()
                    .asString()
                    .contains("stops", reason.doing);
        }
    }

    private ExportFeed feed(Reason reason) {
        ExportFeedBuilder builder = builder().classifier(failure -> FailureKind.FATAL);
        return switch (reason) {
            case QUESTION_REFUSED -> refused(builder, Operation.DEQUEUE);
            case OTHER_CLOCK ->
                builder.clock(Clock.offset(Clock.systemUTC(), Duration.ofDays(30)))
                        .build();
            case DOWNLOAD_REFUSED -> refused(builder, Operation.DOWNLOAD);
            case HANDLER -> failing(builder.commit(CommitMode.AFTER_HANDLER));
            case HANDLER_OF_THE_SPOOL -> failing(builder.commit(CommitMode.AFTER_SPOOL));
            case ACKNOWLEDGEMENT_REFUSED -> refused(builder, Operation.ACKNOWLEDGE);
        };
    }

    private ExportFeed refused(ExportFeedBuilder builder, Operation operation) {
        server.faults().on(operation).nth(1).inject(new Fault.Status(403));
        return builder.build();
    }

    private static ExportFeed failing(ExportFeedBuilder builder) {
        return builder.handler(export -> {
                    throw new IOException("planned");
                })
                .build();
    }
}

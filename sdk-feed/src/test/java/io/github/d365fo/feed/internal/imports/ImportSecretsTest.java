package io.github.d365fo.feed.internal.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import io.github.d365fo.connector.MessageId;
import io.github.d365fo.connector.Operation;
import io.github.d365fo.connector.datamanagement.ImportOutcome;
import io.github.d365fo.connector.enqueue.EnqueueRequest;
import io.github.d365fo.connector.enqueue.Payload;
import io.github.d365fo.connector.error.ConnectorException;
import io.github.d365fo.connector.error.Failure;
import io.github.d365fo.connector.error.Outcome;
import io.github.d365fo.connector.support.CapturedLog;
import io.github.d365fo.feed.FeedListener;
import io.github.d365fo.feed.ImportFeed;
import io.github.d365fo.feed.ImportFeedException;
import io.github.d365fo.feed.InDoubtFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import java.util.logging.StreamHandler;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A secret of the client that is in what a function, a callback or the service throws gets out nowhere. */
@Timeout(60)
class ImportSecretsTest {
    private static final String TOKEN = "Xq7~pL2vRt9.wZ4kBn";

    private static final Logger FEEDS = Logger.getLogger("io.github.d365fo.feed.ImportFeed");

    @RegisterExtension
    static final CapturedLog LOG = CapturedLog.ofAllLevels();

    private final QuickJob job = new QuickJob();
    private final List<String> seen = new ArrayList<>();
    private final Handler logged = new StreamHandler() {
        @Override
        public synchronized void publish(LogRecord line) {
            seen.add(new SimpleFormatter().format(line));
        }
    };
    private final FileSystem memory = Jimfs.newFileSystem(Configuration.unix());
    private final FolderPaths paths = FeedRig.beside(memory.getPath("/work"));

    /** Where the token is thrown. */
    enum Place {
        REQUEST,
        SEND,
        QUESTION,
        RESULT,
        LISTENER,
        STEP
    }

    /** What is thrown. */
    enum Thrower {
        UNCHECKED {
            @Override
            Throwable thrown() {
                return new IllegalArgumentException("with " + TOKEN);
            }
        },
        CAUSE {
            @Override
            Throwable thrown() {
                return new IllegalStateException("see the cause", new IOException("with " + TOKEN + "\nand more"));
            }
        },
        ERROR {
            @Override
            Throwable thrown() {
                return new AssertionError("with " + TOKEN);
            }
        },
        NOT_SENT {
            @Override
            Throwable thrown() {
                return new ConnectorException("with " + TOKEN, Failure.of(Operation.ENQUEUE, Outcome.NOT_SENT));
            }
        },
        LOST {
            @Override
            Throwable thrown() {
                return new ConnectorException("with " + TOKEN, Failure.of(Operation.ENQUEUE, Outcome.UNKNOWN));
            }
        };

        abstract Throwable thrown();
    }

    static Stream<Arguments> cases() {
        return Stream.of(Place.values())
                .flatMap(place -> Stream.of(Thrower.values()).map(thrower -> Arguments.of(place, thrower)));
    }

    @BeforeEach
    void makeFolders() throws IOException {
        paths.check();
        job.secrets.keep(TOKEN);
        FEEDS.addHandler(logged);
    }

    @AfterEach
    void close() throws IOException {
        FEEDS.removeHandler(logged);
        memory.close();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void noPlaceTellsIt(Place place, Thrower thrower) throws IOException {
        Files.writeString(paths.inbox().resolve("a.csv"), "rows");
        Throwing throwing = new Throwing(place, thrower);
        try (ImportFeed feed = throwing.feed()) {
            ImportFeedException stopped = catchThrowableOfType(ImportFeedException.class, feed::runUntilEmpty);
            Optional.ofNullable(stopped).ifPresent(this::see);
            feed.health().lastError().ifPresent(this::see);
            feed.inDoubt().stream().map(InDoubtFile::toString).forEach(seen::add);
        }
        assertThat(throwing.strikes).isPositive();
        for (String file : Inboxes.files(memory.getPath("/work"))) {
            seen.add(Files.readString(memory.getPath("/work").resolve(file), StandardCharsets.UTF_8));
        }
        assertThat(seen).noneMatch(text -> text.contains(TOKEN));
        // The result of a file without a request names no causes, and nothing else speaks of it.
        boolean told = place != Place.REQUEST || thrower != Thrower.CAUSE;
        assertThat(seen.stream().anyMatch(text -> text.contains("[redacted]"))).isEqualTo(told);
    }

    private void see(Throwable failure) {
        StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text));
        seen.add(text.toString());
    }

    /** A destination and callbacks that throw in one place. */
    private final class Throwing {
        private final Place place;
        private final Thrower thrower;
        private int strikes;

        Throwing(Place place, Thrower thrower) {
            this.place = place;
            this.thrower = thrower;
        }

        private void at(Place now) {
            if (place == now && strikes++ < 20) {
                Thrown.<RuntimeException>unchecked(thrower.thrown());
            }
        }

        ImportFeed feed() {
            Destination destination = new JobDestination(job.proxy(), file -> {
                at(Place.REQUEST);
                return EnqueueRequest.of(Payload.ofFile(file));
            });
            return new FeedRig(paths, job.clock())
                    .watcher(step -> {
                        if (step.equals("before SENDING")) {
                            at(Place.STEP);
                        }
                    })
                    .onResult(result -> {
                        seen.add(result.toString());
                        at(Place.RESULT);
                    })
                    .listener(new FeedListener() {
                        @Override
                        public void onFileSent(FileSent event) {
                            at(Place.LISTENER);
                        }

                        @Override
                        public void onImportTrouble(ImportTrouble event) {
                            see(event.failure());
                        }
                    })
                    .feed(throwing(destination));
        }

        private Destination throwing(Destination inner) {
            return new PassingDestination(inner) {
                @Override
                public Receipt send(Parcel parcel, boolean perhapsSent) {
                    at(Place.SEND);
                    return super.send(parcel, perhapsSent);
                }

                @Override
                public Optional<ImportOutcome> outcome(MessageId message) {
                    at(Place.QUESTION);
                    return super.outcome(message);
                }
            };
        }
    }
}

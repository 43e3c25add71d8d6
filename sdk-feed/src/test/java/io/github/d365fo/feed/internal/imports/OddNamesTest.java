package io.github.d365fo.feed.internal.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.d365fo.connector.enqueue.EnqueueRequest;
import io.github.d365fo.connector.enqueue.Payload;
import io.github.d365fo.connector.support.CapturedLog;
import io.github.d365fo.feed.ImportFeed;
import io.github.d365fo.feed.ImportFeedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A file's name, whatever it holds, forges no line of a log, a report or a message; and no failure of users holds a feed. */
@Timeout(60)
class OddNamesTest {
    private static final Pattern UNSEEN = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]");
    private static final int REFUSED = 2;
    private static final int LOST_BEFORE = 0;

    @RegisterExtension
    static final CapturedLog LOG = new CapturedLog();

    @TempDir
    Path directory;

    private final QuickJob job = new QuickJob();

    /** What becomes of a file, so that its name is spoken of. */
    enum Fate {
        NO_REQUEST,
        NO_REQUEST_EVER,
        REFUSED_BY_SERVICE,
        IN_DOUBT,
        NOT_MOVED
    }

    static Stream<Arguments> cases() {
        return Stream.of(
                        "a\nWARNING forged.csv",
                        "a\rforged.csv",
                        "a\u001b[2Jforged.csv",
                        "a\u202eforged.csv",
                        "a\u2028forged.csv",
                        "a\u0085forged.csv",
                        "a\u200bforged.csv")
                .flatMap(name -> Stream.of(Fate.values()).map(fate -> Arguments.of(name, fate)));
    }

    private FolderPaths paths() {
        return FeedRig.beside(directory);
    }

    private ImportFeed feed(Function<Path, EnqueueRequest> rule) {
        return new FeedRig(paths(), job.clock()).ordered(true).feed(new JobDestination(job.proxy(), rule));
    }

    private static EnqueueRequest request(Path file, Fate fate) {
        return switch (fate) {
            case NO_REQUEST -> throw new IllegalArgumentException("no entity for " + file);
            case NO_REQUEST_EVER -> throw new AssertionError("broken by " + file);
            default -> EnqueueRequest.of(Payload.ofFile(file)).entity("Customer groups");
        };
    }

    @ParameterizedTest
    @MethodSource("cases")
    void noNameForgesALine(String name, Fate fate) throws IOException {
        paths().check();
        Path inbox = Files.createDirectory(directory.resolve("inbox/usmf"));
        Files.writeString(inbox.resolve(name), "rows");
        if (fate == Fate.NOT_MOVED) {
            Files.writeString(directory.resolve("done/usmf"), "in the way");
        } else if (fate == Fate.REFUSED_BY_SERVICE || fate == Fate.IN_DOUBT) {
            job.failNext(fate == Fate.IN_DOUBT ? LOST_BEFORE : REFUSED);
        }
        List<String> spoken = new ArrayList<>();
        try (ImportFeed feed = feed(file -> request(file, fate))) {
            ImportFeedException stopped = catchThrowableOfType(ImportFeedException.class, feed::runUntilEmpty);
            assertThat(stopped != null).isEqualTo(fate == Fate.NOT_MOVED);
            if (stopped != null) {
                spoken.add(stopped.getMessage());
                spoken.add(String.valueOf(stopped.getCause()));
            }
            feed.health().lastError().ifPresent(failure -> spoken.add(failure.toString()));
            assertThatThrownBy(() -> feed.submit(directory.resolve("missing" + name)))
                    .isInstanceOfSatisfying(IllegalArgumentException.class, e -> spoken.add(e.getMessage()));
        }
        spoken.addAll(LOG.lines("io.github.d365fo.feed.ImportFeed"));
        for (String folder : List.of("failed", "in-doubt")) {
            spoken.addAll(notes(directory.resolve(folder)));
        }
        assertThat(spoken).isNotEmpty().noneMatch(line -> UNSEEN.matcher(line).find());
        assertThat(spoken).noneMatch(line -> line.startsWith("WARNING forged"));
        assertThat(String.join("\n", spoken)).contains("forged");
        assertThat(job.arrived()).hasSizeLessThan(2);
    }

    /** Returns the lines of the reports and notes in {@code folder}. */
    private static List<String> notes(Path folder) throws IOException {
        List<String> lines = new ArrayList<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file :
                    files.filter(each -> each.toString().endsWith(".txt")).toList()) {
                lines.addAll(List.of(Files.readString(file).split(System.lineSeparator(), -1)));
            }
        }
        return lines;
    }
}

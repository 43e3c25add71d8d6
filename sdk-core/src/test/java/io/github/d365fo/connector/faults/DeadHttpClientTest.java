package io.github.d365fo.connector.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.d365fo.connector.contract.FaceUnderTest;
import io.github.d365fo.connector.error.Outcome;
import io.github.d365fo.connector.error.TransportException;
import io.github.d365fo.connector.retry.RetryPolicy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The one thread of a JDK's HTTP client has died, of a full heap for example. Before JDK 21 such a client never answers
 * again, not even with its own timeout; from then on it refuses everything.
 */
@Timeout(120)
class DeadHttpClientTest {
    private static final Duration SHORT = Duration.ofSeconds(2);

    @TempDir
    Path directory;

    static Stream<Arguments> ways() {
        return Stream.of(FaceUnderTest.values())
                .flatMap(face -> Stream.of(Rig.Verb.ENQUEUE, Rig.Verb.DOWNLOAD, Rig.Verb.MESSAGE_STATUS)
                        .map(verb -> Arguments.of(face, verb)));
    }

    @ParameterizedTest
    @MethodSource("ways")
    void oneCallMayFailAndTheNextSucceeds(FaceUnderTest face, Rig.Verb verb) throws Exception {
        Set<Thread> others = selectors();
        try (Rig rig = Rig.with(
                builder -> builder.responseTimeout(SHORT).stallTimeout(SHORT).retryPolicy(RetryPolicy.none()),
                face,
                verb.success())) {
            verb.call(rig, Files.createDirectory(directory.resolve("first")));
            for (Thread mine : selectors()) {
                if (!others.contains(mine)) {
                    mine.interrupt();
                    mine.join();
                }
            }
            Path second = Files.createDirectory(directory.resolve("second"));
            int before = rig.server.requests().size();
            TransportException end = catchThrowableOfType(TransportException.class, () -> verb.call(rig, second));
            if (end != null) {
                assertThat(end.outcome()).isEqualTo(Outcome.NOT_SENT);
                assertThat(rig.server.requests()).hasSize(before);
            }
            verb.call(rig, Files.createDirectory(directory.resolve("third")));
        }
    }

    private static Set<Thread> selectors() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().contains("SelectorManager"))
                .collect(Collectors.toSet());
    }
}

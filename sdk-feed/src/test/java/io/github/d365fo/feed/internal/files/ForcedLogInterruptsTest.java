package io.github.d365fo.feed.internal.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a log has after interrupts. */
class ForcedLogInterruptsTest extends ForcedLogRig {
    @Test
    void thatCameBeforeEndNothing() throws IOException {
        Thread.currentThread().interrupt();
        try {
            write(FIRST);
            try (ForcedLog log = open()) {
                log.rewrite(List.of(SECOND));
                log.append(THIRD);
            }
            Files.write(file(), new byte[1], StandardOpenOption.APPEND);
            assertThat(read()).containsExactly(SECOND, THIRD);
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    /** Each append gets one, at any moment. */
    @Test
    void thatComeAtAnyMomentEndNothing() throws Exception {
        int many = 300;
        AtomicInteger begun = new AtomicInteger();
        Thread writer = Thread.currentThread();
        Thread interrupter = new Thread(() -> {
            SplittableRandom random = new SplittableRandom(1);
            for (int i = 1; i <= many; i++) {
                while (begun.get() < i) {
                    Thread.onSpinWait();
                }
                for (int spins = random.nextInt(20_000); spins > 0; spins--) {
                    Thread.onSpinWait();
                }
                writer.interrupt();
            }
        });
        interrupter.start();
        try (ForcedLog log = open()) {
            for (int i = 0; i < many; i++) {
                begun.incrementAndGet();
                log.append(List.of(Integer.toString(i)));
                if (i % 50 == 49) {
                    log.rewrite(numbers(i + 1));
                }
            }
        } finally {
            // An interrupt may still come, so it can't be joined.
            while (interrupter.isAlive()) {
                Thread.onSpinWait();
            }
            assertThat(Thread.interrupted()).isTrue();
        }

        assertThat(read()).containsExactlyElementsOf(numbers(many));
    }

    private static List<List<String>> numbers(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> List.of(Integer.toString(i)))
                .toList();
    }
}

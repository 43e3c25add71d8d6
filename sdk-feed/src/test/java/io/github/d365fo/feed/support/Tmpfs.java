package io.github.d365fo.feed.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A small disk of its own, where the system lets us have one; otherwise the test is skipped. */
public final class Tmpfs implements AutoCloseable {
    private final Path place;

    private Tmpfs(Path place) {
        this.place = place;
    }

    /** Mounts one at {@code place} with {@code options}, such as {@code size=64k}. */
    public static Tmpfs at(Path place, String options) {
        assumeTrue(run("mount", "-t", "tmpfs", "-o", options, "tmpfs", place.toString()), "no right to mount");
        return new Tmpfs(place);
    }

    public void remount(String options) {
        assertThat(run("mount", "-o", "remount," + options, place.toString())).isTrue();
    }

    @Override
    public void close() {
        assertThat(run("umount", place.toString())).isTrue();
    }

    private static boolean run(String... command) {
        try {
            Process process = new ProcessBuilder(List.of(command))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor(30, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}

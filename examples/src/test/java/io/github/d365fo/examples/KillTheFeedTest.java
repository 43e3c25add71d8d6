package io.github.d365fo.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class KillTheFeedTest {
    private static final Pattern HINT = Pattern.compile("kill -9 (\\d+)");

    /** Does what the program asks for: it kills the first two feeds in the middle of a package. */
    private static final class Person {
        final StringBuilder read = new StringBuilder();
        private long feed;
        private int kills;

        Appendable reader() {
            return new Appendable() {
                @Override
                public Appendable append(CharSequence text) {
                    see(text.toString());
                    return this;
                }

                @Override
                public Appendable append(CharSequence text, int start, int end) {
                    return append(text.subSequence(start, end));
                }

                @Override
                public Appendable append(char character) {
                    return append(String.valueOf(character));
                }
            };
        }

        private void see(String line) {
            read.append(line);
            Matcher hint = HINT.matcher(line);
            if (hint.find()) {
                feed = Long.parseLong(hint.group(1));
            }
            if (kills < 2 && line.contains("takes over")) {
                kills++;
                ProcessHandle.of(feed).ifPresent(ProcessHandle::destroyForcibly);
            }
        }
    }

    @Test
    @Timeout(120)
    void everyPackageIsTakenOverWhateverIsKilled() throws Exception {
        Person person = new Person();

        int taken = KillTheFeed.run(
                4,
                Duration.ofSeconds(2),
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                person.reader());

        assertThat(taken).isEqualTo(4);
        assertThat(person.read).contains("It was killed", "has run: ", "4 packages were taken over and acknowledged");
    }
}

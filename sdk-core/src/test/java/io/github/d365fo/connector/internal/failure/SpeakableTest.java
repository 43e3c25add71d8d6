package io.github.d365fo.connector.internal.failure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

/** Whatever was thrown can be asked what it is. */
class SpeakableTest {
    @Test
    void whatCanBeAskedStaysWhatItIs() {
        IOException failure = new IOException("a", new IllegalStateException("b"));
        failure.addSuppressed(new IOException("c", failure));
        assertThat(Speakable.of(failure)).isSameAs(failure);
    }

    @Test
    void whatThrowsWhenItIsAskedIsNamedByItsClass() {
        Throwable mute = new Mute("words");
        assertThat(Speakable.of(mute))
                .hasMessage("a " + Mute.class.getName() + ", whose own methods throw (java.lang.AssertionError)");
        assertThat(Speakable.of(mute).getStackTrace()).isEqualTo(mute.getStackTrace());
    }

    @Test
    void aThrowableWithNullTextIsReplaced() {
        Throwable wordless = new Throwable() {
            private static final long serialVersionUID = 1;

            @Override
            @SuppressWarnings("NullAway")
            public String toString() {
                return null;
            }
        };
        assertThat(Speakable.of(wordless)).hasMessageContaining("whose own methods throw");
    }

    @Test
    void aThrowableWithoutStackTraceIsReplaced() {
        Throwable traceless = new Throwable("words") {
            private static final long serialVersionUID = 1;

            @Override
            @SuppressWarnings("NullAway")
            public StackTraceElement[] getStackTrace() {
                return null;
            }
        };
        assertThat(Speakable.of(traceless)).hasMessageContaining("whose own methods throw");
    }

    @Test
    void aCauseOrWhatWasSuppressedCountsToo() {
        IOException above = new IOException("a", new IOException("b", new Mute("words")));
        assertThat(Speakable.of(above)).hasMessageStartingWith("a java.io.IOException");
        IOException beside = new IOException("a");
        beside.addSuppressed(new Mute("words"));
        assertThat(Speakable.of(beside)).hasMessageStartingWith("a java.io.IOException");
    }

    private static final class Mute extends RuntimeException {
        private static final long serialVersionUID = 1;

        Mute(String message) {
            super(message);
        }

        @Override
        public String toString() {
            throw new AssertionError(getMessage());
        }
    }
}

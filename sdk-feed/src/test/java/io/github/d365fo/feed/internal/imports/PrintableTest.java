package io.github.d365fo.feed.internal.imports;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.d365fo.connector.error.KnownSecrets;
import io.github.d365fo.feed.support.HostileException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** No text that comes from outside breaks a line, steers a terminal or turns a text round. */
class PrintableTest {
    @Test
    void everyCharacterThatCannotBeSeenIsSpelled() {
        IntStream.rangeClosed(0, 0x1FFFF).forEach(point -> {
            String text = "a" + Character.toString(point) + "b";
            String line = Printable.line(text);
            boolean unseen = switch (Character.getType(point)) {
                case Character.CONTROL,
                        Character.FORMAT,
                        Character.LINE_SEPARATOR,
                        Character.PARAGRAPH_SEPARATOR,
                        Character.SURROGATE -> true;
                default -> false;
            };
            assertThat(line).isEqualTo(unseen ? "a" + spelled(point) + "b" : text);
            assertThat(Printable.line(line)).isEqualTo(line);
        });
    }

    private static String spelled(int point) {
        StringBuilder spelled = new StringBuilder();
        for (char each : Character.toChars(point)) {
            spelled.append(String.format("\\u%04x", (int) each));
        }
        return spelled.toString();
    }

    @Test
    void aFailureThatSaysNothingOddStaysWhatItIs() {
        IOException plain = new IOException("no room", new IllegalStateException("disk"));
        assertThat(Printable.failure(plain)).isSameAs(plain);
        assertThat(Printable.words(plain)).isEqualTo("no room");
        assertThat(Printable.words(new NoSuchFileException("a.csv"))).isEqualTo("a.csv (NoSuchFileException)");
        assertThat(Printable.words(new IllegalStateException())).isEqualTo("java.lang.IllegalStateException");
    }

    @Test
    void oddWordsAreSpelledInCausesAndSuppressedOnesToo() {
        IOException odd = new IOException("a\nb", new IllegalArgumentException("c\u001b[31m"));
        Throwable clean = Printable.failure((Throwable) odd);
        assertThat(clean)
                .isInstanceOf(IOException.class)
                .hasMessage("java.io.IOException: a\\u000ab")
                .cause()
                .hasMessage("java.lang.IllegalArgumentException: c\\u001b[31m");
        assertThat(clean.getStackTrace()).isEqualTo(odd.getStackTrace());

        IllegalStateException carrier = new IllegalStateException("fine");
        carrier.addSuppressed(odd);
        assertThat(Printable.failure(carrier)).isNotSameAs(carrier).hasMessageContaining("fine");
    }

    @Test
    void aFailureWhoseOwnMethodsThrowHasWords() {
        Throwable mute = new RuntimeException() {
            private static final long serialVersionUID = 1;

            @Override
            public String getMessage() {
                throw new IllegalStateException("no words");
            }

            @Override
            public synchronized Throwable getCause() {
                throw new IllegalStateException("no cause");
            }
        };
        assertThat(Printable.words(mute)).contains("whose own methods throw");
        assertThat(Printable.text(mute)).contains("whose own methods throw");
    }

    @Test
    void aCircleOfCausesEnds() {
        IllegalStateException one = new IllegalStateException("one");
        IllegalStateException other = new IllegalStateException("other", one);
        one.initCause(other);
        assertThat(Printable.words(one)).contains("one");
    }

    /** A method that answers once may throw the next time. */
    @ParameterizedTest
    @MethodSource("io.github.d365fo.feed.support.HostileException#kinds")
    void whateverItsMethodsDoAFailureCanBeTold(HostileException.Kind kind) {
        Telling telling = new Telling(new KnownSecrets());
        for (Throwable failure : List.of(kind.get(), new IOException("above", kind.get()))) {
            assertThat(Printable.text(failure)).isNotBlank();
            assertThat(Printable.words(failure)).isNotBlank();
            assertThat(Printable.text(telling.failure(failure))).isNotBlank();
            assertThat(telling.words(failure)).isNotBlank();
        }
    }
}

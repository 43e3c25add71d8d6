package io.github.d365fo.examples;

import java.io.IOException;
import java.io.UncheckedIOException;

/** Prints what happens, one line each. */
final class Story {
    private final Appendable out;

    Story(Appendable out) {
        this.out = out;
    }

    void tell(String line) {
        try {
            out.append(line).append(System.lineSeparator());
        } catch (IOException e) {
            throw new UncheckedIOException("the story can't be told", e);
        }
    }
}

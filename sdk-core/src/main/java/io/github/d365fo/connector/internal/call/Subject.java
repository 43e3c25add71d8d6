package io.github.d365fo.connector.internal.call;

import java.util.ArrayList;
import java.util.List;

/** What a call is about, such as a job or a message, for logs and exceptions. Immutable. */
final class Subject {
    static final Subject NOTHING = new Subject(List.of());

    /** Names from a server are shown up to this length. */
    private static final int LONGEST = 200;

    private final List<String> things;
    private final String words;

    private Subject(List<String> things) {
        this.things = things;
        this.words = String.join(", ", things);
    }

    /** Returns this subject with {@code thing} added, unless it has it. */
    Subject and(String thing) {
        String clean = onOneLine(thing);
        String line = clean.length() <= LONGEST ? clean : clean.substring(0, LONGEST) + "...";
        if (things.contains(line)) {
            return this;
        }
        List<String> more = new ArrayList<>(things);
        more.add(line);
        return new Subject(List.copyOf(more));
    }

    /** Nearly no thing has a control character, and each call has things. */
    private static String onOneLine(String thing) {
        for (int i = 0; i < thing.length(); i++) {
            if (Character.isISOControl(thing.charAt(i))) {
                return thing.replaceAll("\\p{Cntrl}", "?");
            }
        }
        return thing;
    }

    /** Returns the things, separated by commas; blank if there are none. */
    @Override
    public String toString() {
        return words;
    }
}

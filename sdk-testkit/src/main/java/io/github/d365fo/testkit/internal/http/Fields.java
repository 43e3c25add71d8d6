package io.github.d365fo.testkit.internal.http;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The fields of a head or a trailer (RFC 9112, 5).
 *
 * @param values the values by the fields' names in any case
 */
record Fields(Map<String, List<String>> values) {
    private static final Pattern NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");

    /** Reads fields up to an empty line. */
    static Fields read(LineReader lines) throws IOException {
        Map<String, List<String>> values = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (String line = lines.line(); !line.isEmpty(); line = lines.line()) {
            int colon = line.indexOf(':');
            // White space before the colon and continuation lines are not allowed either.
            if (colon < 0 || !NAME.matcher(line.substring(0, colon)).matches()) {
                throw new BadRequest(400, "expected a field with a name, a colon and a value on one line");
            }
            values.computeIfAbsent(line.substring(0, colon), name -> new ArrayList<>())
                    .add(line.substring(colon + 1).strip());
        }
        return new Fields(values);
    }

    List<String> all(String name) {
        return values.getOrDefault(name, List.of());
    }

    /** Returns the value of a field that may occur at most once. */
    Optional<String> only(String name) throws BadRequest {
        if (all(name).size() > 1) {
            throw new BadRequest(400, "expected at most one " + name);
        }
        return all(name).stream().findFirst();
    }

    /** Returns whether a field that is a list of words contains {@code word}, which is in lower case. */
    boolean lists(String name, String word) {
        return all(name).stream()
                .flatMap(value -> Arrays.stream(value.split(",", -1)))
                .anyMatch(each -> each.strip().toLowerCase(Locale.ROOT).equals(word));
    }
}

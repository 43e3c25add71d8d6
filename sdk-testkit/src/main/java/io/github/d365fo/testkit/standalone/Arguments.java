package io.github.d365fo.testkit.standalone;

import io.github.d365fo.testkit.internal.json.JsonObject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the program was told, on its command line or in its environment. Immutable.
 *
 * @param values the values of each option that is there
 */
record Arguments(Map<Option, List<Value>> values) {
    /**
     * A value.
     *
     * @param source what error messages call it, such as {@code --port}
     * @param text the value
     */
    record Value(String source, String text) {
        IllegalArgumentException wrong(String expected) {
            return new IllegalArgumentException(source + ": expected " + expected + ", but got " + text);
        }
    }

    /**
     * Reads a command line.
     *
     * @throws IllegalArgumentException if an argument is unknown, lacks its value or has one too many
     */
    static Arguments parse(List<String> arguments) {
        Map<Option, List<Value>> values = new EnumMap<>(Option.class);
        Iterator<String> left = arguments.iterator();
        while (left.hasNext()) {
            String next = left.next();
            int equals = next.startsWith("--") ? next.indexOf('=') : -1;
            String name = equals < 0 ? next : next.substring(0, equals);
            Optional<String> joined = equals < 0 ? Optional.empty() : Optional.of(next.substring(equals + 1));
            Option option = Option.of(name)
                    .orElseThrow(() -> new IllegalArgumentException(
                            name + ": expected one of " + String.join(", ", Option.flags()) + ", but got another"));
            String value = option.hasValue() ? value(name, joined, left) : none(name, joined);
            values.computeIfAbsent(option, key -> new ArrayList<>()).add(new Value(name, value));
        }
        return new Arguments(values);
    }

    /**
     * Reads environment variables; a blank one counts as missing. A variable for an option without a value is {@code
     * true} or {@code false}, one for an option that can occur several times has its values separated by commas.
     */
    static Arguments ofVariables(Map<String, String> variables) {
        Map<Option, List<Value>> values = new EnumMap<>(Option.class);
        for (Option option : Option.values()) {
            String text = variables.getOrDefault(option.variable(), "").strip();
            Value value = new Value(option.variable(), text);
            if (!option.hasValue() && !text.isEmpty() && !text.equals("true") && !text.equals("false")) {
                throw value.wrong("true or false");
            }
            if (!text.isEmpty() && !text.equals("false")) {
                values.put(option, List.of(value));
            }
        }
        return new Arguments(values);
    }

    /**
     * Reads the section {@code server} of a configuration file.
     *
     * @throws IllegalArgumentException if a field is unknown or of a wrong type
     */
    static Arguments ofFile(JsonObject section) {
        try {
            section.only(Arrays.stream(Option.values()).map(Option::field).toArray(String[]::new));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("config: server: " + e.getMessage(), e);
        }
        Map<Option, List<Value>> values = new EnumMap<>(Option.class);
        for (Option option : Option.values()) {
            List<Value> given = section.value(option.field())
                    .map(value -> values(option, value, section))
                    .orElse(List.of());
            if (!given.isEmpty()) {
                values.put(option, given);
            }
        }
        return new Arguments(values);
    }

    private static List<Value> values(Option option, Object value, JsonObject section) {
        String source = "config: server: " + option.field();
        if (!option.hasValue()) {
            return section.flag(option.field()).orElse(false) ? List.of(new Value(source, "")) : List.of();
        }
        Collection<?> all = value instanceof Collection<?> many ? many : List.of(value);
        return all.stream().map(each -> new Value(source, each.toString())).toList();
    }

    /** Returns these, and those of {@code others} whose options are not among these. */
    Arguments orElse(Arguments others) {
        Map<Option, List<Value>> all = new EnumMap<>(Option.class);
        all.putAll(others.values);
        all.putAll(values);
        return new Arguments(all);
    }

    boolean has(Option option) {
        return values.containsKey(option);
    }

    /** Returns the last value of an option. */
    Optional<Value> value(Option option) {
        List<Value> all = values.getOrDefault(option, List.of());
        return all.isEmpty() ? Optional.empty() : Optional.of(all.get(all.size() - 1));
    }

    /** Returns all values of an option, also those that are separated by commas. */
    List<String> texts(Option option) {
        return values.getOrDefault(option, List.of()).stream()
                .flatMap(value -> Arrays.stream(value.text().split(",", -1)))
                .map(String::strip)
                .filter(text -> !text.isEmpty())
                .toList();
    }

    /** Returns the value after the equals sign, or else the next argument. */
    private static String value(String name, Optional<String> joined, Iterator<String> left) {
        if (joined.isEmpty() && !left.hasNext()) {
            throw new IllegalArgumentException(name + ": expected a value, but it is missing");
        }
        String value = joined.orElseGet(left::next);
        if (value.isBlank()) {
            throw new IllegalArgumentException(name + ": expected a value, but it is blank");
        }
        if (joined.isEmpty() && value.startsWith("--")) {
            throw new IllegalArgumentException(name + ": expected a value, but got " + value
                    + ", which is an argument; write a value that begins with -- as " + name + "=VALUE");
        }
        return value;
    }

    private static String none(String name, Optional<String> joined) {
        if (joined.isPresent()) {
            throw new IllegalArgumentException(name + ": expected no value, but got one");
        }
        return "";
    }
}

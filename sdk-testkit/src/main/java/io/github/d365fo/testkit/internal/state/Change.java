package io.github.d365fo.testkit.internal.state;

import io.github.d365fo.testkit.internal.json.JsonObject;
import java.util.List;
import java.util.Optional;

/**
 * A change of a state, which is an object of objects.
 *
 * @param at the names on the way to the value
 * @param value the value from now on, or empty if it was removed
 */
record Change(List<String> at, Optional<Object> value) {
    private static final String AT = "at";
    private static final String IS = "is";

    static Change to(List<String> at, Object value) {
        return new Change(at, Optional.of(value));
    }

    static Change removal(List<String> at) {
        return new Change(at, Optional.empty());
    }

    void applyTo(JsonObject state) {
        JsonObject parent = state;
        for (String name : at.subList(0, at.size() - 1)) {
            if (parent.object(name).isEmpty()) {
                parent.put(name, new JsonObject());
            }
            parent = parent.requireObject(name);
        }
        String last = at.get(at.size() - 1);
        if (value.isPresent()) {
            parent.put(last, value.get());
        } else {
            parent.remove(last);
        }
    }

    JsonObject save() {
        return new JsonObject().put(AT, at).put(IS, value);
    }

    static Change restore(JsonObject saved) {
        List<String> at = saved.texts(AT);
        if (at.isEmpty()) {
            throw JsonObject.missing(AT, "a name");
        }
        return new Change(at, saved.value(IS));
    }
}

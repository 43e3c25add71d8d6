package io.github.d365fo.testkit.internal.state;

import io.github.d365fo.testkit.internal.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Collects the changes of a state since it was saved, or all of it as changes of an empty one. Not thread-safe. */
final class Saving {
    private final boolean whole;
    private final Map<List<String>, String> settings;
    private final Contents contents;
    private final List<Change> changes = new ArrayList<>();

    /** Compares settings with {@code settings}, and updates them. */
    Saving(boolean whole, Map<List<String>, String> settings, Contents contents) {
        this.whole = whole;
        this.settings = settings;
        this.contents = contents;
    }

    StatePart root() {
        return new StatePart(this, List.of());
    }

    boolean isWhole() {
        return whole;
    }

    List<Change> changes() {
        return changes;
    }

    void setting(List<String> at, StatePart.Value value) {
        Object saved = contents.collect(at, value);
        String text = JsonObject.write(saved);
        if (!text.equals(settings.put(at, text))) {
            changes.add(Change.to(at, saved));
        }
    }

    void entry(List<String> at, StatePart.Value value) {
        changes.add(Change.to(at, contents.collect(at, value)));
    }

    void remove(List<String> at) {
        contents.release(at);
        changes.add(Change.removal(at));
    }
}

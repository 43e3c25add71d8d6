package io.github.d365fo.testkit.internal.state;

import java.util.ArrayList;
import java.util.List;

/** A part of a state that is being saved, and the parts in it. Used by one thread, while it is saved. */
public final class StatePart {
    private final Saving saving;
    private final List<String> at;

    StatePart(Saving saving, List<String> at) {
        this.saving = saving;
        this.at = at;
    }

    /** Makes a value to save: an object, a text or a number. */
    public interface Value {
        /** Returns the value; its contents are stored with {@code keeper}. */
        Object with(StateDirectory.Keeper keeper);
    }

    /** Returns the part of this name in this one. */
    public StatePart part(String name) {
        return new StatePart(saving, below(name));
    }

    /** Saves a value if it differs from the last one: for a small one, that nobody watches. */
    public void setting(String name, Value value) {
        saving.setting(below(name), value);
    }

    /** Saves a value that has changed. */
    public void entry(String name, Value value) {
        saving.entry(below(name), value);
    }

    /** Removes this part. */
    void remove() {
        saving.remove(at);
    }

    /** Returns whether all must be saved, not only what has changed. */
    boolean isWhole() {
        return saving.isWhole();
    }

    private List<String> below(String name) {
        List<String> path = new ArrayList<>(at);
        path.add(name);
        return List.copyOf(path);
    }
}

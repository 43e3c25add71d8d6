package io.github.d365fo.testkit.conformance;

import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/** What looking at a fact does to an environment. */
enum Effect {
    /** Nothing that anybody would notice: no message is leased, no file is imported. */
    NONE,
    /** Files are enqueued that name no entity there is, and messages of the export job are leased and acknowledged. */
    WRITES,
    /** As {@link #WRITES}, and half an hour passes. */
    SLOW;

    /** Returns what the owner of an environment allows by its variables. */
    static Set<Effect> allowedBy(Map<String, String> variables) {
        Set<Effect> allowed = EnumSet.of(NONE);
        if (isOn(variables, "D365FO_CONFORMANCE_WRITES")) {
            allowed.add(WRITES);
            if (isOn(variables, "D365FO_CONFORMANCE_SLOW")) {
                allowed.add(SLOW);
            }
        }
        return allowed;
    }

    private static boolean isOn(Map<String, String> variables, String name) {
        return "true".equals(variables.get(name));
    }
}

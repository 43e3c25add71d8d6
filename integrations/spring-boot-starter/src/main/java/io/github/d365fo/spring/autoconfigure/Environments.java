package io.github.d365fo.spring.autoconfigure;

import java.util.Map;

/**
 * The settings of all environments.
 *
 * @param unnamed those of the one without a name
 * @param named those of the others
 */
record Environments(EnvironmentProperties unnamed, Map<String, EnvironmentProperties> named) {
    /** Returns the settings of an environment; the empty text is the one without a name. */
    EnvironmentProperties get(String environment) {
        EnvironmentProperties found = environment.isEmpty() ? unnamed : named.get(environment);
        if (found == null) {
            throw new IllegalArgumentException(
                    "expected an environment of " + named.keySet() + ", but got " + environment);
        }
        return found;
    }
}

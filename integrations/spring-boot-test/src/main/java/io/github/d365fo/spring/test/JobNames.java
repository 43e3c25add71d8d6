package io.github.d365fo.spring.test;

import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.bind.Name;
import org.springframework.core.env.Environment;

/**
 * Which jobs the application has.
 *
 * @param exports the names of those that export
 * @param imports the names of those that import
 * @param feeds how many feeds use them
 */
record JobNames(Set<String> exports, Set<String> imports, int feeds) {
    /** The part of a feed's properties that says which job it uses, and what for. */
    record Feed(
            @DefaultValue("") String environment,
            @Nullable String job,
            @Name("export") @Nullable Map<String, String> exportSettings,
            @Name("import") @Nullable Map<String, String> importSettings) {}

    /** Returns those that the feeds of an application use, and those that {@code annotation} names. */
    static JobNames of(FakeConnector annotation, Environment properties) {
        Set<String> exports = new TreeSet<>(Arrays.asList(annotation.exports()));
        Set<String> imports = new TreeSet<>(Arrays.asList(annotation.imports()));
        Map<String, Feed> feeds = Binder.get(properties)
                .bind("d365fo.feeds", Bindable.mapOf(String.class, Feed.class))
                .orElse(Map.of());
        feeds.forEach((name, feed) -> {
            String job = qualified(feed.environment(), feed.job() == null ? name : feed.job());
            (feed.exportSettings() == null ? imports : exports).add(job);
        });
        return new JobNames(exports, imports, feeds.size());
    }

    /** Returns the name under which a test finds the job. */
    static String qualified(String environment, String job) {
        return environment.isEmpty() ? job : environment + "." + job;
    }
}

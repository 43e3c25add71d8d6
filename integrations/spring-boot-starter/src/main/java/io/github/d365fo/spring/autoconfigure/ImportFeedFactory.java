package io.github.d365fo.spring.autoconfigure;

import io.github.d365fo.connector.datamanagement.ImportRequest;
import io.github.d365fo.feed.FileRule;
import io.github.d365fo.feed.ImportFeed;
import io.github.d365fo.feed.ImportFeedBuilder;
import io.github.d365fo.spring.ImportFeedCustomizer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.springframework.beans.factory.ObjectProvider;

/** Makes the import feeds that the properties describe. */
final class ImportFeedFactory {
    private static final Duration FIRST_IDLE = Duration.ofSeconds(1);
    private static final Duration LAST_IDLE = Duration.ofSeconds(30);

    private final FeedSettings settings;
    private final List<ImportFeedCustomizer> customizers;

    ImportFeedFactory(FeedSettings settings, ObjectProvider<ImportFeedCustomizer> customizers) {
        this.settings = settings;
        this.customizers = customizers.orderedStream().toList();
    }

    /**
     * Returns the feed {@code key}, not started. Its folders are made and checked.
     *
     * @throws SetupException if a property is missing or wrong
     */
    ImportFeed feed(String key) {
        Prefix prefix = Prefix.feed(key);
        FeedProperties.Import inbox = Objects.requireNonNull(settings.get(key).importSettings());
        ImportFeedBuilder builder = builder(key, prefix.then("import"), inbox);
        apply(prefix.then("import"), inbox, builder);
        prefix.set("concurrency", settings.get(key).concurrency(), builder::concurrency);
        prefix.set("drain-timeout", settings.drainTimeout(key), builder::drainTimeout);
        prefix.set(
                "idle-wait",
                settings.idle(key, FIRST_IDLE, LAST_IDLE),
                idle -> builder.idleWait(idle.first(), idle.longest()));
        settings.listeners().forEach(builder::listener);
        customizers.forEach(customizer -> customizer.customize(key, builder));
        ImportFeed feed = prefix.then("import").use("inbox", builder::build);
        settings.watched(key, feed::health);
        return feed;
    }

    private ImportFeedBuilder builder(String key, Prefix prefix, FeedProperties.Import inbox) {
        String project = inbox.dataProject();
        if (project == null) {
            return ImportFeed.builder(settings.job(key));
        }
        ImportRequest request = prefix.use("data-project", () -> ImportRequest.of(project));
        String company = inbox.company();
        return ImportFeed.builder(
                settings.client(key).dataManagement(),
                company == null ? request : prefix.use("company", () -> request.company(company)));
    }

    private static void apply(Prefix prefix, FeedProperties.Import inbox, ImportFeedBuilder builder) {
        Path directory = prefix.required("inbox", inbox.inbox(), "Set it to the directory whose files are sent.");
        builder.inbox(directory);
        builder.ordered(inbox.ordered());
        builder.request(rule(prefix, inbox));
        prefix.set("done", inbox.done(), builder::done);
        prefix.set("failed", inbox.failed(), builder::failed);
        prefix.set("in-doubt", inbox.inDoubt(), builder::inDoubtFolder);
        prefix.set("journal", inbox.journal(), builder::journal);
        prefix.set("settle-time", inbox.settleTime(), builder::settleTime);
        prefix.set("max-unprocessed", inbox.maxUnprocessed(), builder::maxUnprocessed);
    }

    private static FileRule rule(Prefix prefix, FeedProperties.Import inbox) {
        String entity = inbox.entity();
        FileRule ofKind =
                entity == null ? FileRule.ofPackages() : prefix.use("entity", () -> FileRule.ofEntity(entity));
        String company = inbox.company();
        FileRule ofCompany = company == null ? ofKind : prefix.use("company", () -> ofKind.company(company));
        return inbox.companyFromFolder() ? ofCompany.companyFromFolder() : ofCompany;
    }
}

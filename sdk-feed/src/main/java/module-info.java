/**
 * Feeds that run by themselves on the recurring integrations of Dynamics 365 Finance and Operations.
 *
 * <p>Start at {@code ExportFeed} and {@code ImportFeed}.
 */
module io.github.d365fo.feed {
    requires transitive io.github.d365fo.connector;
    requires transitive java.sql;
    requires static org.jspecify;

    exports io.github.d365fo.feed;
}

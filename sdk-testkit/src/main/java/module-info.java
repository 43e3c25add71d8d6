/**
 * A fake connector server to test integrations with Finance and Operations without an environment.
 *
 * <p>Start at {@link io.github.d365fo.testkit.FakeConnectorServer}.
 */
module io.github.d365fo.testkit {
    requires transitive io.github.d365fo.connector;
    requires com.fasterxml.jackson.core;
    requires java.xml;
    requires static org.jspecify;
    requires static org.junit.jupiter.api;

    exports io.github.d365fo.testkit;
    exports io.github.d365fo.testkit.junit5;
}

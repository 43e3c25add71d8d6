/**
 * The client for the recurring integrations of Dynamics 365 Finance and Operations.
 *
 * <p>Start at {@link io.github.d365fo.connector.ConnectorClient}.
 */
module io.github.d365fo.connector {
    requires transitive java.net.http;
    requires com.fasterxml.jackson.core;
    requires java.xml;
    requires static de.siegmar.fastcsv;
    requires static jdk.jfr;
    requires static org.jspecify;

    exports io.github.d365fo.connector;
    exports io.github.d365fo.connector.auth;
    exports io.github.d365fo.connector.datamanagement;
    exports io.github.d365fo.connector.dequeue;
    exports io.github.d365fo.connector.enqueue;
    exports io.github.d365fo.connector.error;
    exports io.github.d365fo.connector.packages;
    exports io.github.d365fo.connector.retry;
    exports io.github.d365fo.connector.status;
}

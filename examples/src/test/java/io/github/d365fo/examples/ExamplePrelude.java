package io.github.d365fo.examples;

import io.github.d365fo.connector.ConnectorClient;
import io.github.d365fo.connector.RecurringJob;
import io.github.d365fo.connector.enqueue.EnqueueRequest;
import io.github.d365fo.connector.enqueue.Payload;
import io.github.d365fo.testkit.FakeConnectorServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The names that examples in Javadoc may take for known. */
public abstract class ExamplePrelude implements AutoCloseable {
    protected final String tenantId = "contoso.onmicrosoft.com";
    protected final String clientId = "f0bc1d4c-2b0c-4a4e-9d4e-1d0d6c1f9a11";
    protected final String secret = "a secret";
    protected final String user = "svc-integration";
    protected final char[] password = "a password".toCharArray();

    protected final FakeConnectorServer server = FakeConnectorServer.start();
    protected final ConnectorClient client = server.client();
    protected final RecurringJob imports = client.job(server.importJob().activityId());
    protected final RecurringJob exports = client.job(server.exportJob().activityId());
    protected final EnqueueRequest journal = EnqueueRequest.of(Payload.ofString("<Document/>"))
            .entity("General journal")
            .company("usmf")
            .externalId("batch-42");

    /** Where an example may write. */
    protected final Path directory;
    /** A package of two customer groups. */
    protected final byte[] zip;

    protected ExamplePrelude(Path directory) throws IOException {
        this.directory = directory;
        Path csv = Files.writeString(
                directory.resolve("groups.csv"), "CUSTOMERGROUPID,DESCRIPTION\n10,Wholesale\n20,Retail\n");
        CustomerGroups.pack(csv, directory.resolve("groups.zip"));
        zip = Files.readAllBytes(directory.resolve("groups.zip"));
    }

    /** The example. */
    public abstract void play() throws Exception;

    /** An example need not go on until every fault that it plans has struck. */
    @Override
    public void close() {
        server.faults().allowUnfired();
        server.close();
    }
}

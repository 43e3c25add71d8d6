package io.github.d365fo.connector.usercode;

import io.github.d365fo.connector.ConnectorClient;
import io.github.d365fo.connector.RecurringJob;
import io.github.d365fo.connector.contract.FaceUnderTest;
import io.github.d365fo.connector.datamanagement.DataManagement;
import io.github.d365fo.connector.dequeue.DequeueResult;
import io.github.d365fo.connector.dequeue.TransferListener;
import io.github.d365fo.connector.enqueue.Payload;
import java.nio.file.Path;

/**
 * Who calls a client through one of its faces.
 *
 * @param client the client
 * @param face the face
 * @param target where files go
 * @param payload what is sent
 * @param progress who hears of transfers
 */
record FaceCaller(ConnectorClient client, FaceUnderTest face, Path target, Payload payload, TransferListener progress)
        implements Verb.Caller {
    static final String ACTIVITY = "6d31e09f-0249-459f-94f0-aad9c2c47b64";

    @Override
    public RecurringJob job() {
        return face.job(client, ACTIVITY);
    }

    @Override
    public DataManagement data() {
        return face.dataManagement(client);
    }

    @Override
    public DequeueResult message() {
        return DequeueResult.fromJson(Service.message(client.environment().toString()));
    }
}

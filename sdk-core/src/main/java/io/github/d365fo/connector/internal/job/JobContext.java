package io.github.d365fo.connector.internal.job;

import io.github.d365fo.connector.error.KnownSecrets;
import io.github.d365fo.connector.internal.call.Calls;
import io.github.d365fo.connector.internal.datamanagement.DataManagementOperations;
import io.github.d365fo.connector.internal.pipeline.Pipeline;
import io.github.d365fo.connector.internal.settings.ClientSettings;
import io.github.d365fo.connector.internal.transfer.FileTransfers;

/** The parts of a client that all its jobs share. */
public record JobContext(
        ClientSettings settings,
        Calls calls,
        Pipeline pipeline,
        FileTransfers transfers,
        DataManagementOperations dataManagement,
        Acknowledged acknowledged) {
    KnownSecrets secrets() {
        return settings.secrets();
    }
}

package io.github.d365fo.connector.wholefile;

import io.github.d365fo.connector.ConnectorClient;
import io.github.d365fo.connector.ExecutionId;
import io.github.d365fo.connector.auth.TokenProvider;
import io.github.d365fo.connector.contract.FaceUnderTest;
import io.github.d365fo.connector.dequeue.DequeueResult;
import io.github.d365fo.connector.dequeue.DownloadedFile;
import io.github.d365fo.connector.dequeue.ExistingTarget;
import io.github.d365fo.connector.dequeue.TransferListener;
import io.github.d365fo.connector.packages.DataSource;
import io.github.d365fo.connector.retry.RetryPolicy;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** The ways in which the SDK writes a file under a name that was given to it. */
enum Way {
    DOWNLOAD(FaceUnderTest.BLOCKING),
    ASYNC_DOWNLOAD(FaceUnderTest.ASYNC),
    STORAGE(FaceUnderTest.BLOCKING) {
        @Override
        DownloadedFile download(ConnectorClient client, Path target, int number, Optional<ExistingTarget> existing) {
            var data = face.dataManagement(client);
            ExecutionId execution = ExecutionId.of("file-" + number);
            Duration hour = Duration.ofHours(1);
            return existing.isEmpty()
                    ? data.downloadPackage(execution, target, hour)
                    : data.downloadPackage(execution, target, existing.get(), hour);
        }
    },
    ASYNC_STORAGE(FaceUnderTest.ASYNC) {
        @Override
        DownloadedFile download(ConnectorClient client, Path target, int number, Optional<ExistingTarget> existing) {
            var export = face.dataManagement(client).resumeExport(ExecutionId.of("file-" + number));
            Duration hour = Duration.ofHours(1);
            return existing.isEmpty()
                    ? export.download(target, hour)
                    : export.download(target, existing.get(), hour, TransferListener.none());
        }
    },
    PACKAGE(FaceUnderTest.BLOCKING) {
        @Override
        String write(ConnectorClient client, Path target, int number) throws IOException {
            Contents.writer(number, DataSource.ofBytes(Contents.noise(number))).writeTo(target);
            return sha256(number);
        }

        @Override
        byte[] content(int number) {
            return Contents.written(number);
        }
    };

    final FaceUnderTest face;

    Way(FaceUnderTest face) {
        this.face = face;
    }

    static ConnectorClient client(String address) {
        return ConnectorClient.builder()
                .environment(address)
                .tokenProvider(TokenProvider.ofStatic("token"))
                .retryPolicy(RetryPolicy.none())
                .build();
    }

    boolean isDownload() {
        return this != PACKAGE;
    }

    /** Writes the file {@code number} to {@code target} and returns the SHA-256 that was told. */
    String write(ConnectorClient client, Path target, int number) throws IOException {
        return download(client, target, number, Optional.empty()).sha256();
    }

    /** Downloads with what is said about a target that exists, if anything is. */
    DownloadedFile download(ConnectorClient client, Path target, int number, Optional<ExistingTarget> existing) {
        var job = face.job(client, "6d31e09f-0249-459f-94f0-aad9c2c47b64");
        DequeueResult message = DequeueResult.fromJson("{\"CorrelationId\":\"c\",\"PopReceipt\":\"r\","
                + "\"DownloadLocation\":\"" + client.environment()
                + "/api/connector/download/%7Bx%7D?blob=" + number + "\",\"IsDownLoadFileExist\":true}");
        return existing.isEmpty()
                ? job.download(message, target)
                : job.download(message, target, existing.get(), TransferListener.none());
    }

    byte[] content(int number) {
        return Contents.zip(number);
    }

    String sha256(int number) {
        return Contents.sha256(content(number));
    }
}

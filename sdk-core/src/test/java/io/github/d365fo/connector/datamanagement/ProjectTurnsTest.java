package io.github.d365fo.connector.datamanagement;

import static io.github.d365fo.connector.datamanagement.DataRig.HOUR;
import static io.github.d365fo.connector.datamanagement.DataRig.created;
import static io.github.d365fo.connector.datamanagement.DataRig.outcome;
import static io.github.d365fo.connector.datamanagement.DataRig.text;
import static io.github.d365fo.connector.datamanagement.DataRig.writeUrl;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.d365fo.connector.ConnectorListener;
import io.github.d365fo.connector.ExecutionId;
import io.github.d365fo.connector.contract.FaceUnderTest;
import io.github.d365fo.connector.enqueue.Payload;
import io.github.d365fo.connector.error.Outcome;
import io.github.d365fo.connector.error.TransportException;
import io.github.d365fo.connector.support.ScriptedServer.Reply;
import io.github.d365fo.connector.support.Zips;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Imports of one data project come one after another, and so do calls of one export; imports of other projects don't wait. */
@Timeout(30)
class ProjectTurnsTest {
    private static final Payload PACKAGE = Payload.ofString("PKzip");

    @TempDir
    Path directory;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch waiting = new CountDownLatch(1);
    private final CountDownLatch goOn = new CountDownLatch(1);
    private final ConnectorListener listener = new ConnectorListener() {
        @Override
        public void onWait(Wait event) {
            if (event.reason() == WaitReason.DATA_PROJECT) {
                assertThat(event.duration()).isEmpty();
                waiting.countDown();
            }
        }
    };

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    private Reply whenToldTo(Reply reply) {
        return connection -> {
            goOn.await();
            return reply.answer(connection);
        };
    }

    private Reply[] twoImports() {
        List<Reply> replies =
                new ArrayList<>(List.of(writeUrl(), created(), text("E-1"), whenToldTo(text("Succeeded"))));
        replies.addAll(outcome("Succeeded", "[]"));
        replies.addAll(List.of(writeUrl(), created(), text("E-2"), text("Succeeded")));
        replies.addAll(outcome("Succeeded", "[]"));
        return replies.toArray(Reply[]::new);
    }

    private static ImportRequest request(String project, String execution) {
        return ImportRequest.of(project).executionId(ExecutionId.of(execution));
    }

    @ParameterizedTest
    @EnumSource
    void aSecondImportOfAProjectWaitsForTheEndOfTheFirst(FaceUnderTest face) throws Exception {
        try (DataRig rig = new DataRig(b -> b.listener(listener), face, twoImports())) {
            Future<ImportOutcome> first = threads.submit(() ->
                    rig.data.newImport(PACKAGE, request("Customers", "E-1")).await(HOUR));
            await().until(() -> rig.server.requests().size() == 4);
            ImportOperation waits = rig.data.newImport(PACKAGE, request("CUSTOMERS", "E-2"));
            Future<ImportOutcome> second = threads.submit(() -> waits.await(HOUR));
            waiting.await();
            assertThat(waits.step()).isEqualTo(ExecutionStep.WAITING);
            assertThat(rig.server.requests()).hasSize(4);
            goOn.countDown();
            assertThat(first.get().executionId()).contains(ExecutionId.of("E-1"));
            assertThat(second.get().executionId()).contains(ExecutionId.of("E-2"));
            assertThat(rig.asked().subList(0, 8)).doesNotContainSubsequence("PUT", "PUT");
            assertThat(rig.asked().subList(8, 11)).containsExactly("GetAzureWriteUrl", "PUT", "ImportFromPackage");
        }
    }

    @ParameterizedTest
    @EnumSource
    void anImportOfAnotherProjectDoesNotWait(FaceUnderTest face) throws Exception {
        List<Reply> replies =
                new ArrayList<>(List.of(writeUrl(), created(), text("E-1"), whenToldTo(text("Succeeded"))));
        replies.addAll(List.of(writeUrl(), created(), text("E-2"), text("Succeeded")));
        replies.addAll(outcome("Succeeded", "[]"));
        replies.addAll(outcome("Succeeded", "[]"));
        try (DataRig rig = new DataRig(b -> b.listener(listener), face, replies.toArray(Reply[]::new))) {
            Future<ImportOutcome> first = threads.submit(() ->
                    rig.data.newImport(PACKAGE, request("Customers", "E-1")).await(HOUR));
            await().until(() -> rig.server.requests().size() == 4);
            assertThat(rig.data
                            .newImport(PACKAGE, request("Vendors", "E-2"))
                            .await(HOUR)
                            .isSuccess())
                    .isTrue();
            assertThat(first).isNotDone();
            goOn.countDown();
            assertThat(first.get().isSuccess()).isTrue();
            assertThat(waiting.getCount()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void theRawActionWaitsForItsTurnToo(FaceUnderTest face) throws Exception {
        try (DataRig rig = new DataRig(b -> b.listener(listener), face, whenToldTo(text("E-1")), text("E-2"))) {
            SignedUrl url = SignedUrl.of("https://acct.blob.core.windows.net/p?sig=s");
            Future<ExecutionId> first =
                    threads.submit(() -> rig.data.importFromPackage(url, request("Customers", "E-1")));
            await().until(() -> rig.server.requests().size() == 1);
            Future<ExecutionId> second =
                    threads.submit(() -> rig.data.importFromPackage(url, request("Customers", "E-2")));
            waiting.await();
            assertThat(rig.server.requests()).hasSize(1);
            goOn.countDown();
            assertThat(first.get()).isEqualTo(ExecutionId.of("E-1"));
            assertThat(second.get()).isEqualTo(ExecutionId.of("E-2"));
        }
    }

    @ParameterizedTest
    @EnumSource
    void twoCallsOfOneExportStartItOnce(FaceUnderTest face) throws Exception {
        Reply url = DataRig.fileUrl();
        Reply zip = Reply.bytes(200, Zips.tiny());
        try (DataRig rig = new DataRig(
                b -> b.listener(listener),
                face,
                text("E-1"),
                whenToldTo(text("Succeeded")),
                url,
                zip,
                text("Succeeded"),
                text("Succeeded"),
                url,
                zip)) {
            ExportOperation export = rig.data.newExport(ExportRequest.of("Customers"));
            Future<?> first = threads.submit(() -> export.download(directory.resolve("a.zip"), HOUR));
            await().until(() -> rig.server.requests().size() == 2);
            Future<?> second = threads.submit(() -> export.download(directory.resolve("b.zip"), HOUR));
            waiting.await();
            goOn.countDown();
            first.get();
            second.get();
            assertThat(rig.asked()).containsOnlyOnce("ExportToPackage");
        }
    }

    @Test
    void whoIsCancelledLeavesTheLineAndTheNextGetsTheTurn() throws Exception {
        try (DataRig rig = new DataRig(b -> b.listener(listener), FaceUnderTest.ASYNC, twoImports())) {
            AsyncDataManagement data = rig.client.async().dataManagement();
            CompletableFuture<ImportOutcome> first =
                    data.newImport(PACKAGE, request("Customers", "E-1")).await(HOUR);
            await().until(() -> rig.server.requests().size() == 4);
            CompletableFuture<ImportOutcome> cancelled =
                    data.newImport(PACKAGE, request("Customers", "E-X")).await(HOUR);
            CompletableFuture<ImportOutcome> last =
                    data.newImport(PACKAGE, request("Customers", "E-2")).await(HOUR);
            cancelled.cancel(true);
            goOn.countDown();
            assertThat(first.get(20, TimeUnit.SECONDS).isSuccess()).isTrue();
            assertThat(last.get(20, TimeUnit.SECONDS).executionId()).contains(ExecutionId.of("E-2"));
            assertThat(rig.server.requests()).hasSize(16);
        }
    }

    @Test
    void anInterruptEndsTheWaitForATurn() throws Exception {
        try (DataRig rig = new DataRig(b -> b.listener(listener), FaceUnderTest.BLOCKING, twoImports())) {
            Future<ImportOutcome> first = threads.submit(() ->
                    rig.data.newImport(PACKAGE, request("Customers", "E-1")).await(HOUR));
            await().until(() -> rig.server.requests().size() == 4);
            Future<ImportOutcome> second = threads.submit(() -> {
                try {
                    return rig.data
                            .newImport(PACKAGE, request("Customers", "E-2"))
                            .await(HOUR);
                } finally {
                    goOn.countDown();
                }
            });
            waiting.await();
            // Cancelling the task of an executor interrupts its thread.
            second.cancel(true);
            goOn.await();
            assertThat(first.get().isSuccess()).isTrue();
            assertThat(rig.server.requests()).hasSize(8);
        }
    }

    @Test
    void closingTheClientEndsTheWaitForATurn() throws Exception {
        try (DataRig rig = new DataRig(b -> b.listener(listener), FaceUnderTest.BLOCKING, twoImports())) {
            threads.submit(() ->
                    rig.data.newImport(PACKAGE, request("Customers", "E-1")).await(HOUR));
            await().until(() -> rig.server.requests().size() == 4);
            Future<ImportOutcome> second = threads.submit(() ->
                    rig.data.newImport(PACKAGE, request("Customers", "E-2")).await(HOUR));
            waiting.await();
            rig.client.close();
            assertThatThrownBy(second::get)
                    .isInstanceOf(ExecutionException.class)
                    .cause()
                    .isInstanceOfSatisfying(TransportException.class, e -> {
                        assertThat(e.outcome()).isEqualTo(Outcome.NOT_SENT);
                        assertThat(e).hasMessageContaining("closed");
                    });
            goOn.countDown();
        }
    }
}

package io.github.d365fo.connector.usercode;

import io.github.d365fo.connector.ExecutionId;
import io.github.d365fo.connector.MessageId;
import io.github.d365fo.connector.RecurringJob;
import io.github.d365fo.connector.datamanagement.DataManagement;
import io.github.d365fo.connector.datamanagement.ExportRequest;
import io.github.d365fo.connector.datamanagement.ImportRequest;
import io.github.d365fo.connector.dequeue.DequeueResult;
import io.github.d365fo.connector.dequeue.DownloadStream;
import io.github.d365fo.connector.dequeue.TransferListener;
import io.github.d365fo.connector.enqueue.EnqueueRequest;
import io.github.d365fo.connector.enqueue.Payload;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;

/** One call of each kind, against a {@link Service}. */
enum Verb implements Called {
    ENQUEUE {
        @Override
        public void call(Caller caller) {
            caller.job().enqueue(EnqueueRequest.of(caller.payload()), caller.progress());
        }
    },
    DEQUEUE {
        @Override
        public void call(Caller caller) {
            caller.job().dequeue();
        }
    },
    DOWNLOAD {
        @Override
        public void call(Caller caller) throws IOException {
            caller.job().download(caller.message(), caller.target(), caller.progress());
            Files.delete(caller.target());
        }
    },
    OPEN {
        @Override
        public void call(Caller caller) throws IOException {
            try (DownloadStream stream = caller.job().open(caller.message())) {
                stream.readAllBytes();
            }
        }
    },
    ACKNOWLEDGE {
        @Override
        public void call(Caller caller) {
            caller.job().acknowledge(caller.message());
        }
    },
    MESSAGE_STATUS {
        @Override
        public void call(Caller caller) {
            caller.job().messageStatus(MESSAGE);
        }
    },
    JOB_STATUS {
        @Override
        public void call(Caller caller) {
            caller.job().jobStatus(MESSAGE);
        }
    },
    AWAIT_PROCESSED {
        @Override
        public void call(Caller caller) {
            caller.job().awaitProcessed(MESSAGE, HOUR);
        }
    },
    ENQUEUE_AND_AWAIT {
        @Override
        public void call(Caller caller) {
            caller.job().enqueueAndAwait(EnqueueRequest.of(caller.payload()), HOUR);
        }
    },
    /** Of unknown length, and so read by other threads than the caller's. */
    IMPORT {
        @Override
        public void call(Caller caller) {
            caller.data()
                    .newImport(caller.payload(), ImportRequest.of("Customers"))
                    .await(HOUR, caller.progress());
        }
    },
    EXPORT {
        @Override
        public void call(Caller caller) throws IOException {
            caller.data().newExport(ExportRequest.of("Customers")).download(caller.target(), HOUR, caller.progress());
            Files.delete(caller.target());
        }
    },
    EXECUTION_STATUS {
        @Override
        public void call(Caller caller) {
            caller.data().executionStatus(ExecutionId.of("E-1"));
        }
    };

    static final MessageId MESSAGE = MessageId.of(Service.MESSAGE);
    static final Duration HOUR = Duration.ofHours(1);
    static final Set<Verb> UPLOADS = EnumSet.of(ENQUEUE, ENQUEUE_AND_AWAIT, IMPORT);
    static final Set<Verb> WITH_PROGRESS = EnumSet.of(ENQUEUE, DOWNLOAD, IMPORT, EXPORT);
    static final Set<Verb> TRANSFERS = EnumSet.of(ENQUEUE, ENQUEUE_AND_AWAIT, DOWNLOAD, IMPORT, EXPORT);
    /** Those whose first request is sent again after a 500. */
    static final Set<Verb> REPEATED = EnumSet.complementOf(EnumSet.of(ENQUEUE, ENQUEUE_AND_AWAIT, EXPORT));

    /** Who calls, through which face, and what it hands over. */
    interface Caller {
        RecurringJob job();

        DataManagement data();

        DequeueResult message();

        Path target();

        Payload payload();

        TransferListener progress();
    }
}

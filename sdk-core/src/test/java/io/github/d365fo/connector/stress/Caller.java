package io.github.d365fo.connector.stress;

import io.github.d365fo.connector.AsyncRecurringJob;
import io.github.d365fo.connector.ConnectorClient;
import io.github.d365fo.connector.MessageId;
import io.github.d365fo.connector.RecurringJob;
import io.github.d365fo.connector.dequeue.DequeueResult;
import io.github.d365fo.connector.dequeue.DownloadedFile;
import io.github.d365fo.connector.enqueue.EnqueueRequest;
import io.github.d365fo.connector.enqueue.Payload;
import io.github.d365fo.connector.error.ConnectorException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** One thread that calls what chance wants, through the face that chance wants, and checks what it gets. */
final class Caller implements Runnable {
    private static final int CANCELLED_OF_100 = 10;

    private final Ledger ledger;
    private final ConnectorClient client;
    private final ConnectorClient nowhere;
    private final Path target;
    private final Random random;
    private final BooleanSupplier goesOn;
    private boolean calling;

    Caller(
            Ledger ledger,
            ConnectorClient client,
            ConnectorClient nowhere,
            Path target,
            long seed,
            BooleanSupplier goesOn) {
        this.ledger = ledger;
        this.client = client;
        this.nowhere = nowhere;
        this.target = target;
        this.random = new Random(seed);
        this.goesOn = goesOn;
    }

    @Override
    public void run() {
        while (goesOn.getAsBoolean()) {
            UUID id = new UUID(random.nextLong(), random.nextLong());
            try {
                call(random.nextInt(20) == 0 ? nowhere : client, id);
                ledger.succeeded();
            } catch (ConnectorException e) {
                ledger.failed(id, e);
            } catch (CancellationException e) {
                ledger.cancelled();
            } catch (Throwable e) {
                ledger.wrong(id, "ended with " + Ledger.text(e));
            }
        }
    }

    /** Interrupts {@code thread}, in which this runs, if it is in the middle of a call. */
    synchronized void interruptIfCalling(Thread thread) {
        if (calling) {
            thread.interrupt();
        }
    }

    private synchronized void calling(boolean now) {
        calling = now;
        if (!now) {
            Thread.interrupted();
        }
    }

    private void call(ConnectorClient there, UUID id) throws IOException {
        RecurringJob job = there.job(Ledger.ACTIVITY);
        AsyncRecurringJob async = there.async().job(Ledger.ACTIVITY);
        boolean blocking = random.nextBoolean();
        switch (random.nextInt(5)) {
            case 0, 1 -> {
                EnqueueRequest request = EnqueueRequest.of(payload(Weather.file(id)));
                MessageId answer = blocking ? here(() -> job.enqueue(request)) : later(async.enqueue(request));
                ledger.enqueued(id, answer);
            }
            case 2 -> {
                DequeueResult message = ledger.message(there, id);
                DownloadedFile file =
                        blocking ? here(() -> job.download(message, target)) : later(async.download(message, target));
                ledger.downloaded(id, file);
                Files.delete(target);
            }
            case 3 -> {
                DequeueResult message = ledger.message(there, id);
                Void none = blocking
                        ? here(() -> {
                            job.acknowledge(message);
                            return null;
                        })
                        : later(async.acknowledge(message));
                ledger.require(id, none == null, "acknowledged with an answer");
            }
            default -> {
                MessageId message = MessageId.of(id.toString());
                var status = blocking ? here(() -> job.messageStatus(message)) : later(async.messageStatus(message));
                ledger.require(id, status.isSuccess(), "another status");
            }
        }
    }

    private Payload payload(byte[] file) {
        return switch (random.nextInt(3)) {
            case 0 -> Payload.ofBytes(file);
            case 1 -> Payload.ofStream(() -> new ByteArrayInputStream(file), file.length);
            default -> Payload.ofStream(() -> new ByteArrayInputStream(file));
        };
    }

    private <T> T here(Supplier<T> call) {
        calling(true);
        try {
            return call.get();
        } finally {
            calling(false);
        }
    }

    private <T> T later(CompletableFuture<T> future) {
        try {
            if (random.nextInt(100) < CANCELLED_OF_100) {
                new CountDownLatch(1).await(random.nextInt(10), TimeUnit.MILLISECONDS);
                future.cancel(true);
            }
            return future.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        } catch (CompletionException e) {
            throw e.getCause() instanceof ConnectorException known ? known : e;
        }
    }
}

package io.github.d365fo.feed.internal.export;

import io.github.d365fo.connector.ActivityId;
import io.github.d365fo.connector.MessageId;
import io.github.d365fo.connector.Operation;
import io.github.d365fo.connector.RecurringJob;
import io.github.d365fo.connector.datamanagement.ImportOutcome;
import io.github.d365fo.connector.dequeue.AckRequest;
import io.github.d365fo.connector.dequeue.DequeueResult;
import io.github.d365fo.connector.dequeue.DownloadStream;
import io.github.d365fo.connector.dequeue.DownloadedFile;
import io.github.d365fo.connector.dequeue.ExistingTarget;
import io.github.d365fo.connector.dequeue.TransferListener;
import io.github.d365fo.connector.enqueue.EnqueueRequest;
import io.github.d365fo.connector.error.ConnectorException;
import io.github.d365fo.connector.error.Failure;
import io.github.d365fo.connector.error.IntegrityException;
import io.github.d365fo.connector.error.Outcome;
import io.github.d365fo.connector.error.TransportException;
import io.github.d365fo.connector.status.JobStatus;
import io.github.d365fo.connector.status.MessageStatus;
import io.github.d365fo.feed.internal.files.Durable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;

/** The service as one simulated machine sees it: leases by the world's clock, lost answers, odd redeliveries. */
final class SimulatedService implements RecurringJob {
    static final ActivityId ACTIVITY = ActivityId.of("{6D31E09F-0249-459F-94F0-AAD9C2C47B64}");

    private final World world;
    private final Machine machine;

    SimulatedService(World world, Machine machine) {
        this.world = world;
        this.machine = machine;
    }

    @Override
    public ActivityId activityId() {
        return ACTIVITY;
    }

    @Override
    public Optional<DequeueResult> dequeue() {
        machine.mayEnd("before a dequeue");
        machine.checkCapacity();
        if (world.chance(5)) {
            throw lost(Operation.DEQUEUE, Outcome.NOT_SENT);
        }
        Instant now = world.instant();
        Optional<World.Message> found = world.messages.stream()
                .filter(each -> !each.acknowledged && !each.visibleAt.isAfter(now))
                .findFirst();
        if (found.isEmpty()) {
            return Optional.empty();
        }
        String json = lease(found.get(), now);
        if (world.chance(4)) {
            world.tell(machine + " loses the answer with message " + found.get().number);
            throw lost(Operation.DEQUEUE, Outcome.UNKNOWN);
        }
        machine.mayEnd("after a dequeue");
        world.tell(machine + " dequeues message " + found.get().number);
        return Optional.of(DequeueResult.fromJson(json, now));
    }

    private String lease(World.Message message, Instant now) {
        String last = "null";
        if (message.deliveries > 0) {
            last = "\"" + message.lastDequeued + "\"";
            if (world.renamesCorrelation) {
                message.correlationId = "message-" + message.number + "-" + message.deliveries;
            }
            if (world.renamesBlob) {
                message.blob = "blob-" + message.number + "-" + message.deliveries;
            }
        }
        message.deliveries++;
        message.receipt = "receipt-" + message.number + "-" + message.deliveries;
        message.lastDequeued = now;
        message.visibleAt = now.plus(DequeueResult.LEASE);
        String address =
                message.hasFile ? "\"http://localhost:80/api/connector/download/x?blob=" + message.blob + "\"" : "null";
        return "{\"CorrelationId\":\"" + message.correlationId + "\",\"PopReceipt\":\"" + message.receipt
                + "\",\"DownloadLocation\":" + address + ",\"IsDownLoadFileExist\":" + message.hasFile
                + ",\"LastDequeueDateTime\":" + last + "}";
    }

    private World.Message find(String receipt) {
        return world.messages.stream()
                .filter(each -> receipt.startsWith("receipt-" + each.number + "-"))
                .findFirst()
                .orElseThrow();
    }

    @Override
    public DownloadedFile download(
            DequeueResult delivery, Path target, ExistingTarget existing, TransferListener progress) {
        machine.mayEnd("before a download");
        if (world.chance(5)) {
            throw lost(Operation.DOWNLOAD, Outcome.NOT_SENT);
        }
        World.Message message = find(delivery.popReceipt());
        machine.work(world.chance(5) ? Duration.ofMinutes(world.random.nextInt(60)) : Duration.ofSeconds(5));
        try {
            write(target, message.content);
        } catch (IOException e) {
            message.refusedBy = Optional.of(machine);
            Failure failure = Failure.of(Operation.DOWNLOAD, Outcome.REJECTED).cause(e);
            throw new IntegrityException("the target can't be written: " + e, failure);
        }
        machine.mayEnd("after a download");
        return DownloadedFile.of(target, message.content.length, sha256(message.content));
    }

    /** As the client does: the target appears when it is whole and on the disk, and a failure leaves nothing behind. */
    private void write(Path target, byte[] content) throws IOException {
        Path part = target.resolveSibling(".d365fo-" + target.getFileName());
        try {
            Files.write(part, content);
            Durable.force(part);
            Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            Durable.forceDirectory(target.getParent());
        } catch (IOException e) {
            machine.disk.quietly(() -> Files.deleteIfExists(part));
            throw e;
        }
    }

    static String sha256(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void acknowledge(AckRequest request) {
        throw new AssertionError("the feed acknowledges messages");
    }

    @Override
    public void acknowledge(DequeueResult delivery) {
        machine.mayEnd("before an acknowledgement");
        World.Message message = find(delivery.popReceipt());
        if (world.chance(6)) {
            throw lost(Operation.ACKNOWLEDGE, Outcome.NOT_SENT);
        }
        boolean current = message.receipt.equals(delivery.popReceipt())
                && message.visibleAt.isAfter(world.instant())
                && !message.acknowledged;
        if (!current) {
            throw lost(Operation.ACKNOWLEDGE, Outcome.UNKNOWN);
        }
        machine.checkSettled(message);
        message.acknowledged = true;
        world.tell(machine + " acknowledges message " + message.number);
        if (world.chance(6)) {
            throw lost(Operation.ACKNOWLEDGE, Outcome.UNKNOWN);
        }
        machine.mayEnd("after an acknowledgement");
    }

    private static ConnectorException lost(Operation operation, Outcome outcome) {
        return new TransportException("made up", Failure.of(operation, outcome));
    }

    @Override
    public DownloadStream open(DequeueResult message) {
        throw new AssertionError("nothing here is no whole package");
    }

    @Override
    public DownloadedFile download(DequeueResult message, Path target, TransferListener progress) {
        throw new AssertionError("the feed says what becomes of a target");
    }

    @Override
    public MessageId enqueue(EnqueueRequest request, TransferListener progress) {
        throw new AssertionError("an export job");
    }

    @Override
    public MessageStatus messageStatus(MessageId message) {
        throw new AssertionError("an export job");
    }

    @Override
    public JobStatus jobStatus(MessageId message) {
        throw new AssertionError("an export job");
    }

    @Override
    public MessageStatus awaitProcessed(MessageId message, Duration atMost) {
        throw new AssertionError("an export job");
    }

    @Override
    public ImportOutcome outcome(MessageId message) {
        throw new AssertionError("an export job");
    }

    @Override
    public ImportOutcome enqueueAndAwait(EnqueueRequest request, Duration atMost) {
        throw new AssertionError("an export job");
    }
}

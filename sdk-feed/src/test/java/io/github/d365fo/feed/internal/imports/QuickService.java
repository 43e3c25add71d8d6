package io.github.d365fo.feed.internal.imports;

import io.github.d365fo.connector.MessageId;
import io.github.d365fo.connector.enqueue.EnqueueRequest;
import io.github.d365fo.connector.enqueue.Payload;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** A job without a wire, for many histories in a short time. */
final class QuickService implements HistoryService {
    private final QuickJob job;

    QuickService() {
        this(new QuickJob());
    }

    QuickService(QuickJob job) {
        this.job = job;
    }

    @Override
    public Destination destination() {
        return new JobDestination(
                job.proxy(), file -> EnqueueRequest.of(Payload.ofFile(file)).entity("Customer groups"));
    }

    @Override
    public void planFault(Random random) {
        job.failNext(random.nextInt(QuickJob.FAULTS));
    }

    @Override
    public void forgetFaults() {
        job.failNext(-1);
    }

    @Override
    public int overlaps() {
        return job.overlaps();
    }

    @Override
    public List<String> arrived() {
        return job.arrived();
    }

    @Override
    public Optional<MessageId> messageOf(String externalId) {
        return job.messageOf(externalId);
    }

    @Override
    public int lost() {
        return job.lost();
    }

    @Override
    public boolean isProcessed(MessageId message) {
        return job.isProcessed(message);
    }

    @Override
    public Clock clock() {
        return job.clock();
    }
}

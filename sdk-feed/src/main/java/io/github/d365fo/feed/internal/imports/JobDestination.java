package io.github.d365fo.feed.internal.imports;

import io.github.d365fo.connector.MessageId;
import io.github.d365fo.connector.RecurringJob;
import io.github.d365fo.connector.datamanagement.ImportOutcome;
import io.github.d365fo.connector.enqueue.EnqueueRequest;
import io.github.d365fo.connector.error.ConnectorException;
import io.github.d365fo.connector.error.KnownSecrets;
import io.github.d365fo.connector.error.Outcome;
import io.github.d365fo.connector.status.MessageStatus;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;

/** A recurring import job. It gives each file a message id, and only by that can be asked about it. */
final class JobDestination implements Destination {
    private final RecurringJob job;
    private final RequestFunction function;

    JobDestination(RecurringJob job, Function<Path, EnqueueRequest> rule) {
        this.job = job;
        this.function = new RequestFunction(rule, new Telling(job.knownSecrets()));
    }

    @Override
    public String name() {
        return job.activityId().toString();
    }

    @Override
    public KnownSecrets knownSecrets() {
        return job.knownSecrets();
    }

    @Override
    public boolean canAsk() {
        return false;
    }

    @Override
    public String whereToLook() {
        return "the recurring data job with the activity id " + job.activityId() + ", under \"Manage messages\"";
    }

    @Override
    public Parcel prepare(Path file, String id, Instant now) throws RequestException {
        EnqueueRequest asked = function.ask(file);
        EnqueueRequest request = asked.externalId().isPresent() ? asked : asked.externalId(id);
        return new Parcel(
                new Shipment(request.externalId().orElse(id), request.entity(), request.company(), now), request);
    }

    @Override
    public Parcel again(Path file, Shipment shipment) {
        throw new IllegalStateException("a job can't be asked for a file whose answer was lost");
    }

    @Override
    public Receipt send(Parcel parcel, boolean perhapsSent) {
        return new Receipt(Optional.of(job.enqueue(parcel.request())), Optional.empty());
    }

    @Override
    public Judgement judge(Parcel parcel, Throwable failure) {
        // A client that is closed refuses a call before it does anything.
        boolean unsent = failure instanceof ConnectorException known
                ? known.outcome() != Outcome.UNKNOWN
                : failure instanceof IllegalStateException;
        return new Judgement(unsent ? Verdict.ofRefusal(failure) : Verdict.DOUBT, unsent);
    }

    @Override
    public Optional<ImportOutcome> outcome(MessageId message) {
        MessageStatus status = job.messageStatus(message);
        return status.isTerminal()
                ? Optional.of(job.outcome(message)).filter(ImportOutcome::isTerminal)
                : Optional.empty();
    }

    @Override
    public Optional<ImportOutcome> bareOutcome(MessageId message) {
        MessageStatus status = job.messageStatus(message);
        return status.isTerminal()
                ? Optional.of(ImportOutcome.builder()
                        .message(message, status)
                        .gap("The service did not tell more than the state.")
                        .build())
                : Optional.empty();
    }

    @Override
    public Optional<ImportOutcome> outcome(Shipment shipment) {
        return Optional.empty();
    }
}

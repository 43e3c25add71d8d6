package io.github.d365fo.feed.internal.imports;

import io.github.d365fo.connector.MessageId;
import io.github.d365fo.connector.datamanagement.ImportOutcome;
import io.github.d365fo.connector.error.KnownSecrets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/** A destination that passes all to another, for tests that change a part of it. */
class PassingDestination implements Destination {
    private final Destination inner;

    PassingDestination(Destination inner) {
        this.inner = inner;
    }

    @Override
    public String name() {
        return inner.name();
    }

    @Override
    public KnownSecrets knownSecrets() {
        return inner.knownSecrets();
    }

    @Override
    public boolean canAsk() {
        return inner.canAsk();
    }

    @Override
    public String whereToLook() {
        return inner.whereToLook();
    }

    @Override
    public Parcel prepare(Path file, String id, Instant now) throws RequestException {
        return inner.prepare(file, id, now);
    }

    @Override
    public Parcel again(Path file, Shipment shipment) throws RequestException {
        return inner.again(file, shipment);
    }

    @Override
    public Receipt send(Parcel parcel, boolean perhapsSent) {
        return inner.send(parcel, perhapsSent);
    }

    @Override
    public Judgement judge(Parcel parcel, Throwable failure) {
        return inner.judge(parcel, failure);
    }

    @Override
    public Optional<ImportOutcome> outcome(MessageId message) {
        return inner.outcome(message);
    }

    @Override
    public Optional<ImportOutcome> bareOutcome(MessageId message) {
        return inner.bareOutcome(message);
    }

    @Override
    public Optional<ImportOutcome> outcome(Shipment shipment) {
        return inner.outcome(shipment);
    }
}

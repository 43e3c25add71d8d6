package io.github.d365fo.feed.internal.imports;

import io.github.d365fo.connector.MessageId;
import io.github.d365fo.connector.datamanagement.ImportState;
import io.github.d365fo.feed.ImportPlace;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;

/** Writes an entry as the fields of a record, and reads it. What is absent is an empty field. */
final class EntryCodec {
    private static final String VERSION = "1";

    private EntryCodec() {}

    static List<String> write(FileEntry entry) {
        Optional<Shipment> shipment = entry.shipment();
        Optional<Ending> ending = entry.ending();
        Optional<FileStamp> stamp = shipment.flatMap(Shipment::file);
        return List.of(
                VERSION,
                entry.id(),
                entry.stage().name(),
                entry.changedAt().toString(),
                entry.source(),
                entry.takenAt().toString(),
                shipment.map(Shipment::externalId).orElse(""),
                shipment.flatMap(Shipment::entity).orElse(""),
                shipment.flatMap(Shipment::company).orElse(""),
                shipment.map(sent -> sent.at().toString()).orElse(""),
                entry.message().map(MessageId::value).orElse(""),
                entry.doubtName().orElse(""),
                ending.map(end -> end.place().name()).orElse(""),
                ending.map(Ending::name).orElse(""),
                ending.map(end -> end.state().name()).orElse(""),
                ending.flatMap(Ending::reason).orElse(""),
                stamp.map(file -> Long.toString(file.size())).orElse(""),
                stamp.map(file -> file.modified().toString()).orElse(""));
    }

    /**
     * Reads an entry.
     *
     * @throws IllegalArgumentException if {@code fields} are none, which a checksum can't tell: another version wrote them
     */
    static FileEntry read(List<String> fields) {
        if (fields.isEmpty() || !VERSION.equals(fields.get(0))) {
            throw new IllegalArgumentException("a record of the journal was written by another version of the feed");
        }
        try {
            return read(fields.iterator());
        } catch (NoSuchElementException | DateTimeException e) {
            throw new IllegalArgumentException("a record of the journal can't be read: " + e.getMessage(), e);
        }
    }

    private static FileEntry read(Iterator<String> fields) {
        fields.next();
        String id = fields.next();
        Stage stage = Stage.valueOf(fields.next());
        Instant changedAt = Instant.parse(fields.next());
        String source = fields.next();
        Instant takenAt = Instant.parse(fields.next());
        Optional<Shipment> shipment = shipment(fields);
        Optional<MessageId> message = text(fields.next()).map(MessageId::verbatim);
        Optional<String> doubtName = text(fields.next());
        Optional<Ending> ending = ending(fields);
        Optional<FileStamp> stamp = stamp(fields);
        Optional<Shipment> sent = shipment.map(how -> stamp.map(how::of).orElse(how));
        return new FileEntry(id, source, takenAt, stage, sent, message, doubtName, ending, changedAt);
    }

    private static Optional<Shipment> shipment(Iterator<String> fields) {
        String externalId = fields.next();
        Optional<String> entity = text(fields.next());
        Optional<String> company = text(fields.next());
        return text(fields.next()).map(at -> new Shipment(externalId, entity, company, Instant.parse(at)));
    }

    private static Optional<Ending> ending(Iterator<String> fields) {
        Optional<String> place = text(fields.next());
        String name = fields.next();
        String state = fields.next();
        Optional<String> reason = text(fields.next());
        return place.map(as -> new Ending(ImportPlace.valueOf(as), name, ImportState.valueOf(state), reason));
    }

    /** Records of earlier versions have none. */
    private static Optional<FileStamp> stamp(Iterator<String> fields) {
        return fields.hasNext()
                ? text(fields.next()).map(size -> new FileStamp(Long.parseLong(size), Instant.parse(fields.next())))
                : Optional.empty();
    }

    private static Optional<String> text(String field) {
        return field.isEmpty() ? Optional.empty() : Optional.of(field);
    }
}

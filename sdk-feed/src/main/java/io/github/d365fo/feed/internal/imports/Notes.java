package io.github.d365fo.feed.internal.imports;

import io.github.d365fo.connector.ExecutionId;
import io.github.d365fo.connector.MessageId;
import io.github.d365fo.connector.datamanagement.ExecutionError;
import io.github.d365fo.connector.datamanagement.ImportOutcome;
import io.github.d365fo.connector.status.EntityStatus;
import java.net.URI;
import java.util.Optional;

/** The texts that lie beside files that failed or are in doubt, for people. */
final class Notes {
    private Notes() {}

    /** Returns the report of a file that failed. */
    static String report(FileEntry entry, Ending ending, Optional<ImportOutcome> outcome, Destination to) {
        Lines lines = new Lines();
        lines.add(entry.source() + " was not imported, or not as a whole.");
        lines.blank();
        ending.reason().ifPresent(lines::add);
        lines.blank();
        lines.fact("state", ending.state().name());
        lines.fact("sent to", to.name());
        shipment(lines, entry);
        lines.fact("message id", entry.message().map(MessageId::value));
        outcome.ifPresent(known -> outcome(lines, known));
        return lines.text();
    }

    private static void shipment(Lines lines, FileEntry entry) {
        lines.fact("entity", entry.shipment().flatMap(Shipment::entity));
        lines.fact("company", entry.shipment().flatMap(Shipment::company));
        lines.fact("sent at", entry.shipment().map(sent -> sent.at().toString()));
        lines.fact("external id", entry.shipment().map(Shipment::externalId));
    }

    private static void outcome(Lines lines, ImportOutcome outcome) {
        lines.fact("execution", outcome.executionId().map(ExecutionId::value));
        lines.fact("page", outcome.page().map(URI::toString));
        outcome.gaps().forEach(gap -> lines.fact("not known", gap));
        for (EntityStatus entity : outcome.entities()) {
            lines.fact("result", entity.toString());
        }
        if (outcome.errorCount() > 0) {
            lines.blank();
            lines.add("Errors: " + outcome.errorCount());
            outcome.errors().stream().map(ExecutionError::toString).forEach(lines::add);
        }
        if (outcome.hasMoreErrors()) {
            lines.add("The service told more; its files of errors have them all.");
        }
    }

    /** Returns what to do about a file that is in doubt. */
    static String doubt(FileEntry entry, Ending ending, Destination to) {
        Lines lines = new Lines();
        lines.add("It is not known what became of " + entry.source() + ", so it is not sent again by itself.");
        lines.blank();
        ending.reason().ifPresent(lines::add);
        lines.blank();
        shipment(lines, entry);
        if (entry.shipment().isEmpty()) {
            lines.fact("external id", entry.id() + ", unless your request function gave it another");
        }
        lines.fact("message id", entry.message().map(MessageId::value));
        lines.blank();
        lines.add("1. Look for it in Finance and Operations: " + to.whereToLook() + ", by its "
                + (entry.message().isPresent() ? "message id." : "external id and the time."));
        lines.add("2. If it is there, tell the feed its message id: resolve(\"" + entry.id()
                + "\", MessageId.of(\"...\")). The feed then follows it to its end. Without the message id:"
                + " resolve(\"" + entry.id() + "\", Resolution.ARRIVED).");
        lines.add("3. If it is not there after some minutes: resolve(\"" + entry.id()
                + "\", Resolution.NOT_ARRIVED) sends it again.");
        lines.blank();
        lines.add("Don't move this file, and don't put it into the inbox again: it may be imported twice.");
        return lines.text();
    }

    private static final class Lines {
        private final StringBuilder text = new StringBuilder();

        void add(String line) {
            text.append(Printable.line(line)).append(System.lineSeparator());
        }

        void blank() {
            add("");
        }

        void fact(String name, Optional<String> value) {
            value.ifPresent(known -> fact(name, known));
        }

        void fact(String name, String value) {
            add(name + ": " + value);
        }

        String text() {
            return text.toString();
        }
    }
}

package io.github.d365fo.testkit;

import io.github.d365fo.connector.Operation;
import io.github.d365fo.testkit.internal.connector.ExportQueue;
import io.github.d365fo.testkit.internal.connector.ImportQueue;
import io.github.d365fo.testkit.internal.connector.Jobs;
import io.github.d365fo.testkit.internal.connector.ReceivedFile;
import io.github.d365fo.testkit.internal.journal.Journal;
import io.github.d365fo.testkit.internal.journal.JournalAssertionError;
import io.github.d365fo.testkit.internal.journal.Secrets;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Assertions on the requests and answers of a fake server. Each returns this object, or throws an {@link
 * AssertionError} that shows all requests as a timeline, without secrets. Those on requests throw an {@link
 * IllegalStateException} if more came than the journal keeps, since nobody knows what the first ones were; see {@link
 * FakeConnectorServer.Builder#journalSize}. Thread-safe.
 *
 * <pre>{@code
 * server.faults().on(Operation.ENQUEUE).inject(new Fault.Throttled(Fault.RetryAfter.seconds(120)));
 * imports.enqueue(journal.company("usmf"));
 * server.verify()
 *         .enqueuedOnceFor("usmf")
 *         .noImportSentTwice()
 *         .retryAfterHonoured()
 *         .noSecretSeen();
 * }</pre>
 */
public final class JournalAssert {
    private final Journal journal;
    private final Secrets secrets;
    private final Jobs jobs;

    JournalAssert(Journal journal, Secrets secrets, Jobs jobs) {
        this.journal = journal;
        this.secrets = secrets;
        this.jobs = jobs;
    }

    /** Asserts that exactly one file was enqueued, with this parameter {@code company}. */
    public JournalAssert enqueuedOnceFor(String company) {
        Objects.requireNonNull(company, "company");
        List<Optional<String>> companies =
                files().stream().map(ReceivedFile::company).toList();
        return check(
                companies.equals(List.of(Optional.of(company))),
                "expected one file enqueued with company " + company + ", but " + companies.size() + " were, with "
                        + companies);
    }

    /** Asserts that every message of every job is acknowledged. */
    public JournalAssert nothingUnacknowledged() {
        int pending = jobs.exports().stream().mapToInt(ExportQueue::pending).sum();
        return check(pending == 0, "expected every message to be acknowledged, but " + pending + " are not");
    }

    /** Asserts that no message was delivered a second time because its lease had ended before the acknowledgement. */
    public JournalAssert noMessageDeliveredTwice() {
        int twice = jobs.exports().stream().mapToInt(ExportQueue::redelivered).sum();
        return check(twice == 0, "expected every message to be delivered at most once, but " + twice + " were not");
    }

    /**
     * Asserts that no message was acknowledged before its file had been downloaded completely, even if the file was
     * downloaded later: a failure in between would have lost it.
     */
    public JournalAssert noUnreadMessageAcknowledged() {
        int unread = jobs.exports().stream()
                .mapToInt(ExportQueue::acknowledgedUnread)
                .sum();
        return check(
                unread == 0,
                "expected every file to be downloaded before its acknowledgement, but " + unread + " were not");
    }

    /** Asserts that no file was enqueued twice with the same content, job, entity, company and external id. */
    public JournalAssert noImportSentTwice() {
        Map<String, Integer> seen = new HashMap<>();
        for (ImportQueue job : jobs.imports()) {
            job.files().forEach(file -> seen.merge(job.activityId() + fingerprint(file), 1, Integer::sum));
        }
        long twice = seen.values().stream().filter(count -> count > 1).count();
        return check(twice == 0, "expected no file to be enqueued twice, but " + twice + " were");
    }

    /** Asserts that there were never more than {@code most} requests at once. */
    public JournalAssert atMostAtOnce(int most) {
        int found = all().stream()
                .map(Journal.Entry::request)
                .mapToInt(RecordedRequest::atOnce)
                .max()
                .orElse(0);
        return check(found <= most, "expected at most " + most + " requests at once, but there were " + found);
    }

    /** Asserts that there were exactly {@code count} requests of an operation. */
    public JournalAssert requests(Operation operation, int count) {
        Objects.requireNonNull(operation, "operation");
        long found = all().stream()
                .map(Journal.Entry::request)
                .filter(request -> request.operation().filter(operation::equals).isPresent())
                .count();
        return check(found == count, "expected " + count + " requests of " + operation + ", but " + found + " came");
    }

    /**
     * Asserts that after an answer with {@code Retry-After} the environment got no request until that time had passed,
     * by the server's clock. Token requests are allowed.
     */
    public JournalAssert retryAfterHonoured() {
        Instant closedUntil = Instant.MIN;
        for (Journal.Entry entry : all()) {
            boolean token = entry.request()
                    .operation()
                    .filter(Operation.ACCESS_TOKEN::equals)
                    .isPresent();
            check(
                    token || !entry.request().at().isBefore(closedUntil),
                    "expected no request before " + closedUntil + ", as Retry-After asks, but one came at "
                            + entry.request().at());
            closedUntil =
                    token ? closedUntil : later(closedUntil, entry.notBefore().orElse(Instant.MIN));
        }
        return this;
    }

    /**
     * Asserts that tokens, secrets and pop receipts were only sent where they belong: in the header {@code
     * Authorization} of a call to the environment, and in the body of an acknowledgement or a token request. They are
     * also found percent-encoded, escaped or in Base64, and in excerpts of twenty characters or more.
     */
    public JournalAssert noSecretSeen() {
        List<String> leaks =
                all().stream().flatMap(entry -> entry.leaks().stream()).toList();
        return check(leaks.isEmpty(), "expected no secret in a request, but there are some in " + leaks);
    }

    /**
     * Asserts that {@code text}, such as a log, has no token, secret or pop receipt of this server, in any spelling.
     */
    public JournalAssert noSecretIn(CharSequence text) {
        Objects.requireNonNull(text, "text");
        return check(!secrets.isIn(text.toString()), "expected no secret in the text, but there is one");
    }

    /**
     * Asserts that every answer was sent completely and none is in progress: a client that neither reads nor closes a
     * body blocks its connection. An answer that fits into the buffers of a connection, some hundred kilobytes, counts
     * as read, and so does one that a fault cut short.
     */
    public JournalAssert noBodyLeftOpen() {
        Predicate<Journal.Entry> open =
                entry -> !entry.isWhole() && entry.request().fault().isEmpty();
        long found = all().stream().filter(open).count();
        return check(found == 0, "expected every answer to be read to its end, but " + found + " were not");
    }

    /** Returns the requests as text, one per line, without secrets. */
    public String timeline() {
        return journal.timeline();
    }

    private List<Journal.Entry> all() {
        return journal.all();
    }

    private JournalAssert check(boolean holds, String message) {
        if (!holds) {
            throw new JournalAssertionError(message, journal.timeline());
        }
        return this;
    }

    private List<ReceivedFile> files() {
        return jobs.imports().stream().flatMap(job -> job.files().stream()).toList();
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    private static String fingerprint(ReceivedFile file) {
        try (InputStream stream = file.content().open()) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            stream.transferTo(new DigestOutputStream(OutputStream.nullOutputStream(), digest));
            return HexFormat.of().formatHex(digest.digest()) + file.entity() + file.company() + file.externalId();
        } catch (IOException e) {
            throw new UncheckedIOException("the enqueued file can't be read", e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }
}

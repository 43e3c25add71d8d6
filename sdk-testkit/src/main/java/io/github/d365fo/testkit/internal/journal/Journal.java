package io.github.d365fo.testkit.internal.journal;

import io.github.d365fo.connector.Operation;
import io.github.d365fo.testkit.Fault;
import io.github.d365fo.testkit.RecordedRequest;
import io.github.d365fo.testkit.internal.http.HttpCall;
import io.github.d365fo.testkit.internal.http.Log;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The requests and answers so far, without secrets. Thread-safe. */
public final class Journal {
    private static final Set<String> SECRET_NAMES = Set.of(
            "authorization",
            "proxy-authorization",
            "cookie",
            "sig",
            "client_secret",
            "client_assertion",
            "access_token",
            "password",
            "x-identity-header");

    private final InstantSource clock;
    private final Secrets secrets;
    private final int most;
    private final Deque<Entry> entries = new ArrayDeque<>();
    private final AtomicInteger open = new AtomicInteger();
    private long forgotten;
    private volatile Consumer<RecordedRequest> listener = request -> {};

    /** Keeps the last {@code most} requests, so that a server's memory does not grow with their number. */
    public Journal(InstantSource clock, Secrets secrets, int most) {
        this.clock = clock;
        this.secrets = secrets;
        this.most = most;
    }

    /** A request, whose answer may still be in progress. */
    public static final class Entry {
        private final RecordedRequest arrival;
        private final List<String> leaks;
        private volatile RecordedRequest request;
        private volatile long number;
        private volatile Optional<Instant> notBefore = Optional.empty();
        private volatile boolean whole;
        private volatile Optional<Fault> fault = Optional.empty();

        Entry(RecordedRequest arrival, List<String> leaks) {
            this.arrival = arrival;
            this.leaks = leaks;
            this.request = arrival;
        }

        public RecordedRequest request() {
            return request;
        }

        /** Returns the places with secrets that do not belong there. */
        public List<String> leaks() {
            return leaks;
        }

        /** Returns the time before which the client must not send another request. */
        public Optional<Instant> notBefore() {
            return notBefore;
        }

        /** Returns whether the answer was sent completely. */
        public boolean isWhole() {
            return whole;
        }

        /** Notes the fault that strikes the request. */
        public void struckBy(Fault striking) {
            fault = Optional.of(striking);
        }

        private void answered(HttpCall call) {
            request = new RecordedRequest(
                    number,
                    arrival.at(),
                    arrival.atOnce(),
                    call.bodySize(),
                    arrival.asked(),
                    new RecordedRequest.Answered(call.status(), fault));
        }
    }

    /** Tells {@code newListener} of every request from now on, once its handling is over. */
    public void listen(Consumer<RecordedRequest> newListener) {
        listener = newListener;
    }

    /** Records a request; it appears in the journal once it is certain what its answer is, or that there is none. */
    public Entry open(HttpCall call, Optional<Operation> operation) {
        List<String> leaks = secrets.leaks(call, operation);
        Entry entry = new Entry(
                new RecordedRequest(
                        0,
                        clock.instant(),
                        open.incrementAndGet(),
                        0,
                        new RecordedRequest.Asked(
                                call.method(),
                                withoutSecrets(call.rawPath()),
                                withoutSecrets(call.query()),
                                withoutSecrets(call.headers()),
                                operation),
                        new RecordedRequest.Answered(0, Optional.empty())),
                leaks);
        call.beforeAnswer(() -> {
            entry.notBefore =
                    call.responseHeader("Retry-After").flatMap(value -> RetryTimes.of(value, clock.instant()));
            add(entry, call);
        });
        return entry;
    }

    private synchronized void add(Entry entry, HttpCall call) {
        if (entries.size() == most) {
            entries.removeFirst();
            forgotten++;
        }
        entry.number = forgotten + entries.size() + 1;
        entry.answered(call);
        entries.addLast(entry);
    }

    /** Notes that the handling of a request is over, before the last bytes of its answer are sent. */
    public void close(Entry entry, HttpCall call, boolean whole) {
        entry.answered(call);
        entry.whole = whole;
        open.decrementAndGet();
        try {
            listener.accept(entry.request());
        } catch (RuntimeException e) { // Code of a test, which must not break an answer.
            Log.SERVER.log(System.Logger.Level.WARNING, "a listener of requests failed", e);
        }
    }

    /** Removes every request whose answer is known. */
    public synchronized void clear() {
        entries.clear();
        forgotten = 0;
    }

    /**
     * Returns all requests so far.
     *
     * @throws IllegalStateException if some are no longer kept
     */
    public synchronized List<Entry> all() {
        if (forgotten > 0) {
            throw new IllegalStateException("journal: expected all requests, but the first " + forgotten
                    + " are no longer kept; see FakeConnectorServer.Builder.journalSize");
        }
        return List.copyOf(entries);
    }

    /** Returns the requests that are kept. */
    public synchronized List<RecordedRequest> requests() {
        return entries.stream().map(Entry::request).toList();
    }

    /** Returns a line for each request that is kept, after one that says how many are not. */
    public synchronized String timeline() {
        StringBuilder lines = new StringBuilder();
        if (forgotten > 0) {
            lines.append("(the first ").append(forgotten).append(" requests are no longer kept)\n");
        }
        requests().forEach(request -> lines.append(line(request)).append('\n'));
        return lines.isEmpty() ? "(no request came)\n" : lines.toString();
    }

    /** Returns a line for a request, without control characters, so that no client can forge another one. */
    public static String line(RecordedRequest request) {
        String line =
                request.at() + "  " + request.operation().map(Enum::name).orElse("?") + "  " + request.method() + " "
                        + request.path() + (request.query().isEmpty() ? "" : " " + request.query()) + "  "
                        + request.bodySize() + " bytes -> " + (request.status() == 0 ? "no answer" : request.status())
                        + request.fault().map(fault -> "  [" + fault + "]").orElse("");
        return line.replaceAll("\\p{Cntrl}", "?");
    }

    private Map<String, String> withoutSecrets(Map<String, String> values) {
        Map<String, String> clean = new TreeMap<>();
        values.forEach((name, value) -> clean.put(
                secrets.clean(name),
                SECRET_NAMES.contains(name.toLowerCase(Locale.ROOT)) ? Secrets.GONE : secrets.clean(value)));
        return clean;
    }

    /** Cuts a path before a secret, so that the request can still be recognized. */
    private String withoutSecrets(String path) {
        if (!secrets.isIn(path)) {
            return path;
        }
        String[] segments = path.split("/", -1);
        for (int i = 1; i < segments.length; i++) {
            if (secrets.isIn(segments[i])) {
                return Stream.of(segments).limit(i).collect(Collectors.joining("/")) + "/" + Secrets.GONE;
            }
        }
        return Secrets.GONE;
    }
}

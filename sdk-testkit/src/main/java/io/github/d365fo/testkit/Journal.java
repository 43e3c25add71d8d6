package io.github.d365fo.testkit;

import io.github.d365fo.connector.Operation;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** What was asked and answered, without secrets. Thread-safe. */
final class Journal {
    private static final String GONE = "[redacted]";
    private static final Set<String> SECRETS =
            Set.of("authorization", "cookie", "sig", "client_secret", "x-identity-header");

    private final TestClock clock;
    private final List<RecordedRequest> requests = new CopyOnWriteArrayList<>();

    Journal(TestClock clock) {
        this.clock = clock;
    }

    void add(HttpCall call, Optional<Operation> operation) throws IOException {
        requests.add(new RecordedRequest(
                call.method(),
                call.rawPath(),
                withoutSecrets(call.query()),
                withoutSecrets(call.headers()),
                operation,
                call.drain(),
                call.status(),
                clock.instant()));
    }

    List<RecordedRequest> requests() {
        return List.copyOf(requests);
    }

    private static Map<String, String> withoutSecrets(Map<String, String> values) {
        Map<String, String> clean = new TreeMap<>(values);
        clean.replaceAll((name, value) -> SECRETS.contains(name.toLowerCase(Locale.ROOT)) ? GONE : value);
        return clean;
    }
}

package io.github.d365fo.testkit;

import io.github.d365fo.connector.Operation;
import io.github.d365fo.testkit.internal.http.HttpCall;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The secrets of a server, and where they have no business to be. Thread-safe. */
final class Secrets {
    private static final Set<Operation> WITHOUT_TOKEN =
            EnumSet.of(Operation.BLOB_UPLOAD, Operation.BLOB_DOWNLOAD, Operation.ACCESS_TOKEN);

    private final String lasting;
    private final int most;
    private final Set<String> known = new LinkedHashSet<>();

    /** Knows {@code lasting} for good, and of the others the {@code most} that were used last. */
    Secrets(String lasting, int most) {
        this.lasting = lasting;
        this.most = most;
    }

    synchronized void learn(String secret) {
        known.remove(secret);
        known.add(secret);
        if (known.size() > most) {
            known.remove(known.iterator().next());
        }
    }

    /** Returns whether a secret stands in {@code text}. */
    synchronized boolean isIn(String text) {
        return text.contains(lasting) || known.stream().anyMatch(text::contains);
    }

    /** Returns where a request shows a secret that should not be there; its token is known from then on. */
    List<String> leaks(HttpCall call, Optional<Operation> operation) {
        Optional<String> token = Bearer.of(call);
        token.ifPresent(this::learn);
        List<String> leaks = new ArrayList<>();
        if (token.isPresent() && operation.filter(WITHOUT_TOKEN::contains).isPresent()) {
            leaks.add("header authorization");
        }
        if (isIn(call.rawPath())) {
            leaks.add("path");
        }
        add(leaks, "header ", call.headers(), "authorization");
        add(leaks, "query parameter ", call.query(), "sig");
        return leaks;
    }

    private void add(List<String> leaks, String kind, Map<String, String> values, String allowed) {
        values.forEach((name, value) -> {
            if (!name.equalsIgnoreCase(allowed) && isIn(value)) {
                leaks.add(kind + name);
            }
        });
    }
}

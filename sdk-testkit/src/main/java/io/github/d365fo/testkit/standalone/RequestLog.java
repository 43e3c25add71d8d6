package io.github.d365fo.testkit.standalone;

import io.github.d365fo.testkit.RecordedRequest;
import io.github.d365fo.testkit.internal.admin.JournalView;
import io.github.d365fo.testkit.internal.journal.Journal;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/** How the program prints requests. */
enum RequestLog {
    NONE,
    TEXT,
    JSON;

    /** Returns the one of this name. */
    static Optional<RequestLog> of(String name) {
        return Arrays.stream(values())
                .filter(log -> log.name().toLowerCase(Locale.ROOT).equals(name))
                .findFirst();
    }

    /** Returns what prints a line for each request; the requests have no secrets any more. */
    Consumer<RecordedRequest> to(PrintStream out) {
        return switch (this) {
            case NONE -> request -> {};
            case TEXT -> request -> out.println(Journal.line(request));
            case JSON -> request -> out.println(JournalView.line(request));
        };
    }
}

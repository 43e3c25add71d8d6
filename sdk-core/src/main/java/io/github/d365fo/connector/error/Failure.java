package io.github.d365fo.connector.error;

import io.github.d365fo.connector.Operation;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The facts that every {@link ConnectorException} carries. Immutable and thread-safe. */
@SuppressWarnings("exports") // JSpecify's annotations are for tools; nobody needs their module to compile against this.
public final class Failure {
    private final Operation operation;
    private final Outcome outcome;
    private final List<Attempt> attempts;
    private final @Nullable Throwable cause;

    private Failure(Operation operation, Outcome outcome, List<Attempt> attempts, @Nullable Throwable cause) {
        this.operation = operation;
        this.outcome = outcome;
        this.attempts = List.copyOf(attempts);
        this.cause = cause;
    }

    /** Returns a failure of {@code operation} with {@code outcome}, without attempts and without a cause. */
    public static Failure of(Operation operation, Outcome outcome) {
        Objects.requireNonNull(operation, "operation");
        Objects.requireNonNull(outcome, "outcome");
        return new Failure(operation, outcome, List.of(), null);
    }

    /** Returns a copy with these attempts. */
    public Failure attempts(List<Attempt> tries) {
        Objects.requireNonNull(tries, "attempts");
        tries.forEach(each -> Objects.requireNonNull(each, "attempts"));
        return new Failure(operation, outcome, tries, cause);
    }

    /** Returns a copy with this cause. */
    public Failure cause(@Nullable Throwable reason) {
        return new Failure(operation, outcome, attempts, reason);
    }

    /** Returns the operation that failed. */
    public Operation operation() {
        return operation;
    }

    /** Returns what the call did to the service. */
    public Outcome outcome() {
        return outcome;
    }

    /** Returns the failed attempts in order. */
    public List<Attempt> attempts() {
        return attempts;
    }

    /** Returns the cause, or empty if there is none. */
    public Optional<Throwable> cause() {
        return Optional.ofNullable(cause);
    }
}

package io.github.d365fo.connector.datamanagement;

import io.github.d365fo.connector.ExecutionId;
import io.github.d365fo.connector.MessageId;
import io.github.d365fo.connector.status.EntityStatus;
import io.github.d365fo.connector.status.JobStatus;
import io.github.d365fo.connector.status.MessageStatus;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The outcome of an import: its state, its entities, its failed rows, and what to do about them. An outcome is a
 * snapshot; fetch a new one until it is {@linkplain #isTerminal() over}. To fetch the error files, use
 * {@link DataManagement#downloadStagingErrors} and {@link DataManagement#downloadErrorKeys}.
 *
 * <p>Immutable and thread-safe.
 */
public final class ImportOutcome {
    private final Builder facts;

    private ImportOutcome(Builder facts) {
        this.facts = facts;
    }

    /** Returns a builder of outcomes, for the SDK and for tests that need one. */
    public static Builder builder() {
        return new Builder();
    }

    /** Returns the message that carried the import, or empty if it was a package import. */
    public Optional<MessageId> messageId() {
        return Optional.ofNullable(facts.messageId);
    }

    /** Returns the execution, or empty until the batch has picked the message up. */
    public Optional<ExecutionId> executionId() {
        return Optional.ofNullable(facts.executionId);
    }

    /** Returns the state of the message, or empty if it was a package import. */
    public Optional<MessageStatus> messageStatus() {
        return Optional.ofNullable(facts.messageStatus);
    }

    /** Returns the state of the execution, or empty if there is none yet or the service did not report it. */
    public Optional<ExecutionStatus> executionStatus() {
        return Optional.ofNullable(facts.executionStatus);
    }

    /** Returns the full <em>jobstatus</em>, or empty if it was not requested because the activity id is unknown. */
    public Optional<JobStatus> jobStatus() {
        return Optional.ofNullable(facts.jobStatus);
    }

    /** Returns whether the import is over, successfully or not. */
    public boolean isTerminal() {
        return facts.messageStatus != null
                ? facts.messageStatus.isTerminal()
                : executionStatus().filter(ExecutionStatus::isTerminal).isPresent();
    }

    /**
     * Returns whether the import is over and nothing failed. An import without any rows succeeds, too: see
     * {@link #advice()}.
     */
    public boolean isSuccess() {
        return facts.messageStatus != null
                ? facts.messageStatus.isSuccess()
                : executionStatus().filter(ExecutionStatus::isSuccess).isPresent();
    }

    /** Returns the state of the import: that of the message, else that of the execution. */
    public ImportState state() {
        return facts.messageStatus != null
                ? ImportState.of(facts.messageStatus.state())
                : executionStatus()
                        .map(status -> ImportState.of(status.state()))
                        .orElse(ImportState.UNKNOWN);
    }

    /**
     * Returns the state in the service's own spelling, which may be a number: that of the message, else that of the
     * execution, else blank.
     */
    public String rawState() {
        return facts.messageStatus != null
                ? facts.messageStatus.rawState()
                : executionStatus().map(ExecutionStatus::rawState).orElse("");
    }

    /** Returns the status of each entity; empty if the service reports none. */
    public List<EntityStatus> entities() {
        return facts.entities;
    }

    /**
     * Returns the failed rows; empty also if the import failed before it reached its rows. If very many rows failed,
     * these are the first ones: see {@link #errorCount()}.
     */
    public List<ExecutionError> errors() {
        return facts.errors;
    }

    /** Returns how many errors the service reported, including those beyond {@link #errors()}. */
    public long errorCount() {
        return Math.max(facts.errorCount, facts.errors.size());
    }

    /**
     * Returns whether the service reported more errors than {@link #errors()} contains. The error files contain all:
     * {@link DataManagement#downloadStagingErrors} and {@link DataManagement#downloadErrorKeys}.
     */
    public boolean hasMoreErrors() {
        return errorCount() > facts.errors.size();
    }

    /**
     * Returns the address of the execution's page in the environment, for people to open, or empty if there is none.
     */
    public Optional<URI> page() {
        return Optional.ofNullable(facts.page);
    }

    /** Returns what could not be read and why, one sentence each; usually empty. */
    public List<String> gaps() {
        return facts.gaps;
    }

    /**
     * Returns what to do, in a sentence or two; empty only if the import succeeded. Every failure and every unfinished
     * import has advice.
     */
    public Optional<String> advice() {
        return OutcomeAdvice.on(this, facts.company);
    }

    /** Returns state, ids and the number of errors, and no data. */
    @Override
    public String toString() {
        return "ImportOutcome[" + state() + ", rawState=" + rawState() + ", messageId=" + facts.messageId
                + ", executionId=" + facts.executionId + ", " + errorCount() + " errors]";
    }

    /** Gathers what is known. Not thread-safe. */
    public static final class Builder {
        private @Nullable MessageId messageId;
        private @Nullable ExecutionId executionId;
        private @Nullable MessageStatus messageStatus;
        private @Nullable ExecutionStatus executionStatus;
        private @Nullable JobStatus jobStatus;
        private @Nullable URI page;
        private @Nullable String company;
        private List<EntityStatus> entities = List.of();
        private List<ExecutionError> errors = List.of();
        private long errorCount;
        private List<String> gaps = List.of();

        private Builder() {}

        private Builder(Builder other) {
            this.messageId = other.messageId;
            this.executionId = other.executionId;
            this.messageStatus = other.messageStatus;
            this.executionStatus = other.executionStatus;
            this.jobStatus = other.jobStatus;
            this.page = other.page;
            this.company = other.company;
            this.entities = other.entities;
            this.errors = other.errors;
            this.errorCount = other.errorCount;
            this.gaps = other.gaps;
        }

        /** Sets the message and its state. */
        public Builder message(MessageId id, MessageStatus status) {
            this.messageId = Objects.requireNonNull(id, "id");
            this.messageStatus = Objects.requireNonNull(status, "status");
            return this;
        }

        /** Sets the <em>jobstatus</em>, including entities and execution. */
        public Builder job(JobStatus status) {
            Objects.requireNonNull(status, "job");
            this.jobStatus = status;
            this.entities = status.entities();
            status.executionId().ifPresent(this::execution);
            return this;
        }

        /** Sets the execution. */
        public Builder execution(ExecutionId id) {
            this.executionId = Objects.requireNonNull(id, "execution");
            return this;
        }

        /** Sets the state of the execution. */
        public Builder executionStatus(ExecutionStatus status) {
            this.executionStatus = Objects.requireNonNull(status, "executionStatus");
            return this;
        }

        /** Sets the legal entity that was requested, to compare with the one the import went to. */
        public Builder company(String askedFor) {
            Objects.requireNonNull(askedFor, "company");
            this.company = askedFor.isBlank() ? null : askedFor;
            return this;
        }

        /** Sets the status of each entity. */
        public Builder entities(List<EntityStatus> statuses) {
            Objects.requireNonNull(statuses, "entities");
            statuses.forEach(each -> Objects.requireNonNull(each, "entities"));
            this.entities = List.copyOf(statuses);
            return this;
        }

        /** Sets the rows that failed. */
        public Builder errors(List<ExecutionError> rows) {
            Objects.requireNonNull(rows, "errors");
            rows.forEach(each -> Objects.requireNonNull(each, "errors"));
            this.errors = List.copyOf(rows);
            return this;
        }

        /** Sets how many rows failed, if more than were kept. Default: the number kept. */
        public Builder errorCount(long count) {
            this.errorCount = count;
            return this;
        }

        /** Sets the address of the execution's page. */
        public Builder page(URI address) {
            this.page = Objects.requireNonNull(address, "page");
            return this;
        }

        /** Adds a sentence about something that could not be read. */
        public Builder gap(String sentence) {
            Objects.requireNonNull(sentence, "gap");
            List<String> more = new ArrayList<>(gaps);
            more.add(sentence);
            this.gaps = List.copyOf(more);
            return this;
        }

        /** Returns the status of each entity, as far as known. */
        public List<EntityStatus> entities() {
            return entities;
        }

        /** Returns the execution, or empty if unknown. */
        public Optional<ExecutionId> execution() {
            return Optional.ofNullable(executionId);
        }

        /** Returns the outcome; the builder can be used further. */
        public ImportOutcome build() {
            return new ImportOutcome(new Builder(this));
        }
    }
}

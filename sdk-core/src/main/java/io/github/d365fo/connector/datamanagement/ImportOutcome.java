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
 * What became of an import: its state, what happened to each entity and each failed row, and what to do about it. It
 * tells what was known when it was asked for; ask again as long as it is not {@linkplain #isTerminal() over}. The files
 * of errors are fetched by {@link DataManagement#downloadStagingErrors} and {@link DataManagement#downloadErrorKeys}.
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

    /** Returns the run of the data project, or empty as long as the batch has not picked the message up. */
    public Optional<ExecutionId> executionId() {
        return Optional.ofNullable(facts.executionId);
    }

    /** Returns the state of the message, or empty if it was a package import. */
    public Optional<MessageStatus> messageStatus() {
        return Optional.ofNullable(facts.messageStatus);
    }

    /** Returns the state of the execution, or empty if there is none yet or the service did not tell. */
    public Optional<ExecutionStatus> executionStatus() {
        return Optional.ofNullable(facts.executionStatus);
    }

    /** Returns all that <em>jobstatus</em> tells, or empty if it was not asked, since the job's id was not known. */
    public Optional<JobStatus> jobStatus() {
        return Optional.ofNullable(facts.jobStatus);
    }

    /** Returns whether the import is over, well or badly. */
    public boolean isTerminal() {
        return facts.messageStatus != null
                ? facts.messageStatus.isTerminal()
                : executionStatus().filter(ExecutionStatus::isTerminal).isPresent();
    }

    /**
     * Returns whether the import is over and nothing failed. An import of no rows at all succeeds, too: see
     * {@link #advice()}.
     */
    public boolean isSuccess() {
        return facts.messageStatus != null
                ? facts.messageStatus.isSuccess()
                : executionStatus().filter(ExecutionStatus::isSuccess).isPresent();
    }

    /** Returns how the import stands: by the state of the message, else by that of the execution. */
    public ImportState state() {
        return facts.messageStatus != null
                ? ImportState.of(facts.messageStatus.state())
                : executionStatus()
                        .map(status -> ImportState.of(status.state()))
                        .orElse(ImportState.UNKNOWN);
    }

    /**
     * Returns the state in the service's own spelling, which may be a number ({@link #state()} is for people): that of
     * the message, else that of the execution, else blank.
     */
    public String rawState() {
        return facts.messageStatus != null
                ? facts.messageStatus.rawState()
                : executionStatus().map(ExecutionStatus::rawState).orElse("");
    }

    /** Returns what became of each entity; none if the service does not tell. */
    public List<EntityStatus> entities() {
        return facts.entities;
    }

    /**
     * Returns the rows that failed; none also if the import failed before it came to its rows. If very many failed these
     * are the first, see {@link #errorCount()}.
     */
    public List<ExecutionError> errors() {
        return facts.errors;
    }

    /** Returns how many errors the service told, those included that are too many to be kept. */
    public long errorCount() {
        return Math.max(facts.errorCount, facts.errors.size());
    }

    /**
     * Returns whether the service told more errors than {@link #errors()} holds. The files of errors have them all:
     * {@link DataManagement#downloadStagingErrors} and {@link DataManagement#downloadErrorKeys}.
     */
    public boolean hasMoreErrors() {
        return errorCount() > facts.errors.size();
    }

    /** Returns the address of the execution's page in the environment, for people, or empty if there is none. */
    public Optional<URI> page() {
        return Optional.ofNullable(facts.page);
    }

    /** Returns what could not be learned and why, a sentence each; mostly none. */
    public List<String> gaps() {
        return facts.gaps;
    }

    /**
     * Returns what to do about it, in a sentence or two; empty only if the import is over and all is well. Every failure
     * and everything that is not over has some.
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

        /** Sets what <em>jobstatus</em> tells, entities and execution included. */
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

        /** Sets the legal entity that was asked for, to be compared with where the import went. */
        public Builder company(String askedFor) {
            Objects.requireNonNull(askedFor, "company");
            this.company = askedFor.isBlank() ? null : askedFor;
            return this;
        }

        /** Sets what became of each entity. */
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

        /** Sets how many rows failed, if they are more than were kept. Default: those that were kept. */
        public Builder errorCount(long count) {
            this.errorCount = count;
            return this;
        }

        /** Sets the address of the execution's page. */
        public Builder page(URI address) {
            this.page = Objects.requireNonNull(address, "page");
            return this;
        }

        /** Adds something that could not be learned, in a sentence. */
        public Builder gap(String sentence) {
            Objects.requireNonNull(sentence, "gap");
            List<String> more = new ArrayList<>(gaps);
            more.add(sentence);
            this.gaps = List.copyOf(more);
            return this;
        }

        /** Returns what became of each entity, as far as it is known. */
        public List<EntityStatus> entities() {
            return entities;
        }

        /** Returns the execution, or empty if it is not known. */
        public Optional<ExecutionId> execution() {
            return Optional.ofNullable(executionId);
        }

        /** Returns the outcome; the builder can go on. */
        public ImportOutcome build() {
            return new ImportOutcome(new Builder(this));
        }
    }
}

package io.github.d365fo.connector.datamanagement;

/** The state of an execution, and the service's spelling of it. Immutable and thread-safe. */
public final class ExecutionStatus {
    private final ExecutionState state;
    private final String rawState;

    private ExecutionStatus(ExecutionState state, String rawState) {
        this.state = state;
        this.rawState = rawState;
    }

    /** Returns the status that the service spells {@code raw}; never fails, see {@link ExecutionState#UNKNOWN}. */
    public static ExecutionStatus of(String raw) {
        return new ExecutionStatus(ExecutionState.of(raw), raw);
    }

    /** Returns the state. */
    public ExecutionState state() {
        return state;
    }

    /** Returns the state in the service's own spelling. */
    public String rawState() {
        return rawState;
    }

    /** Returns whether the execution is over, successfully or not. {@code false} for an unknown state. */
    public boolean isTerminal() {
        return state.isTerminal();
    }

    /** Returns whether the execution is over without errors; {@code false} if it succeeded in part. */
    public boolean isSuccess() {
        return state == ExecutionState.SUCCEEDED;
    }

    /** Returns whether {@code other} is the same state, in the same spelling. */
    @Override
    public boolean equals(Object other) {
        return other instanceof ExecutionStatus that && rawState.equals(that.rawState);
    }

    @Override
    public int hashCode() {
        return rawState.hashCode();
    }

    /** Returns the state and its spelling. */
    @Override
    public String toString() {
        return "ExecutionStatus[" + state + ", rawState=" + rawState + "]";
    }
}

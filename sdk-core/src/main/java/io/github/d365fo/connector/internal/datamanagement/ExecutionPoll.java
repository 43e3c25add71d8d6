package io.github.d365fo.connector.internal.datamanagement;

import io.github.d365fo.connector.ExecutionId;
import io.github.d365fo.connector.Operation;
import io.github.d365fo.connector.datamanagement.ExecutionStatus;
import io.github.d365fo.connector.error.ConnectorException;
import io.github.d365fo.connector.error.ServiceException;
import io.github.d365fo.connector.internal.flow.StatusPoll;
import io.github.d365fo.connector.internal.pipeline.Exchange;
import io.github.d365fo.connector.internal.wire.ImportRefusal;
import java.time.Duration;

/**
 * A poll for the state of an execution until it ends, or until the service knows it.
 *
 * @param execution the execution
 * @param question asks for its state
 * @param anyState whether any state ends the poll
 */
record ExecutionPoll(ExecutionId execution, Exchange<ExecutionStatus> question, boolean anyState)
        implements StatusPoll.Subject<ExecutionStatus> {
    /**
     * How long after a start the service may not yet know the execution. ImportFromPackage has been seen to run for
     * five minutes before it answered; this is twice that.
     */
    static final Duration GRACE = Duration.ofMinutes(10);

    /** Returns whether {@code failure} means that the service does not know the execution, or not yet. */
    static boolean isUnknown(Throwable failure) {
        return failure instanceof ServiceException refusal
                && refusal.operation() == Operation.EXECUTION_STATUS
                && ImportRefusal.isUnknownExecution(String.valueOf(refusal.getMessage()));
    }

    @Override
    public boolean isFinal(ExecutionStatus answer) {
        return anyState || answer.isTerminal();
    }

    @Override
    public String state(ExecutionStatus answer) {
        return answer.rawState();
    }

    @Override
    public boolean isTooEarly(ConnectorException failure, Duration elapsed) {
        return isUnknown(failure) && elapsed.compareTo(GRACE) < 0;
    }

    @Override
    public String timeout(Duration atMost, String lastState) {
        return "the execution " + execution + " did not end within " + atMost + "; "
                + (lastState.isEmpty() ? "the service does not know it yet" : "its last state was " + lastState)
                + ". It continues in F&O: poll it again later by its id";
    }
}

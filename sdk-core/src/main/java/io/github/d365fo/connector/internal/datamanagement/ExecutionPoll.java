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
 * The state of an execution, to be polled until it ends or only until the service knows it.
 *
 * @param execution the execution
 * @param question the question for its state
 * @param anyState whether every state will do
 */
record ExecutionPoll(ExecutionId execution, Exchange<ExecutionStatus> question, boolean anyState)
        implements StatusPoll.Subject<ExecutionStatus> {
    /**
     * How long after a start the service may still not know the execution. ImportFromPackage has been seen to work for
     * five minutes before it answered; twice that leaves room.
     */
    static final Duration GRACE = Duration.ofMinutes(10);

    /** Returns whether {@code failure} says that the service does not know the execution, or does not yet. */
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
                + ". It goes on over there: follow it again later by its id";
    }
}

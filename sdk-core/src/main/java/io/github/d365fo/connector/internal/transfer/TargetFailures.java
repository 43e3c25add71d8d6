package io.github.d365fo.connector.internal.transfer;

import io.github.d365fo.connector.error.Outcome;
import io.github.d365fo.connector.internal.http.ExchangeFailure.LocalTrouble;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Path;

/** Creates the failures of downloads whose target can't be written. */
final class TargetFailures {
    private TargetFailures() {}

    /** Returns the failure of a download in progress; throws if the thread was interrupted. */
    static LocalTrouble orInterrupt(Path target, IOException e) throws InterruptedException {
        return orInterrupt(target, e, Outcome.REJECTED);
    }

    /** Returns the failure of a download with {@code outcome}; throws if the thread was interrupted. */
    static LocalTrouble orInterrupt(Path target, IOException e, Outcome outcome) throws InterruptedException {
        if (e instanceof ClosedByInterruptException) {
            InterruptedException interrupt = new InterruptedException("interrupted while writing the part file");
            interrupt.initCause(e);
            throw interrupt;
        }
        return new LocalTrouble("the target " + target.getFileName() + " can't be written: " + e, e, outcome);
    }
}

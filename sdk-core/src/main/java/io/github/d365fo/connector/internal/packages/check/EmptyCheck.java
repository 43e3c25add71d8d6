package io.github.d365fo.connector.internal.packages.check;

import io.github.d365fo.connector.packages.DataPackageException;
import io.github.d365fo.connector.packages.PackageProblem;

/** Checks that a data file is not empty. Not thread-safe. */
final class EmptyCheck extends DataFileCheck {
    private final Findings findings;
    private boolean empty = true;

    EmptyCheck(Findings findings) {
        this.findings = findings;
    }

    @Override
    void accept(byte[] bytes, int length) {
        empty &= length == 0;
    }

    @Override
    void end() throws DataPackageException {
        if (empty) {
            findings.report(PackageProblem.EMPTY_FILE, "it is empty; F&O would report success and import nothing");
        }
    }
}

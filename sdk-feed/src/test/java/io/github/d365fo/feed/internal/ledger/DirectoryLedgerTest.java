package io.github.d365fo.feed.internal.ledger;

import io.github.d365fo.feed.DeliveryLedger;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class DirectoryLedgerTest extends LedgerContract {
    @TempDir
    Path directory;

    @Override
    DeliveryLedger newLedger() {
        return DeliveryLedger.inDirectory(directory);
    }

    @Override
    boolean isShared() {
        return false;
    }
}

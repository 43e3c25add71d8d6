package io.github.d365fo.feed.internal.ledger;

import io.github.d365fo.feed.DeliveryLedger;

class MemoryLedgerTest extends SharedLedgerContract {
    @Override
    DeliveryLedger newLedger() {
        return DeliveryLedger.inMemory();
    }
}

package io.github.d365fo.feed.internal.export;

import io.github.d365fo.feed.Export;
import io.github.d365fo.feed.ExportHandler;
import io.github.d365fo.feed.LedgerSession;
import io.github.d365fo.feed.LedgerState;

/** A handler whose effects the ledger can't see: it is told afterwards. */
final class PlainHandling implements Handling {
    private final ExportHandler handler;
    private final LedgerSession ledger;

    PlainHandling(ExportHandler handler, LedgerSession ledger) {
        this.handler = handler;
        this.ledger = ledger;
    }

    @Override
    public Result handle(Export export, String entry) throws Exception {
        handler.handle(export);
        return Result.DONE;
    }

    @Override
    public Note note(Export export, String entry) {
        return ledger.settle(entry, LedgerState.HANDLED, export.sha256()) ? Note.NOTED : Note.LOST;
    }
}

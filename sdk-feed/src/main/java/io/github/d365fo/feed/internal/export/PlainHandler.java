package io.github.d365fo.feed.internal.export;

import io.github.d365fo.feed.Export;
import io.github.d365fo.feed.ExportHandler;
import io.github.d365fo.feed.LedgerSession;

/**
 * A handler that does what it does somewhere else.
 *
 * @param handler the user's
 */
public record PlainHandler(ExportHandler handler) implements HandlerFactory {
    @Override
    public Handling open(LedgerSession ledger, LedgerSession opened) {
        return new PlainHandling(handler, ledger);
    }

    @Override
    public void replay(Export export) throws Exception {
        handler.handle(export);
    }
}

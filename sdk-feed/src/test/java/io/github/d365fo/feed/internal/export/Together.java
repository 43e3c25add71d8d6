package io.github.d365fo.feed.internal.export;

import io.github.d365fo.feed.Export;
import io.github.d365fo.feed.LedgerEntry;
import io.github.d365fo.feed.LedgerSession;
import io.github.d365fo.feed.LedgerState;
import java.util.Optional;

/** A handler whose effect and whose entry happen together, or not at all; nobody may see the answer. */
final class Together implements Handling {
    private final World world;
    private final Machine machine;
    private final LedgerSession session;
    private final LedgerSession raw;

    Together(World world, Machine machine, LedgerSession session, LedgerSession raw) {
        this.world = world;
        this.machine = machine;
        this.session = session;
        this.raw = raw;
    }

    @Override
    public Result handle(Export export, String entry) throws Exception {
        World.Message message = machine.begin(export);
        try {
            machine.perform(message);
            Optional<LedgerEntry> before = raw.find(entry);
            if (before.isEmpty()
                    || before.get().state() == LedgerState.HANDLED
                    || !before.get().isMine()) {
                return Result.LOST;
            }
            machine.mayEnd("before a commit");
            if (world.chance(4)) {
                return Result.UNCLEAR;
            }
            if (!raw.settle(entry, LedgerState.HANDLED, export.sha256())) {
                return Result.LOST;
            }
            message.completed++;
            message.excused++;
            machine.settled(message, LedgerState.HANDLED);
            world.tell(machine + " has committed message " + message.number);
            machine.mayEnd("after a commit");
            return world.chance(4) ? Result.UNCLEAR : Result.NOTED;
        } finally {
            machine.finish(message);
        }
    }

    @Override
    public Note note(Export export, String entry) {
        return session.find(entry).orElseThrow().state() == LedgerState.HANDLED ? Note.NOTED : Note.NOT_DONE;
    }
}

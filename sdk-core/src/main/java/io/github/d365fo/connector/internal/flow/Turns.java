package io.github.d365fo.connector.internal.flow;

import io.github.d365fo.connector.ConnectorListener.WaitReason;
import io.github.d365fo.connector.Operation;
import io.github.d365fo.connector.internal.call.Call;
import io.github.d365fo.connector.internal.call.CallFailures;
import io.github.d365fo.connector.internal.call.Calls;
import io.github.d365fo.connector.internal.call.Loop;
import io.github.d365fo.connector.internal.pipeline.Permits;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/**
 * Runs work on the same thing one at a time, such as imports of one data project, whose rows F&amp;O locks during an
 * import ("Data management package REST API, ImportFromPackage"). First come, first served; waiting holds no thread.
 * Thread-safe.
 */
public final class Turns {
    private final Map<String, Line> lines = new HashMap<>();

    /** Creates the queues of one client. */
    public Turns() {}

    /** The callers that wait for one thing, and the one whose turn it is. */
    private static final class Line {
        final Permits permits = new Permits(1);
        int members;
    }

    /** Runs {@code work} when it is the caller's turn. */
    public <T> CompletableFuture<T> inTurn(
            Call call, Operation operation, String thing, Supplier<CompletableFuture<T>> work) {
        String key = thing.toLowerCase(Locale.ROOT);
        Permits.Place place = enter(key).permits.enter();
        AtomicBoolean left = new AtomicBoolean();
        Runnable leave = () -> {
            if (!left.getAndSet(true)) {
                place.run();
                leave(key);
            }
        };
        call.hold(leave);
        return turn(call, operation, place)
                .exceptionallyCompose(e -> CompletableFuture.failedFuture(
                        CallFailures.notSent(operation, call.subject(), call.clean(Calls.unwrap(e)))))
                .thenCompose(turn -> Loop.once(work))
                .whenComplete((value, failure) -> call.giveBack(leave));
    }

    private static CompletableFuture<Permits.Place> turn(Call call, Operation operation, Permits.Place place) {
        return place.turn().isDone()
                ? call.await(place.turn())
                : call.events()
                        .waiting(operation, WaitReason.DATA_PROJECT, Optional.empty(), () -> call.await(place.turn()));
    }

    private synchronized Line enter(String key) {
        Line line = lines.computeIfAbsent(key, name -> new Line());
        line.members++;
        return line;
    }

    private synchronized void leave(String key) {
        lines.computeIfPresent(key, (name, line) -> --line.members == 0 ? null : line);
    }
}

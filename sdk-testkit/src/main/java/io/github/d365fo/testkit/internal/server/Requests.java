package io.github.d365fo.testkit.internal.server;

import io.github.d365fo.testkit.internal.faults.FaultSchedule;
import io.github.d365fo.testkit.internal.http.HttpCall;
import io.github.d365fo.testkit.internal.http.HttpExchange;
import io.github.d365fo.testkit.internal.http.HttpListener;
import java.io.IOException;
import java.util.Optional;

/**
 * Passes a request to the administration or the service, and stores the state before the end of the answer is sent.
 * Thread-safe.
 */
public final class Requests implements HttpListener.Handler {
    private final Optional<Aside> aside;
    private final Dispatcher dispatcher;
    private final Optional<ServerState> state;
    private final FaultSchedule faults;
    private final Runnable signOfLife;

    /** Answers requests that no environment answers. */
    public interface Aside {
        /** Returns whether it answers a path. */
        boolean owns(String path);

        /** Answers a request. */
        void answer(HttpExchange exchange) throws IOException;
    }

    /** Runs {@code signOfLife} whenever a request starts or ends. */
    Requests(
            Optional<Aside> aside,
            Dispatcher dispatcher,
            Optional<ServerState> state,
            FaultSchedule faults,
            Runnable signOfLife) {
        this.aside = aside;
        this.dispatcher = dispatcher;
        this.state = state;
        this.faults = faults;
        this.signOfLife = signOfLife;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        signOfLife.run();
        try {
            if (aside.isPresent() && aside.get().owns(exchange.rawPath())) {
                aside.get().answer(exchange);
            } else {
                dispatcher.answer(new HttpCall(exchange));
            }
        } finally {
            state.ifPresent(ServerState::save);
            signOfLife.run();
        }
    }

    @Override
    public boolean breaksHandshake() {
        return faults.strikesConnection();
    }
}

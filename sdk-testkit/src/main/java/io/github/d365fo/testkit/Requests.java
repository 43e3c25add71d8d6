package io.github.d365fo.testkit;

import io.github.d365fo.testkit.internal.admin.AdminApi;
import io.github.d365fo.testkit.internal.faults.FaultSchedule;
import io.github.d365fo.testkit.internal.http.HttpCall;
import io.github.d365fo.testkit.internal.http.HttpExchange;
import io.github.d365fo.testkit.internal.http.HttpListener;
import java.io.IOException;
import java.util.Optional;

/** Hands what the listener brings to whom it is for, and has it kept before the end of its answer leaves. Thread-safe. */
final class Requests implements HttpListener.Handler {
    private final Optional<AdminApi> admin;
    private final Dispatcher dispatcher;
    private final Optional<ServerState> state;
    private final FaultSchedule faults;
    private final TestClock clock;

    Requests(
            Optional<AdminApi> admin,
            Dispatcher dispatcher,
            Optional<ServerState> state,
            FaultSchedule faults,
            TestClock clock) {
        this.admin = admin;
        this.dispatcher = dispatcher;
        this.state = state;
        this.faults = faults;
        this.clock = clock;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        clock.signOfLife();
        try {
            if (admin.isPresent() && AdminApi.owns(exchange.rawPath())) {
                admin.get().answer(exchange);
            } else {
                dispatcher.answer(new HttpCall(exchange));
            }
        } finally {
            state.ifPresent(ServerState::save);
            clock.signOfLife();
        }
    }

    @Override
    public boolean breaksHandshake() {
        return faults.strikesConnection();
    }
}

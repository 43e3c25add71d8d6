package io.github.d365fo.testkit.internal.admin;

import io.github.d365fo.testkit.TestClock;
import io.github.d365fo.testkit.internal.json.JsonObject;
import java.io.IOException;
import java.time.Duration;

/** The routes for the clock. Thread-safe. */
final class ClockRoutes {
    private static final String DURATION = "duration";
    private static final String RUNNING = "running";

    private final TestClock clock;

    ClockRoutes(TestClock clock) {
        this.clock = clock;
    }

    static JsonObject view(TestClock clock) {
        return new JsonObject().put("now", clock.instant()).put(RUNNING, clock.isRunning());
    }

    void addTo(AdminRoute.Registry admin) {
        admin.route("GET", "/clock", this::get);
        admin.route("PUT", "/clock", this::set);
        admin.route("POST", "/clock/advance", this::advance);
    }

    private void get(AdminCall call) throws IOException {
        call.json(200, view(clock));
    }

    private void set(AdminCall call) throws IOException {
        boolean running =
                call.body(RUNNING).flag(RUNNING).orElseThrow(() -> JsonObject.missing(RUNNING, "true or false"));
        if (running) {
            clock.run();
        } else {
            clock.freeze();
        }
        get(call);
    }

    private void advance(AdminCall call) throws IOException {
        Duration duration = call.body(DURATION)
                .duration(DURATION)
                .orElseThrow(() -> JsonObject.missing(DURATION, "a duration such as PT30M"));
        clock.advance(duration);
        get(call);
    }
}

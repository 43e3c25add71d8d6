package io.github.d365fo.testkit.internal.admin;

import io.github.d365fo.testkit.internal.json.JsonObject;
import io.github.d365fo.testkit.internal.service.FakeServerSettings;
import io.github.d365fo.testkit.internal.service.FakeServerSettings.Switch;
import java.util.Arrays;
import java.util.stream.Stream;

/** The routes for the switches of the server, by the names of the builder's setters. Thread-safe. */
final class SwitchRoutes {
    private static final String LARGEST_FILE = "largestFile";
    private static final String POLICY_STATUS = "policyStatus";
    private static final String[] NAMES = Stream.concat(
                    Stream.of(LARGEST_FILE, POLICY_STATUS),
                    Arrays.stream(Switch.values()).map(Switch::setterName))
            .toArray(String[]::new);

    private final FakeServerSettings settings;

    SwitchRoutes(FakeServerSettings settings) {
        this.settings = settings;
    }

    void addTo(AdminRoute.Registry admin) {
        admin.route("GET", "/switches", call -> call.json(200, view()));
        admin.route("PATCH", "/switches", call -> {
            set(call.body());
            call.json(200, view());
        });
    }

    private JsonObject view() {
        JsonObject view =
                new JsonObject().put(LARGEST_FILE, settings.largestFile()).put(POLICY_STATUS, settings.policyStatus());
        for (Switch key : Switch.values()) {
            view.put(key.setterName(), settings.is(key));
        }
        return view;
    }

    /** Sets everything or nothing: all values are validated on a copy first. */
    void set(JsonObject body) {
        body.only(NAMES);
        apply(body, settings.copy());
        apply(body, settings);
    }

    private static void apply(JsonObject body, FakeServerSettings target) {
        body.number(LARGEST_FILE).ifPresent(target::largestFile);
        body.integer(POLICY_STATUS).ifPresent(target::policyStatus);
        for (Switch key : Switch.values()) {
            body.flag(key.setterName()).ifPresent(value -> target.set(key, value));
        }
    }
}

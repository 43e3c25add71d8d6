package io.github.d365fo.testkit.internal.admin;

import io.github.d365fo.connector.ActivityId;
import io.github.d365fo.connector.Operation;
import io.github.d365fo.testkit.Fault;
import io.github.d365fo.testkit.FaultPlace;
import io.github.d365fo.testkit.FaultPlan;
import io.github.d365fo.testkit.internal.json.JsonObject;
import java.io.IOException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The routes for planned faults. Thread-safe. */
final class FaultRoutes {
    private final FaultPlan plan;

    FaultRoutes(FaultPlan plan) {
        this.plan = plan;
    }

    void addTo(AdminRoute.Registry admin) {
        admin.route("GET", "/faults", this::list);
        admin.route("POST", "/faults", call -> {
            plan(call.body());
            call.json(201, new JsonObject().put("unfired", plan.unfired()));
        });
        admin.route("DELETE", "/faults", this::clear);
    }

    private void list(AdminCall call) throws IOException {
        call.json(200, new JsonObject().put("unfired", plan.unfired()).put("available", FaultReader.available()));
    }

    /** Plans a fault as {@code body} describes it. */
    void plan(JsonObject body) {
        body.only("fault", "arguments", "on", "nth", "times", "always", "during", "activity", "probability", "seed");
        Fault fault = FaultReader.read(
                body.requireText("fault"), body.object("arguments").orElseGet(JsonObject::new));
        place(body, fault).inject(fault);
    }

    private void clear(AdminCall call) throws IOException {
        plan.clear();
        call.done();
    }

    private FaultPlace place(JsonObject body, Fault fault) {
        FaultPlace place = start(body.texts("on"), fault);
        place = body.integer("nth").map(place::nth).orElse(place);
        place = body.integer("times").map(place::times).orElse(place);
        place = body.flag("always").orElse(false) ? place.always() : place;
        place = body.duration("during").map(place::during).orElse(place);
        place = body.text("activity").map(ActivityId::of).map(place::activity).orElse(place);
        long seed = body.number("seed").orElse(0L);
        FaultPlace sure = place;
        // Over HTTP, unfired faults are listed on request; closing the server does not report them.
        return body.decimal("probability")
                .map(value -> sure.probability(value, seed))
                .orElse(sure)
                .optional();
    }

    private FaultPlace start(List<String> names, Fault fault) {
        Set<Operation> operations = EnumSet.noneOf(Operation.class);
        names.forEach(name -> operations.add(operation(name)));
        if (operations.isEmpty() && fault.operations().size() == Operation.values().length) {
            return plan.onAny();
        }
        if (operations.isEmpty()) {
            operations.addAll(fault.operations());
        }
        Operation[] all = operations.toArray(Operation[]::new);
        return all.length == 0 ? plan.onConnection() : plan.on(all[0], all);
    }

    private static Operation operation(String name) {
        return Arrays.stream(Operation.values())
                .filter(operation -> operation.name().equals(name.toUpperCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "on: expected names of " + List.of(Operation.values()) + ", but got another"));
    }
}

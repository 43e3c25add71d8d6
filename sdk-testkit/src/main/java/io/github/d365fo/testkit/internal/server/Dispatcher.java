package io.github.d365fo.testkit.internal.server;

import io.github.d365fo.connector.ActivityId;
import io.github.d365fo.connector.Operation;
import io.github.d365fo.testkit.Fault;
import io.github.d365fo.testkit.internal.connector.ConnectorApi;
import io.github.d365fo.testkit.internal.connector.Jobs;
import io.github.d365fo.testkit.internal.connector.MessageTap;
import io.github.d365fo.testkit.internal.datamanagement.DataPlane;
import io.github.d365fo.testkit.internal.faults.FaultSchedule;
import io.github.d365fo.testkit.internal.faults.Injector;
import io.github.d365fo.testkit.internal.faults.Strike;
import io.github.d365fo.testkit.internal.http.Addresses;
import io.github.d365fo.testkit.internal.http.HttpCall;
import io.github.d365fo.testkit.internal.identity.Access;
import io.github.d365fo.testkit.internal.identity.IdentityMetadata;
import io.github.d365fo.testkit.internal.identity.Tokens;
import io.github.d365fo.testkit.internal.journal.Journal;
import io.github.d365fo.testkit.internal.service.ServiceErrors;
import java.io.IOException;
import java.net.URI;
import java.time.InstantSource;
import java.util.Optional;

/** Dispatches a request: faults first, then method, then token, then the API. Thread-safe. */
final class Dispatcher {
    private final Tokens tokens;
    private final ConnectorApi connector;
    private final DataPlane data;
    private final Journal journal;
    private final Faults faults;
    private final Access access;
    private final Addresses addresses;

    /** The planned faults, and their effects. */
    public record Faults(FaultSchedule plan, Injector injector, Jobs jobs, InstantSource clock) {
        /** Returns the fault that is due for a request, if any. */
        Optional<Fault> due(HttpCall call, Route route) {
            return plan.strike(route.operation(), activity(call, route));
        }

        private Optional<ActivityId> activity(HttpCall call, Route route) {
            return route.operation() == Operation.DOWNLOAD
                    ? call.parameter("blob").flatMap(jobs::activityOfBlob)
                    : Jobs.activity(route.id());
        }
    }

    public Dispatcher(
            Tokens tokens,
            ConnectorApi connector,
            DataPlane data,
            Journal journal,
            Faults faults,
            Access access,
            Addresses addresses) {
        this.tokens = tokens;
        this.connector = connector;
        this.data = data;
        this.journal = journal;
        this.faults = faults;
        this.access = access;
        this.addresses = addresses;
    }

    void answer(HttpCall call) throws IOException {
        Optional<Route> route = Route.of(call);
        Journal.Entry entry = journal.open(call, route.map(Route::operation));
        boolean whole = false;
        try {
            call.at(faults.clock().instant());
            Optional<Fault> fault = route.flatMap(asked -> faults.due(call, asked));
            fault.ifPresent(entry::struckBy);
            Strike strike = fault.isPresent() ? faults.injector().strike(fault.get(), call) : Strike.PASSING;
            if (!strike.isOver()) {
                answer(call, route, strike.tap());
            }
            call.drain();
            whole = true;
        } finally {
            journal.close(entry, call, whole);
        }
    }

    private void answer(HttpCall call, Optional<Route> route, MessageTap tap) throws IOException {
        URI here = addresses.of(call.exchange());
        if (route.isEmpty() && IdentityMetadata.answer(call, here.toString())) {
            call.drain();
        } else if (route.isEmpty() && data.entities().owns(call.path())) {
            readEntities(call, here);
        } else if (route.isEmpty()) {
            refuse(call, call.path().isEmpty() ? 400 : 404);
        } else if (!route.get().method().equals(call.method())) {
            refuse(call, 405);
        } else if (route.get().operation() == Operation.ACCESS_TOKEN) {
            tokens.answer(call, here.toString());
        } else if (route.get().isBlob()) {
            data.blobs().answer(call, route.get().id());
        } else if (!access.isAuthenticated(call)) {
            ServiceErrors.unauthenticated(call);
        } else if (!access.isMapped()) {
            ServiceErrors.forbidden(call);
        } else if (route.get().isAction()) {
            data.odata().answer(call, here.toString());
        } else {
            connector.answer(call, route.get().operation(), route.get().id(), here, tap);
        }
    }

    /** No operation of the client reads entities, so no fault strikes these requests. */
    private void readEntities(HttpCall call, URI here) throws IOException {
        if (!access.isAuthenticated(call)) {
            ServiceErrors.unauthenticated(call);
        } else if (!access.isMapped()) {
            ServiceErrors.forbidden(call);
        } else {
            data.entities().answer(call, here.toString());
        }
    }

    private static void refuse(HttpCall call, int status) throws IOException {
        call.drain();
        call.answer(status);
    }
}

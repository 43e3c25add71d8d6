package io.github.d365fo.testkit;

import io.github.d365fo.connector.Operation;
import java.io.IOException;
import java.util.Optional;

/** Leads a request to what answers it: token first, then method, then the plane it belongs to. Thread-safe. */
final class Dispatcher {
    private static final String UNAUTHENTICATED = "{\"Message\":\"Authentication failed.\",\"StackTrace\":null,"
            + "\"ExceptionType\":\"System.InvalidOperationException\"}";

    private final Tokens tokens;
    private final ConnectorApi connector;
    private final ODataApi odata;
    private final Journal journal;
    private final String environment;

    Dispatcher(Tokens tokens, ConnectorApi connector, ODataApi odata, Journal journal, String environment) {
        this.tokens = tokens;
        this.connector = connector;
        this.odata = odata;
        this.journal = journal;
        this.environment = environment;
    }

    void answer(HttpCall call) throws IOException {
        Optional<Route> route = Route.of(call.path());
        try {
            answer(call, route);
        } finally {
            journal.add(call, route.map(Route::operation));
        }
    }

    private void answer(HttpCall call, Optional<Route> route) throws IOException {
        if (route.isEmpty() && IdentityMetadata.answer(call, environment)) {
            call.drain();
        } else if (route.isEmpty()) {
            refuse(call, 404, "");
        } else if (!route.get().method().equals(call.method())) {
            refuse(call, 405, "");
        } else if (route.get().operation() == Operation.ACCESS_TOKEN) {
            tokens.answer(call, environment);
        } else if (!tokens.isValid(call.header("Authorization"), environment)) {
            refuse(call, 401, UNAUTHENTICATED);
        } else if (route.get().operation() == Operation.MESSAGE_STATUS) {
            odata.messageStatus(call, environment);
        } else {
            connector.answer(
                    call, route.get().operation(), route.get().id(), environment.substring("http://".length()));
        }
    }

    private static void refuse(HttpCall call, int status, String body) throws IOException {
        call.drain();
        call.answerJson(status, body);
    }
}

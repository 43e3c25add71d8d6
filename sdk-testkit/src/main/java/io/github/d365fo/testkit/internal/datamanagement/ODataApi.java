package io.github.d365fo.testkit.internal.datamanagement;

import io.github.d365fo.testkit.internal.http.HttpCall;
import io.github.d365fo.testkit.internal.json.JsonObject;
import io.github.d365fo.testkit.internal.service.ServiceErrors;
import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/**
 * The actions of the data management API: parses the parameters, calls the handler, writes the answer. Thread-safe.
 *
 * <p>That no action checks the authorization policy of a recurring job is a guess.
 */
public final class ODataApi {
    private final Map<ODataAction, Handler> handlers = new EnumMap<>(ODataAction.class);

    /** Answers one action. */
    public interface Handler {
        ODataValue answer(ODataParameters parameters) throws IOException, ODataRefusal;
    }

    /** Sets the handler of an action; every action needs one before the server starts. */
    public void handle(ODataAction action, Handler handler) {
        handlers.put(action, handler);
    }

    /** Answers an action; {@code environment} is the address in its context. */
    public void answer(HttpCall call, String environment) throws IOException {
        ODataAction action = ODataAction.of(call.path()).orElseThrow();
        String body = call.bodyText();
        try {
            ODataValue value = handler(action).answer(ODataParameters.read(action, body, environment));
            write(call, environment, value);
        } catch (ODataRefusal refusal) {
            refuse(call, action, refusal.cause());
        }
    }

    private Handler handler(ODataAction action) {
        return Objects.requireNonNull(handlers.get(action), action.wireName);
    }

    private static void write(HttpCall call, String environment, ODataValue value) throws IOException {
        if (value.type().isEmpty()) {
            call.answer(204);
            return;
        }
        call.responseHeader("OData-Version", "4.0");
        call.answer(
                200,
                "application/json; odata.metadata=minimal; odata.streaming=true; charset=utf-8",
                new JsonObject()
                        .put("@odata.context", environment + "/data/$metadata#" + value.type())
                        .put("value", value.value())
                        .toString());
    }

    private static void refuse(HttpCall call, ODataAction action, String cause) throws IOException {
        String where = "Exception occurred while executing action " + action.wireName
                + " on Entity DataManagementDefinitionGroup: ";
        call.answerJson(400, ServiceErrors.inner(where + cause));
    }
}

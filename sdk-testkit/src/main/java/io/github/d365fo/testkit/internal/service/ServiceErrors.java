package io.github.d365fo.testkit.internal.service;

import io.github.d365fo.testkit.internal.http.HttpCall;
import io.github.d365fo.testkit.internal.json.JsonObject;
import java.io.IOException;

/** The error bodies of the service. */
public final class ServiceErrors {
    /** The body with which Web API reports every failure without explanation. */
    public static final String BROKEN = "{\"Message\":\"An error has occurred.\"}";

    private static final String UNAUTHENTICATED = "{\"Message\":\"Authentication failed.\",\"StackTrace\":null,"
            + "\"ExceptionType\":\"System.InvalidOperationException\"}";

    private ServiceErrors() {}

    public static void unauthenticated(HttpCall call) throws IOException {
        call.drain();
        call.answerJson(401, UNAUTHENTICATED);
    }

    /** Clients report the status; the text is a guess. */
    public static void forbidden(HttpCall call) throws IOException {
        call.drain();
        call.answerJson(403, "{\"Message\":\"Forbidden\"}");
    }

    /** Returns an OData error, which has the cause in its inner error. */
    public static String inner(String cause) {
        JsonObject inner = new JsonObject()
                .put("message", cause)
                .put("type", "System.InvalidOperationException")
                .put("stacktrace", "   at Fake.Invoke()");
        JsonObject error = new JsonObject()
                .put("code", "")
                .put("message", "An error has occurred.")
                .put("innererror", inner);
        return new JsonObject().put("error", error).toString();
    }
}

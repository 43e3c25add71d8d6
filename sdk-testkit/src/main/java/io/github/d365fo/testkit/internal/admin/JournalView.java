package io.github.d365fo.testkit.internal.admin;

import io.github.d365fo.testkit.RecordedRequest;
import io.github.d365fo.testkit.internal.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The answered requests, without secrets, as JSON. */
public final class JournalView {
    /** How many are shown; a server that runs for days has more than anyone reads. */
    private static final int LAST = 500;

    private JournalView() {}

    static List<JsonObject> of(List<RecordedRequest> requests) {
        List<JsonObject> view = new ArrayList<>();
        for (int i = Math.max(0, requests.size() - LAST); i < requests.size(); i++) {
            view.add(view(requests.get(i)));
        }
        return view;
    }

    /** Returns a request as JSON, on one line. */
    public static String line(RecordedRequest request) {
        return view(request).toString();
    }

    private static JsonObject view(RecordedRequest request) {
        return new JsonObject()
                .put("number", request.number())
                .put("at", request.at())
                .put("operation", request.operation())
                .put("method", request.method())
                .put("path", request.path())
                .put("query", texts(request.query()))
                .put("headers", texts(request.headers()))
                .put("bodySize", request.bodySize())
                .put("status", request.status())
                .put("fault", request.fault());
    }

    private static JsonObject texts(Map<String, String> values) {
        JsonObject texts = new JsonObject();
        new TreeMap<>(values).forEach(texts::put);
        return texts;
    }
}

package io.github.d365fo.testkit.internal.server;

import io.github.d365fo.testkit.internal.json.JsonObject;
import java.util.List;

/** Reads the states of earlier servers, which had lists where there are objects by id now. */
final class SecondVersion {
    static final long NUMBER = 2;

    private SecondVersion() {}

    /** Returns a state of this version in the form of the next one. */
    static JsonObject convert(JsonObject old) {
        JsonObject jobs = old.requireObject("jobs");
        JsonObject data = old.requireObject("dataManagement");
        return new JsonObject()
                .put("version", NUMBER + 1)
                .put("identity", old.requireObject("identity"))
                .put(
                        "jobs",
                        new JsonObject()
                                .put("entities", jobs.requireObject("entities"))
                                .put("imports", imports(jobs.objects("imports")))
                                .put("exports", exports(jobs.objects("exports"))))
                .put("dataManagement", dataManagement(data))
                .put("ids", old.requireNumber("ids"))
                .put("now", old.requireText("now"));
    }

    private static JsonObject imports(List<JsonObject> jobs) {
        JsonObject byId = new JsonObject();
        for (JsonObject job : jobs) {
            JsonObject messages = new JsonObject();
            job.objects("messages")
                    .forEach(message ->
                            messages.put(message.requireObject("file").requireText("messageId"), message));
            byId.put(job.requireText("activityId"), job(job, messages));
        }
        return byId;
    }

    private static JsonObject exports(List<JsonObject> jobs) {
        JsonObject byId = new JsonObject();
        jobs.forEach(job -> byId.put(job.requireText("activityId"), job(job, by("blobId", job.objects("messages")))));
        return byId;
    }

    /** All fields of an old job but its messages are settings. */
    private static JsonObject job(JsonObject old, JsonObject messages) {
        old.remove("messages");
        return new JsonObject().put("settings", old).put("messages", messages);
    }

    private static JsonObject dataManagement(JsonObject old) {
        JsonObject executions = old.requireObject("executions");
        JsonObject storage = old.requireObject("storage");
        JsonObject waiting = storage.requireObject("uncommitted");
        JsonObject uncommitted = new JsonObject();
        waiting.names().forEach(name -> uncommitted.put(name, by("id", waiting.objects(name))));
        return new JsonObject()
                .put("projects", by("name", old.objects("projects")))
                .put(
                        "executions",
                        new JsonObject()
                                .put("started", by("id", executions.objects("started")))
                                .put("errorKeys", executions.requireObject("errorKeys")))
                .put("settings", old.requireObject("settings").put("next", old.objects("next")))
                .put(
                        "storage",
                        new JsonObject()
                                .put("blobs", storage.requireObject("blobs"))
                                .put("uncommitted", uncommitted)
                                .put("versions", storage.requireNumber("versions")));
    }

    private static JsonObject by(String id, List<JsonObject> values) {
        JsonObject byId = new JsonObject();
        values.forEach(value -> byId.put(value.requireText(id), value));
        return byId;
    }
}

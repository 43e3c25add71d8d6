package io.github.d365fo.testkit.internal.datamanagement;

import io.github.d365fo.testkit.internal.http.HttpCall;
import io.github.d365fo.testkit.internal.json.JsonObject;
import io.github.d365fo.testkit.internal.service.ServiceErrors;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Entities and metadata at {@code /data}. Thread-safe. */
public final class EntityApi {
    private static final String ROOT = "/data";
    private static final String METADATA = "$metadata";
    private static final String JSON = "application/json; odata.metadata=minimal; odata.streaming=true; charset=utf-8";
    /** A collection, and a key whose fields may be named. */
    private static final Pattern RESOURCE =
            Pattern.compile("(?i)/data/(\\$?\\w+)(?:\\((?:\\w+=)?'((?:[^']|'')*)'(?:,[^()]*)?\\))?");

    private final EntitySets sets;

    EntityApi(EntitySets sets) {
        this.sets = sets;
    }

    /** Returns whether a path is one of its resources; a request for it needs a token. */
    public boolean owns(String path) {
        Matcher resource = RESOURCE.matcher(path);
        return path.equalsIgnoreCase(ROOT)
                || (resource.matches()
                        && (resource.group(1).equalsIgnoreCase(METADATA)
                                || sets.find(resource.group(1)).isPresent()));
    }

    /** Answers a request for a path that it owns; {@code here} is the address of the environment. */
    public void answer(HttpCall call, String here) throws IOException {
        Matcher resource = RESOURCE.matcher(call.path());
        boolean found = resource.matches();
        Optional<EntitySet> set = found ? sets.find(resource.group(1)) : Optional.empty();
        boolean create = call.method().equals("POST")
                && set.filter(each -> each.name().equals(EntitySets.PROJECTS)).isPresent()
                && resource.group(2) == null;
        call.responseHeader("OData-Version", "4.0");
        try {
            if (create) {
                create(call, here, set.orElseThrow());
            } else if (!call.method().equals("GET")) {
                call.drain();
                call.answer(405);
            } else if (set.isEmpty()) {
                describe(call, here, found);
            } else if (resource.group(2) == null) {
                list(call, here, set.get());
            } else {
                get(call, here, set.get(), resource.group(2).replace("''", "'"));
            }
        } catch (ODataRefusal refusal) {
            call.answerJson(400, ServiceErrors.inner(refusal.cause()));
        }
    }

    private void describe(HttpCall call, String here, boolean metadata) throws IOException {
        if (metadata) {
            call.answer(200, "application/xml; charset=utf-8", ODataMetadata.of(sets.all()));
            return;
        }
        List<JsonObject> all = sets.all().stream()
                .map(set -> new JsonObject()
                        .put("name", set.name())
                        .put("kind", "EntitySet")
                        .put("url", set.name()))
                .toList();
        answer(
                call,
                200,
                new JsonObject().put("@odata.context", context(here, "")).put("value", all));
    }

    private static void list(HttpCall call, String here, EntitySet set) throws IOException, ODataRefusal {
        ODataQuery query = ODataQuery.of(call, set);
        List<JsonObject> rows = set.rows().get();
        answer(
                call,
                200,
                new JsonObject()
                        .put("@odata.context", context(here, "#" + set.name()))
                        .put(
                                "@odata.count",
                                query.count() ? Optional.of(query.matching(rows).size()) : Optional.empty())
                        .put("value", query.apply(rows)));
    }

    private void get(HttpCall call, String here, EntitySet set, String key) throws IOException, ODataRefusal {
        ODataQuery query = ODataQuery.of(call, set);
        Optional<JsonObject> row = sets.find(set, key);
        if (row.isEmpty()) {
            call.answerJson(404, ServiceErrors.inner("No resources were found when selecting for update."));
            return;
        }
        JsonObject entity = new JsonObject().put("@odata.context", context(here, "#" + set.name() + "/$entity"));
        JsonObject selected =
                query.apply(List.of(row.get())).stream().findFirst().orElseGet(JsonObject::new);
        selected.names().forEach(name -> entity.put(name, selected.value(name)));
        answer(call, 200, entity);
    }

    private void create(HttpCall call, String here, EntitySet set) throws IOException, ODataRefusal {
        JsonObject body;
        try {
            body = JsonObject.parse(call.bodyText());
        } catch (IllegalArgumentException e) {
            throw new ODataRefusal("The request body is no JSON object.");
        }
        JsonObject created = sets.create(body);
        call.responseHeader(
                "Location",
                here + ROOT + "/" + set.name() + "('"
                        + created.requireText("Name").replace(" ", "%20") + "')");
        answer(call, 201, created.put("@odata.context", context(here, "#" + set.name() + "/$entity")));
    }

    private static void answer(HttpCall call, int status, JsonObject json) throws IOException {
        call.answer(status, JSON, json.toString());
    }

    private static String context(String here, String fragment) {
        return here + ROOT + "/" + METADATA + fragment;
    }
}

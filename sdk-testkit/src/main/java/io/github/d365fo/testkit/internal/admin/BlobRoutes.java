package io.github.d365fo.testkit.internal.admin;

import io.github.d365fo.testkit.FakeDataManagement;
import io.github.d365fo.testkit.StoredBlob;
import io.github.d365fo.testkit.internal.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.NoSuchElementException;

/** The routes for files in the blob storage. Thread-safe. */
final class BlobRoutes {
    private static final String NAME = "name";

    private final FakeDataManagement data;

    BlobRoutes(FakeDataManagement data) {
        this.data = data;
    }

    static List<JsonObject> view(FakeDataManagement data) {
        return data.blobs().stream().map(BlobRoutes::view).toList();
    }

    void addTo(AdminRoute.Registry admin) {
        admin.route("GET", "/blobs", call -> call.json(200, view(data)));
        admin.route("GET", "/blobs/{name}/content", this::content);
        admin.route("DELETE", "/blobs/{name}", this::delete);
    }

    private void content(AdminCall call) throws IOException {
        StoredBlob blob = data.blob(call.variable(NAME)).orElseThrow(BlobRoutes::notThere);
        try (InputStream stream = blob.open()) {
            call.bytes(stream, blob.size());
        }
    }

    private void delete(AdminCall call) throws IOException {
        if (!data.deleteBlob(call.variable(NAME))) {
            throw notThere();
        }
        call.done();
    }

    private static NoSuchElementException notThere() {
        return new NoSuchElementException("name: there is no such blob; a / in its name is written as %2F");
    }

    private static JsonObject view(StoredBlob blob) {
        return new JsonObject()
                .put(NAME, blob.name())
                .put("size", blob.size())
                .put("contentType", blob.contentType())
                .put("contentMd5", blob.contentMd5())
                .put("etag", blob.etag())
                .put("blocks", blob.blocks());
    }
}

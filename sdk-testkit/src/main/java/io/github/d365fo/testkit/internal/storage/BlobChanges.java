package io.github.d365fo.testkit.internal.storage;

import io.github.d365fo.testkit.internal.http.HttpCall;
import io.github.d365fo.testkit.internal.http.HttpDate;
import java.io.IOException;
import java.util.Optional;

/** Set Blob Properties, Set Blob Metadata and Delete Blob, as Azure Storage documents them. Thread-safe. */
final class BlobChanges {
    private final BlobStore store;

    BlobChanges(BlobStore store) {
        this.store = store;
    }

    void setProperties(HttpCall call, String name) throws IOException, BlobRefusal {
        change(
                call,
                name,
                blob -> BlobHeaders.anySent(call)
                        ? blob.draft(blob.headers().withProperties(call), call.header("x-ms-blob-content-md5"))
                        : blob.draft(blob.headers(), blob.contentMd5()));
    }

    void setMetadata(HttpCall call, String name) throws IOException, BlobRefusal {
        change(call, name, blob -> blob.draft(blob.headers().withMetadata(call), blob.contentMd5()));
    }

    void delete(HttpCall call, String name) throws IOException, BlobRefusal {
        store.delete(name, present -> check(call, present));
        call.responseHeader("x-ms-delete-type-permanent", "true");
        call.answer(202);
    }

    private void change(HttpCall call, String name, BlobStore.Change change) throws IOException, BlobRefusal {
        Blob blob = store.change(name, change, present -> check(call, present));
        call.responseHeader("ETag", blob.etag());
        call.responseHeader("Last-Modified", HttpDate.of(blob.lastModified()));
        call.responseHeader("x-ms-request-server-encrypted", "true");
        call.answer(200);
    }

    private static void check(HttpCall call, Optional<Blob> present) throws BlobRefusal {
        if (present.isEmpty()) {
            throw BlobError.BLOB_NOT_FOUND.refusal();
        }
        Preconditions.checkWrite(call, present);
    }
}

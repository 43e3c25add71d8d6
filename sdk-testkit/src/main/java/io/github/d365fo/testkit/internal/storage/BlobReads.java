package io.github.d365fo.testkit.internal.storage;

import io.github.d365fo.testkit.internal.http.HttpCall;
import io.github.d365fo.testkit.internal.http.HttpDate;
import io.github.d365fo.testkit.internal.xml.XmlText;
import java.io.IOException;
import java.util.List;

/** Get Blob, Get Blob Properties and Get Block List, as Azure Storage documents them. Thread-safe. */
final class BlobReads {
    private static final long CHECKED_RANGE = 4 << 20;

    private final BlobStore store;

    BlobReads(BlobStore store) {
        this.store = store;
    }

    void read(HttpCall call, String name) throws IOException, BlobRefusal {
        Blob blob = store.find(name).orElseThrow(BlobError.BLOB_NOT_FOUND::refusal);
        Preconditions.checkRead(call, blob);
        call.responseHeader("ETag", blob.etag());
        if (Preconditions.isSame(call, blob)) {
            call.answer(304);
            return;
        }
        ByteRange range = ByteRange.of(call, blob);
        writeHeaders(call, blob, range);
        call.answer(range.partial() ? 206 : 200, blob.content(), range.from(), range.length());
    }

    /** Get Blob Metadata: what the client said about a blob, without the blob. */
    void readMetadata(HttpCall call, String name) throws IOException, BlobRefusal {
        Blob blob = store.find(name).orElseThrow(BlobError.BLOB_NOT_FOUND::refusal);
        Preconditions.checkRead(call, blob);
        call.responseHeader("ETag", blob.etag());
        call.responseHeader("Last-Modified", HttpDate.of(blob.lastModified()));
        blob.headers().writeMetadataTo(call);
        call.answer(200);
    }

    private static void writeHeaders(HttpCall call, Blob blob, ByteRange range) throws IOException, BlobRefusal {
        blob.headers().writeTo(call);
        call.responseHeader("Last-Modified", HttpDate.of(blob.lastModified()));
        call.responseHeader("Accept-Ranges", "bytes");
        call.responseHeader("x-ms-creation-time", HttpDate.of(blob.createdAt()));
        call.responseHeader("x-ms-blob-type", "BlockBlob");
        call.responseHeader("x-ms-lease-status", "unlocked");
        call.responseHeader("x-ms-lease-state", "available");
        call.responseHeader("x-ms-server-encrypted", "true");
        if (range.partial()) {
            call.responseHeader("Content-Range", range.in(blob.content().size()));
            blob.contentMd5().ifPresent(md5 -> call.responseHeader("x-ms-blob-content-md5", md5));
            writeRangeMd5(call, blob, range);
        } else {
            blob.contentMd5().ifPresent(md5 -> call.responseHeader("Content-MD5", md5));
        }
    }

    private static void writeRangeMd5(HttpCall call, Blob blob, ByteRange range) throws IOException, BlobRefusal {
        if (!call.header("x-ms-range-get-content-md5").orElse("").equalsIgnoreCase("true")) {
            return;
        }
        if (range.length() > CHECKED_RANGE) {
            throw BlobError.INVALID_HEADER_VALUE.refusal("HeaderName", "x-ms-range-get-content-md5");
        }
        call.responseHeader("Content-MD5", Upload.md5(blob.content(), range.from(), range.length()));
    }

    void readBlockList(HttpCall call, String name) throws IOException, BlobRefusal {
        String type = call.parameter("blocklisttype").orElse("committed");
        List<Blob.Block> waiting = store.uncommitted(name);
        List<Blob.Block> committed = store.find(name).map(Blob::blocks).orElse(List.of());
        if (store.find(name).isEmpty() && waiting.isEmpty()) {
            throw BlobError.BLOB_NOT_FOUND.refusal();
        }
        if (!List.of("committed", "uncommitted", "all").contains(type)) {
            throw BlobError.INVALID_QUERY.refusal("QueryParameterName", "blocklisttype");
        }
        store.find(name).ifPresent(blob -> {
            call.responseHeader("ETag", blob.etag());
            call.responseHeader("Last-Modified", HttpDate.of(blob.lastModified()));
            call.responseHeader(
                    "x-ms-blob-content-length", String.valueOf(blob.content().size()));
        });
        call.answer(
                200,
                "application/xml",
                "<?xml version=\"1.0\" encoding=\"utf-8\"?><BlockList>"
                        + (type.equals("uncommitted") ? "" : list("CommittedBlocks", committed))
                        + (type.equals("committed") ? "" : list("UncommittedBlocks", waiting)) + "</BlockList>");
    }

    private static String list(String element, List<Blob.Block> blocks) {
        StringBuilder xml = new StringBuilder("<" + element + ">");
        for (Blob.Block block : blocks) {
            xml.append("<Block><Name>").append(XmlText.escaped(block.id())).append("</Name><Size>");
            xml.append(block.content().size()).append("</Size></Block>");
        }
        return xml.append("</").append(element).append(">").toString();
    }
}

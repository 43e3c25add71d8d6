package io.github.d365fo.testkit.internal.storage;

import io.github.d365fo.testkit.internal.content.Content;
import io.github.d365fo.testkit.internal.content.JoinedContent;
import io.github.d365fo.testkit.internal.http.HttpCall;
import io.github.d365fo.testkit.internal.http.HttpDate;
import io.github.d365fo.testkit.internal.xml.XmlText;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** Put Blob, Put Block and Put Block List, as Azure Storage documents them. Thread-safe. */
final class BlobWrites {
    private static final long MIB = 1 << 20;
    /** Room for 50,000 blocks, the maximum of a blob. */
    private static final int LONGEST_LIST = 8 << 20;

    private final BlobStore store;

    BlobWrites(BlobStore store) {
        this.store = store;
    }

    void putBlob(HttpCall call, String name, String version) throws IOException, BlobRefusal {
        String type = call.header("x-ms-blob-type").orElseThrow(() -> missing("x-ms-blob-type"));
        if (!type.equals("BlockBlob")) {
            throw invalid("x-ms-blob-type", type);
        }
        // "Put Blob, Remarks": the size limit of a request depends on the version.
        Upload upload = take(call, bySize(version, 64 * MIB, 256 * MIB, 5000 * MIB));
        Blob.Draft draft =
                new Blob.Draft(upload.content(), BlobHeaders.ofBlob(call), Optional.of(upload.md5()), List.of());
        Blob blob = store.put(name, draft, present -> Preconditions.checkWrite(call, present));
        call.responseHeader("Content-MD5", upload.md5());
        answer(call, blob);
    }

    void putBlock(HttpCall call, String name, String version) throws IOException, BlobRefusal {
        String id = call.parameter("blockid")
                .filter(text -> text.length() <= 88 && text.matches("[A-Za-z0-9+/]+={0,2}") && text.length() % 4 == 0)
                .orElseThrow(() -> BlobError.INVALID_QUERY.refusal("QueryParameterName", "blockid"));
        Upload upload = take(call, bySize(version, 4 * MIB, 100 * MIB, 4000 * MIB));
        if (upload.content().size() == 0) {
            throw invalid("Content-Length", "0");
        }
        store.stage(name, new Blob.Block(id, upload.content()));
        call.responseHeader("Content-MD5", upload.md5());
        call.responseHeader("x-ms-request-server-encrypted", "true");
        call.answer(201);
    }

    void putBlockList(HttpCall call, String name) throws IOException, BlobRefusal {
        List<Named> names = names(call.body().readNBytes(LONGEST_LIST));
        Optional<String> md5 = call.header("x-ms-blob-content-md5");
        Blob blob = store.commit(
                name,
                (uncommitted, committed) -> assemble(call, names, md5, uncommitted, committed),
                present -> Preconditions.checkWrite(call, present));
        answer(call, blob);
    }

    /** A line of a block list: where to look for which block. */
    private record Named(String where, String id) {}

    private static Blob.Draft assemble(
            HttpCall call,
            List<Named> names,
            Optional<String> md5,
            Function<String, Optional<Blob.Block>> uncommitted,
            List<Blob.Block> committed)
            throws BlobRefusal {
        Map<String, Blob.Block> present =
                committed.stream().collect(Collectors.toMap(Blob.Block::id, Function.identity(), (one, other) -> one));
        List<Blob.Block> blocks = new ArrayList<>();
        for (Named named : names) {
            Optional<Blob.Block> waiting =
                    named.where().equals("Committed") ? Optional.empty() : uncommitted.apply(named.id());
            blocks.add(waiting.or(() -> named.where().equals("Uncommitted")
                            ? Optional.empty()
                            : Optional.ofNullable(present.get(named.id())))
                    .orElseThrow(BlobError.INVALID_BLOCK_LIST::refusal));
        }
        Content content =
                new JoinedContent(blocks.stream().map(Blob.Block::content).toList());
        return new Blob.Draft(content, BlobHeaders.ofBlocks(call), md5, List.copyOf(blocks));
    }

    private static List<Named> names(byte[] xml) throws BlobRefusal {
        List<Named> names = new ArrayList<>();
        try (InputStream stream = new ByteArrayInputStream(xml)) {
            XMLStreamReader reader = XmlText.reader(stream);
            reader.nextTag();
            reader.require(XMLStreamReader.START_ELEMENT, null, "BlockList");
            while (reader.nextTag() == XMLStreamReader.START_ELEMENT) {
                String where = reader.getLocalName();
                if (!List.of("Latest", "Committed", "Uncommitted").contains(where)) {
                    throw BlobError.INVALID_XML.refusal();
                }
                names.add(new Named(where, reader.getElementText()));
            }
            return names;
        } catch (XMLStreamException | IOException e) {
            throw BlobError.INVALID_XML.refusal("XmlParsingError", String.valueOf(e.getMessage()));
        }
    }

    private Upload take(HttpCall call, long most) throws IOException, BlobRefusal {
        String length = call.header("Content-Length").orElseThrow(BlobError.LENGTH_REQUIRED::refusal);
        if (Long.parseLong(length) > most) {
            throw BlobError.TOO_LARGE.refusal("MaxLimit", String.valueOf(most));
        }
        Upload upload = Upload.take(call.body(), store.directory());
        if (call.header("Content-MD5").filter(md5 -> !md5.equals(upload.md5())).isPresent()) {
            throw BlobError.MD5_MISMATCH.refusal("ServerCalculatedMd5", upload.md5());
        }
        return upload;
    }

    private static void answer(HttpCall call, Blob blob) throws IOException {
        call.responseHeader("ETag", blob.etag());
        call.responseHeader("Last-Modified", HttpDate.of(blob.lastModified()));
        call.responseHeader("x-ms-request-server-encrypted", "true");
        call.answer(201);
    }

    private static long bySize(String version, long before2016, long before2019, long since) {
        if (version.compareTo("2019-12-12") >= 0) {
            return since;
        }
        return version.compareTo("2016-05-31") >= 0 ? before2019 : before2016;
    }

    private static BlobRefusal missing(String header) {
        return BlobError.MISSING_HEADER.refusal("HeaderName", header);
    }

    private static BlobRefusal invalid(String header, String value) {
        return new BlobRefusal(
                BlobError.INVALID_HEADER_VALUE,
                "<HeaderName>" + header + "</HeaderName><HeaderValue>" + XmlText.escaped(value) + "</HeaderValue>");
    }
}

package io.github.d365fo.testkit.internal.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.d365fo.testkit.harness.DataPlaneRig;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the fake's blob storage takes, gives and refuses, over plain HTTP. */
class BlobStorageTest {
    private static final String[] BLOCK_BLOB = {"x-ms-blob-type", "BlockBlob"};
    private static final byte[] CONTENT = "0123456789".getBytes(StandardCharsets.UTF_8);

    private final DataPlaneRig rig = new DataPlaneRig();
    private final URI address = write();

    @AfterEach
    void close() {
        rig.close();
    }

    private URI write() {
        try {
            return rig.writeUrl("file.zip");
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private String upload() throws Exception {
        return rig.put(address, CONTENT, BLOCK_BLOB)
                .headers()
                .firstValue("ETag")
                .orElseThrow();
    }

    private static URI with(URI address, String more) {
        return URI.create(address + more);
    }

    private static String md5(byte[] content) throws NoSuchAlgorithmException {
        return Base64.getEncoder()
                .encodeToString(MessageDigest.getInstance("MD5").digest(content));
    }

    private static String error(HttpResponse<?> answer) {
        return answer.statusCode() + " "
                + answer.headers().firstValue("x-ms-error-code").orElse("");
    }

    private HttpResponse<String> send(String method, URI target) throws Exception {
        return rig.http.send(
                HttpRequest.newBuilder(target)
                        .method(method, HttpRequest.BodyPublishers.noBody())
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> stage(String id, String content) throws Exception {
        return rig.put(with(address, "&comp=block&blockid=" + id), content.getBytes(StandardCharsets.UTF_8));
    }

    private HttpResponse<String> commit(String... lines) throws Exception {
        String list = "<BlockList>" + String.join("", lines) + "</BlockList>";
        return rig.put(with(address, "&comp=blocklist"), list.getBytes(StandardCharsets.UTF_8));
    }

    private String blocks(String type) throws Exception {
        return new String(rig.get(with(address, "&comp=blocklist" + type)).body(), StandardCharsets.UTF_8);
    }

    @Test
    void aFileIsWrittenOnTheConditionsOfItsWriter() throws Exception {
        assertThat(error(rig.put(address, CONTENT, "x-ms-blob-type", "BlockBlob", "If-Match", "*")))
                .isEqualTo("412 ConditionNotMet");
        assertThat(rig.put(address, CONTENT, "x-ms-blob-type", "BlockBlob", "If-None-Match", "*")
                        .statusCode())
                .isEqualTo(201);
        assertThat(error(rig.put(address, CONTENT, "x-ms-blob-type", "BlockBlob", "If-None-Match", "*")))
                .isEqualTo("409 BlobAlreadyExists");
        String etag = rig.data().blobs().get(0).etag();
        assertThat(error(rig.put(address, CONTENT, "x-ms-blob-type", "BlockBlob", "If-Match", "\"other\"")))
                .isEqualTo("412 ConditionNotMet");
        assertThat(error(rig.put(address, CONTENT, "x-ms-blob-type", "BlockBlob", "If-None-Match", etag)))
                .isEqualTo("412 ConditionNotMet");
        assertThat(rig.put(address, CONTENT, "x-ms-blob-type", "BlockBlob", "If-Match", "\"other\", " + etag)
                        .statusCode())
                .isEqualTo(201);
        assertThat(rig.data().blobs().get(0).etag()).isNotEqualTo(etag);
    }

    @Test
    void aFileIsReadOnTheConditionsOfItsReader() throws Exception {
        String etag = upload();
        String modified = rig.get(address).headers().firstValue("Last-Modified").orElseThrow();
        assertThat(rig.get(address, "If-None-Match", etag).statusCode()).isEqualTo(304);
        assertThat(rig.get(address, "If-None-Match", "\"other\"").statusCode()).isEqualTo(200);
        assertThat(rig.get(address, "If-Modified-Since", modified).statusCode()).isEqualTo(304);
        assertThat(rig.get(address, "If-Modified-Since", "Thu, 01 Jan 1970 00:00:00 GMT")
                        .statusCode())
                .isEqualTo(200);
        assertThat(rig.get(address, "If-Modified-Since", "some day").statusCode())
                .isEqualTo(200);
        assertThat(rig.get(address, "If-Unmodified-Since", modified).statusCode())
                .isEqualTo(200);
        assertThat(error(rig.get(address, "If-Unmodified-Since", "Thu, 01 Jan 1970 00:00:00 GMT")))
                .isEqualTo("412 ConditionNotMet");
        assertThat(error(rig.get(address, "If-Match", "\"other\""))).isEqualTo("412 ConditionNotMet");
    }

    @Test
    void aRangeIsAPartOfTheVersionThatWasMeant() throws Exception {
        String etag = upload();
        HttpResponse<byte[]> part = rig.get(address, "Range", "bytes=2-4", "If-Range", etag);
        assertThat(part.statusCode()).isEqualTo(206);
        assertThat(part.body()).asString().isEqualTo("234");
        assertThat(part.headers().firstValue("Content-Range")).hasValue("bytes 2-4/10");
        assertThat(rig.get(address, "Range", "bytes=2-4", "If-Range", "\"other\"")
                        .body())
                .isEqualTo(CONTENT);
        assertThat(rig.get(address, "x-ms-range", "bytes=7-99").body())
                .asString()
                .isEqualTo("789");
        assertThat(rig.get(address, "Range", "lines=1-2").body()).isEqualTo(CONTENT);
        HttpResponse<byte[]> beyond = rig.get(address, "Range", "bytes=10-");
        assertThat(error(beyond)).isEqualTo("416 InvalidRange");
        assertThat(beyond.headers().firstValue("Content-Range")).hasValue("bytes */10");
    }

    @Test
    void aRangeHasAChecksumIfItIsShortEnough() throws Exception {
        rig.put(address, new byte[(4 << 20) + 1], BLOCK_BLOB);
        assertThat(rig.get(address, "Range", "bytes=0-9", "x-ms-range-get-content-md5", "true")
                        .headers()
                        .firstValue("Content-MD5"))
                .hasValue(md5(new byte[10]));
        assertThat(error(rig.get(address, "Range", "bytes=0-", "x-ms-range-get-content-md5", "true")))
                .isEqualTo("400 InvalidHeaderValue");
    }

    @Test
    void blocksWaitUntilTheyAreCommitted() throws Exception {
        assertThat(error(rig.get(with(address, "&comp=blocklist")))).isEqualTo("404 BlobNotFound");
        assertThat(stage("AAAA", "one ").statusCode()).isEqualTo(201);
        assertThat(stage("BBBB", "two ").statusCode()).isEqualTo(201);
        assertThat(blocks("")).contains("<CommittedBlocks></CommittedBlocks>").doesNotContain("AAAA");
        assertThat(blocks("&blocklisttype=uncommitted")).contains("AAAA").doesNotContain("CommittedBlocks><Block>B");
        assertThat(commit("<Latest>BBBB</Latest>", "<Uncommitted>AAAA</Uncommitted>")
                        .statusCode())
                .isEqualTo(201);
        assertThat(rig.get(address).body()).asString().isEqualTo("two one ");
        assertThat(rig.get(address, "Range", "bytes=4-5").body()).asString().isEqualTo("on");
        assertThat(stage("CCCC", "three").statusCode()).isEqualTo(201);
        assertThat(commit("<Committed>AAAA</Committed>", "<Latest>CCCC</Latest>")
                        .statusCode())
                .isEqualTo(201);
        assertThat(rig.data().blobs().get(0).bytes()).asString().isEqualTo("one three");
        assertThat(blocks("&blocklisttype=all")).contains("<Name>AAAA</Name><Size>4</Size>", "<UncommittedBlocks></");
        assertThat(error(rig.get(with(address, "&comp=blocklist&blocklisttype=some"))))
                .isEqualTo("400 InvalidQueryParameterValue");
    }

    @Test
    void wrongBlocksAndListsAreRefused() throws Exception {
        assertThat(error(stage("A", "x"))).isEqualTo("400 InvalidQueryParameterValue");
        assertThat(error(stage("A*AA", "x"))).isEqualTo("400 InvalidQueryParameterValue");
        assertThat(error(stage("A".repeat(92), "x"))).isEqualTo("400 InvalidQueryParameterValue");
        assertThat(error(stage("AAAA", ""))).isEqualTo("400 InvalidHeaderValue");
        assertThat(stage("AAAA", "x").statusCode()).isEqualTo(201);
        assertThat(error(stage("AAAAAAAA", "x"))).isEqualTo("400 InvalidBlobOrBlock");
        assertThat(error(commit("<Latest>ZZZZ</Latest>"))).isEqualTo("400 InvalidBlockList");
        assertThat(error(commit("<Committed>AAAA</Committed>"))).isEqualTo("400 InvalidBlockList");
        assertThat(error(commit("<Newest>AAAA</Newest>"))).isEqualTo("400 InvalidXmlDocument");
        assertThat(error(commit("<Latest>AAAA"))).isEqualTo("400 InvalidXmlDocument");
        assertThat(error(rig.put(with(address, "&comp=block&blockid=BBBB"), new byte[(4 << 20) + 1])))
                .isEqualTo("413 RequestBodyTooLarge");
        assertThat(rig.data().blobs()).isEmpty();
    }

    @Test
    void uploadsAreRefusedForWhatIsWrongWithThem() throws Exception {
        assertThat(error(rig.put(address, CONTENT))).isEqualTo("400 MissingRequiredHeader");
        assertThat(error(rig.put(address, CONTENT, "x-ms-blob-type", "PageBlob")))
                .isEqualTo("400 InvalidHeaderValue");
        assertThat(error(rig.put(address, CONTENT, "x-ms-blob-type", "BlockBlob", "Content-MD5", "AAAA")))
                .isEqualTo("400 Md5Mismatch");
        HttpRequest chunked = HttpRequest.newBuilder(address)
                .header("x-ms-blob-type", "BlockBlob")
                .PUT(HttpRequest.BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(CONTENT)))
                .build();
        assertThat(error(rig.http.send(chunked, HttpResponse.BodyHandlers.ofString())))
                .isEqualTo("411 MissingContentLengthHeader");
        assertThat(rig.data().blobs()).isEmpty();
        String md5 = md5(CONTENT);
        assertThat(rig.put(address, CONTENT, "x-ms-blob-type", "BlockBlob", "Content-MD5", md5)
                        .statusCode())
                .isEqualTo(201);
        assertThat(rig.data().blobs().get(0).contentMd5()).hasValue(md5);
    }

    @ParameterizedTest
    @CsvSource({
        "PUT,&comp=tier,400 InvalidQueryParameterValue",
        "GET,&comp=tags,400 InvalidQueryParameterValue",
        "PUT,&comp=metadata,404 BlobNotFound",
        "GET,&comp=metadata,404 BlobNotFound",
        "PUT,&comp=properties,404 BlobNotFound",
        "DELETE,'',403 AuthorizationPermissionMismatch",
        "PATCH,'',405 UnsupportedHttpVerb",
        "GET,'',404 BlobNotFound",
        "HEAD,'',404 BlobNotFound"
    })
    void requestsThatMeanNothingHereAreRefused(String method, String more, String refusal) throws Exception {
        assertThat(error(send(method, with(address, more)))).isEqualTo(refusal);
    }

    @Test
    void anAddressIsNoGoodUnlessItsSignatureHolds() throws Exception {
        upload();
        String bare = address.toString().replaceFirst("\\?.*", "");
        assertThat(error(rig.get(URI.create(bare)))).isEqualTo("404 ResourceNotFound");
        assertThat(error(rig.get(URI.create(address.toString().replace("sp=rw", "sp=rwd")))))
                .isEqualTo("403 AuthenticationFailed");
        rig.server.clock().advance(Duration.ofMinutes(30));
        assertThat(error(rig.get(address))).isEqualTo("403 AuthenticationFailed");
    }

    @Test
    void theVersionOfTheSignatureCountsWhateverTheHeaderSays() throws Exception {
        HttpResponse<String> answer =
                rig.put(address, CONTENT, "x-ms-blob-type", "BlockBlob", "x-ms-version", "2026-02-06");
        assertThat(answer.statusCode()).isEqualTo(201);
        assertThat(answer.headers().firstValue("x-ms-version")).hasValue("2014-02-14");
        rig.data().versionHeaderRefused(true);
        HttpResponse<byte[]> refused = rig.get(address, "x-ms-version", "2026-02-06");
        assertThat(error(refused)).isEqualTo("400 InvalidHeaderValue");
        assertThat(new String(refused.body(), StandardCharsets.UTF_8))
                .contains("<HeaderName>x-ms-version, by versionHeaderRefused</HeaderName>");
        assertThat(rig.get(address).statusCode()).isEqualTo(200);
    }

    @Test
    void propertiesAndMetadataComeBackAsTheyWereSent() throws Exception {
        rig.put(
                address,
                CONTENT,
                "x-ms-blob-type",
                "BlockBlob",
                "x-ms-blob-content-type",
                "application/zip",
                "x-ms-blob-content-disposition",
                "attachment",
                "x-ms-meta-Source",
                "erp 1");
        HttpResponse<byte[]> read = rig.get(address);
        assertThat(read.headers().firstValue("Content-Type")).hasValue("application/zip");
        assertThat(read.headers().firstValue("Content-Disposition")).hasValue("attachment");
        assertThat(read.headers().firstValue("x-ms-meta-source")).hasValue("erp 1");
        String etag = rig.data().blobs().get(0).etag();
        HttpResponse<String> changed =
                rig.put(with(address, "&comp=properties"), new byte[0], "x-ms-blob-cache-control", "no-cache");
        assertThat(changed.statusCode()).isEqualTo(200);
        assertThat(changed.headers().firstValue("ETag")).isNotEqualTo(Optional.of(etag));
        read = rig.get(address);
        assertThat(read.headers().firstValue("Cache-Control")).hasValue("no-cache");
        assertThat(read.headers().firstValue("Content-Type")).hasValue("application/octet-stream");
        assertThat(read.headers().firstValue("Content-Disposition")).isEmpty();
        assertThat(read.headers().firstValue("Content-MD5")).isEmpty();
        assertThat(read.headers().firstValue("x-ms-meta-source")).hasValue("erp 1");
        assertThat(rig.put(with(address, "&comp=metadata"), new byte[0], "x-ms-meta-other", "2")
                        .statusCode())
                .isEqualTo(200);
        HttpResponse<byte[]> metadata = rig.get(with(address, "&comp=metadata"));
        assertThat(metadata.headers().firstValue("x-ms-meta-other")).hasValue("2");
        assertThat(metadata.headers().firstValue("x-ms-meta-source")).isEmpty();
        assertThat(metadata.body()).isEmpty();
        assertThat(rig.get(address).body()).isEqualTo(CONTENT);
    }

    @Test
    void aChangeWithoutPropertiesOnlyMakesAVersion() throws Exception {
        String etag = upload();
        assertThat(rig.put(with(address, "&comp=properties"), new byte[0]).statusCode())
                .isEqualTo(200);
        assertThat(rig.get(address).headers().firstValue("Content-MD5")).hasValue(md5(CONTENT));
        assertThat(rig.data().blobs().get(0).etag()).isNotEqualTo(etag);
        assertThat(error(rig.put(with(address, "&comp=metadata"), new byte[0], "x-ms-meta-1a", "x")))
                .isEqualTo("400 InvalidMetadata");
        assertThat(error(rig.put(with(address, "&comp=metadata"), new byte[0], "If-Match", etag)))
                .isEqualTo("412 ConditionNotMet");
    }

    @Test
    void aClientDeletesAFileOnlyIfItsAddressAllowsIt() throws Exception {
        upload();
        assertThat(error(send("DELETE", address))).isEqualTo("403 AuthorizationPermissionMismatch");
        rig.data().uploadPermissions("rwd");
        URI deletable = rig.writeUrl("file.zip");
        assertThat(send("DELETE", deletable).statusCode()).isEqualTo(202);
        assertThat(rig.data().blobs()).isEmpty();
        assertThat(error(send("DELETE", deletable))).isEqualTo("404 BlobNotFound");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> rig.data().uploadPermissions("rx"))
                .withMessage("uploadPermissions: expected some of the letters r, w, c, d, but got rx");
    }

    @Test
    void retentionDeletesWhatIsThere() throws Exception {
        upload();
        assertThat(rig.data().deleteBlob("file.zip")).isTrue();
        assertThat(rig.data().deleteBlob("file.zip")).isFalse();
        assertThat(error(rig.get(address))).isEqualTo("404 BlobNotFound");
    }
}

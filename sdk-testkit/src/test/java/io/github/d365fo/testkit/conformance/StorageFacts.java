package io.github.d365fo.testkit.conformance;

import static io.github.d365fo.testkit.conformance.Fact.documented;
import static io.github.d365fo.testkit.conformance.Fact.guessed;
import static io.github.d365fo.testkit.conformance.Fact.reported;
import static io.github.d365fo.testkit.conformance.Target.UNKNOWN;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Facts of the blob storage behind the data management API, and of imports that come to nothing. */
final class StorageFacts {
    private static final String[] BLOCK_BLOB = {"x-ms-blob-type", "BlockBlob"};
    private static final String CONTENT = "no zip file";

    static final List<Fact> ALL = List.of(
            documented(
                    "WRITE_URL",
                    "GetAzureWriteUrl answers JSON in a text.",
                    "BlobId, BlobUrl",
                    t -> Answer.names(written(t))),
            documented(
                    "BLOB_ID",
                    "The id of a blob has braces around it.",
                    "in braces",
                    t -> written(t).path("BlobId").asText().matches("\\{[0-9A-Fa-f-]{36}}")
                            ? "in braces"
                            : "another form"),
            reported(
                    "WRITE_URL_PERMISSIONS",
                    "An address to write to lets one blob be read and written.",
                    "sp=rw sr=b",
                    t -> {
                        Map<String, String> query = query(address(t));
                        return "sp=" + query.get("sp") + " sr=" + query.get("sr");
                    }),
            reported(
                    "WRITE_URL_VERSION",
                    "Its signature is of the version of 2014.",
                    "2014-02-14",
                    t -> query(address(t)).getOrDefault("sv", "none")),
            reported(
                    "WRITE_URL_LIFETIME",
                    "It holds for 35 minutes, of which 5 are over.",
                    "35 minutes",
                    StorageFacts::lifetime),
            guessed(
                    "WRITE_URL_WITHOUT_A_NAME",
                    "A blob needs a name.",
                    "400 innererror",
                    t -> t.wire()
                            .act("GetAzureWriteUrl", "{\"uniqueFileName\":\"\"}")
                            .refusal()),
            documented(
                    "UPLOAD",
                    "A block blob is created.",
                    "201",
                    t -> put(t, address(t), BLOCK_BLOB).status()),
            documented(
                    "UPLOAD_WITH_A_TOKEN",
                    "The storage refuses a header Authorization.",
                    "400",
                    t -> put(t, address(t), "x-ms-blob-type", "BlockBlob", "Authorization", "Bearer none")
                            .status()),
            documented(
                    "UPLOAD_WITHOUT_A_TYPE",
                    "The storage wants the type of a new blob.",
                    "400",
                    t -> put(t, address(t)).status()),
            documented(
                    "UPLOAD_WITH_A_VERSION",
                    "The storage ignores the header x-ms-version; the version of the signature counts.",
                    "201",
                    t -> put(t, address(t), "x-ms-blob-type", "BlockBlob", "x-ms-version", "2020-10-02")
                            .status()),
            guessed(
                    "UPLOAD_WITH_ANOTHER_SIGNATURE",
                    "The storage refuses a signature that is not of the address.",
                    "403",
                    t -> put(t, signedOtherwise(address(t)), BLOCK_BLOB).status()),
            documented(
                    "UPLOAD_AGAIN",
                    "An upload may be repeated.",
                    "201",
                    t -> put(t, uploaded(t), BLOCK_BLOB).status()),
            reported("READ_BACK", "What was uploaded can be read at its address.", "200 the same", t -> {
                Answer answer = get(t, uploaded(t));
                return answer.status() + (answer.body().equals(CONTENT) ? " the same" : " something else");
            }),
            documented(
                    "READ_MD5",
                    "The storage tells the MD5 of a blob.",
                    "sent",
                    t -> get(t, uploaded(t)).header("Content-MD5").equals("none") ? "not sent" : "sent"),
            documented(
                    "READ_RANGE",
                    "The storage answers a range.",
                    "206",
                    t -> get(t, uploaded(t), "Range", "bytes=1-2").status()),
            documented(
                    "READ_NOTHING",
                    "A blob that was never uploaded is not found.",
                    "404",
                    t -> get(t, address(t)).status()),
            reported(
                    "IMPORT_WITHOUT_A_PARAMETER",
                    "ImportFromPackage wants every parameter, the execution id as well.",
                    "400 Model state is invalid",
                    t -> t.wire()
                            .act("ImportFromPackage", "{\"packageUrl\":\"\",\"definitionGroupId\":\"" + UNKNOWN + "\"}")
                            .refusal("Model state is invalid")),
            reported(
                    "IMPORT_OF_NO_ZIP",
                    "ImportFromPackage refuses a file that is no zip file.",
                    "400 innererror",
                    t -> imported(t, uploaded(t))),
            guessed(
                    "IMPORT_OF_NOTHING",
                    "ImportFromPackage refuses a blob that was never uploaded.",
                    "400 innererror",
                    t -> imported(t, address(t))));

    private StorageFacts() {}

    private static JsonNode written(Target target) throws IOException, InterruptedException {
        return Answer.parse(target.wire()
                .act("GetAzureWriteUrl", "{\"uniqueFileName\":\"" + target.freshName() + "\"}")
                .json()
                .path("value")
                .asText());
    }

    private static URI address(Target target) throws IOException, InterruptedException {
        String address = written(target).path("BlobUrl").asText();
        if (address.isEmpty()) {
            throw new Unobserved("GetAzureWriteUrl gives no address");
        }
        return URI.create(address);
    }

    private static URI uploaded(Target target) throws IOException, InterruptedException {
        URI address = address(target);
        Answer answer = put(target, address, BLOCK_BLOB);
        if (!answer.status().equals("201")) {
            throw new Unobserved("an upload ends with " + answer.status());
        }
        return address;
    }

    private static Answer put(Target target, URI address, String... headers) throws IOException, InterruptedException {
        return target.wire().send("PUT", address, CONTENT, headers);
    }

    private static Answer get(Target target, URI address, String... headers) throws IOException, InterruptedException {
        return target.wire().send("GET", address, "", headers);
    }

    /** Nothing would be executed even if the package were one. */
    private static String imported(Target target, URI address) throws IOException, InterruptedException {
        return target.wire()
                .act(
                        "ImportFromPackage",
                        "{\"packageUrl\":\"" + address + "\",\"definitionGroupId\":\"" + UNKNOWN
                                + "\",\"executionId\":\"\",\"execute\":false,\"overwrite\":true,\"legalEntityId\":\"\"}")
                .refusal();
    }

    private static URI signedOtherwise(URI address) {
        return URI.create(address.toString().replaceFirst("([?&]sig=)[^&]+", "$1AAAA"));
    }

    private static String lifetime(Target target) throws IOException, InterruptedException {
        Map<String, String> query = query(address(target));
        if (!query.containsKey("st") || !query.containsKey("se")) {
            return "no start or no end";
        }
        return Duration.between(Instant.parse(query.get("st")), Instant.parse(query.get("se")))
                        .toMinutes()
                + " minutes";
    }

    private static Map<String, String> query(URI address) {
        return Arrays.stream(String.valueOf(address.getQuery()).split("&", -1))
                .filter(part -> part.contains("="))
                .collect(Collectors.toMap(
                        part -> part.substring(0, part.indexOf('=')), part -> part.substring(part.indexOf('=') + 1)));
    }
}

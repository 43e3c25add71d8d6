package io.github.d365fo.testkit.internal.storage;

import io.github.d365fo.testkit.internal.http.HttpCall;
import io.github.d365fo.testkit.internal.http.PathText;
import io.github.d365fo.testkit.internal.xml.XmlText;
import java.io.IOException;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The blob storage: one container, accessible through addresses with shared access signatures. Thread-safe.
 *
 * <p>A request is processed in the version of its signature, whatever the header {@code x-ms-version} says ("Previous
 * Azure Storage versions, Requests authorized via shared access signature"). The header {@code Authorization} is
 * rejected (microsoft/Recurring-Integrations-Scheduler#53, #121), and on request {@code x-ms-version} is, too (#19).
 */
public final class BlobApi {
    /** The path of the blobs; a blob's name follows it. */
    public static final String ROOT = "/devstoreaccount1/dmf/";

    private final InstantSource clock;
    private final Supplier<String> requestIds;
    private final Sas sas;
    private final BlobReads reads;
    private final BlobWrites writes;
    private final BlobChanges changes;

    public BlobApi(InstantSource clock, Supplier<String> requestIds, Sas sas, BlobStore store) {
        this.clock = clock;
        this.requestIds = requestIds;
        this.sas = sas;
        this.reads = new BlobReads(store);
        this.writes = new BlobWrites(store);
        this.changes = new BlobChanges(store);
    }

    /** Answers a request to the blob whose name is {@code id}, percent-encoded. */
    public void answer(HttpCall call, String id) throws IOException {
        Optional<String> decoded = PathText.decoded(id);
        String request = requestIds.get();
        String version = call.parameter("sv").orElse("");
        call.responseHeader("x-ms-request-id", request);
        call.responseHeader("x-ms-version", version);
        call.header("x-ms-client-request-id").ifPresent(value -> call.responseHeader("x-ms-client-request-id", value));
        try {
            answer(call, decoded.orElseThrow(BlobError.INVALID_URI::refusal), version);
        } catch (BlobRefusal refusal) {
            call.drain();
            refuse(call, refusal, request);
        }
    }

    private void answer(HttpCall call, String name, String version) throws IOException, BlobRefusal {
        checkHeaders(call);
        sas.check(call.query(), name, needed(call.method()), call.now());
        String part = call.parameter("comp").orElse("");
        switch (call.method()) {
            case "PUT" -> write(call, name, version, part);
            case "DELETE" -> changes.delete(call, name);
            default -> read(call, name, part);
        }
    }

    /** Returns the permissions of which a request needs one. */
    private static String needed(String method) throws BlobRefusal {
        return switch (method) {
            case "PUT" -> "wc";
            case "GET", "HEAD" -> "r";
            case "DELETE" -> "d";
            default -> throw BlobError.UNSUPPORTED_VERB.refusal();
        };
    }

    private void read(HttpCall call, String name, String part) throws IOException, BlobRefusal {
        switch (part) {
            case "" -> reads.read(call, name);
            case "blocklist" -> reads.readBlockList(call, name);
            case "metadata" -> reads.readMetadata(call, name);
            default -> throw BlobError.INVALID_QUERY.refusal("QueryParameterName", "comp");
        }
    }

    private void write(HttpCall call, String name, String version, String part) throws IOException, BlobRefusal {
        switch (part) {
            case "" -> writes.putBlob(call, name, version);
            case "block" -> writes.putBlock(call, name, version);
            case "blocklist" -> writes.putBlockList(call, name);
            case "metadata" -> changes.setMetadata(call, name);
            case "properties" -> changes.setProperties(call, name);
            default -> throw BlobError.INVALID_QUERY.refusal("QueryParameterName", "comp");
        }
    }

    private void checkHeaders(HttpCall call) throws BlobRefusal {
        if (call.header("Authorization").isPresent()) {
            throw BlobError.INVALID_AUTHENTICATION_INFO.refusal();
        }
        if (sas.isVersionHeaderRefused() && call.header("x-ms-version").isPresent()) {
            throw BlobError.INVALID_HEADER_VALUE.refusal("HeaderName", "x-ms-version, by versionHeaderRefused");
        }
    }

    private void refuse(HttpCall call, BlobRefusal refusal, String request) throws IOException {
        BlobError error = refusal.error();
        call.responseHeader("x-ms-error-code", error.code);
        if (call.method().equals("HEAD")) {
            call.answer(error.status);
            return;
        }
        call.answer(
                error.status,
                "application/xml",
                "\ufeff<?xml version=\"1.0\" encoding=\"utf-8\"?><Error><Code>" + error.code + "</Code><Message>"
                        + XmlText.escaped(error.text) + "\nRequestId:" + request + "\nTime:"
                        + clock.instant().truncatedTo(ChronoUnit.MILLIS) + "</Message>" + refusal.detail()
                        + "</Error>");
    }
}

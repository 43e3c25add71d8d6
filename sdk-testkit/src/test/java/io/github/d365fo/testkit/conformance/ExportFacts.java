package io.github.d365fo.testkit.conformance;

import static io.github.d365fo.testkit.conformance.Fact.documented;
import static io.github.d365fo.testkit.conformance.Fact.guessed;
import static io.github.d365fo.testkit.conformance.Fact.reported;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.util.List;

/** Facts of one message that is leased, downloaded and acknowledged. */
final class ExportFacts {
    static final List<Fact> ALL = List.of(
            reported(
                            "DEQUEUE_NAMES",
                            "dequeue answers six fields with these names.",
                            "CorrelationId, PopReceipt, DownloadLocation, IsDownLoadFileExist,"
                                    + " FileDownLoadErrorMessage, LastDequeueDateTime",
                            t -> Answer.names(message(t)))
                    .writes(),
            guessed(
                            "DEQUEUE_TYPE",
                            "The answer of dequeue is JSON.",
                            "application/json",
                            t -> t.leased().mediaType())
                    .writes(),
            documented(
                            "FIRST_DELIVERY",
                            "A first delivery has no date of the last one.",
                            "null",
                            t -> message(t).path("LastDequeueDateTime").toString())
                    .writes(),
            reported(
                            "NO_ERROR_MESSAGE",
                            "A message with a file has an empty text for an error.",
                            "an empty text",
                            t -> {
                                JsonNode error = message(t).path("FileDownLoadErrorMessage");
                                boolean empty =
                                        error.isTextual() && error.asText().isEmpty();
                                return empty
                                        ? "an empty text"
                                        : error.getNodeType().toString();
                            })
                    .writes(),
            guessed(
                            "DOWNLOAD_ORIGIN",
                            "The address of a download begins as the environment's.",
                            "as the environment's",
                            ExportFacts::origin)
                    .writes(),
            guessed(
                            "DOWNLOAD_HOST",
                            "A download is on the environment's own host.",
                            "the same",
                            t -> location(t)
                                            .getHost()
                                            .equalsIgnoreCase(
                                                    t.wire().environment().getHost())
                                    ? "the same"
                                    : "another")
                    .writes(),
            reported(
                            "DOWNLOAD_PATH",
                            "The address of a download names the blob and the correlation id.",
                            "{id}?correlation-id, blob",
                            t -> location(t)
                                            .toString()
                                            .matches("(?i).*/api/connector/download/%7B[0-9a-f-]{36}%7D"
                                                    + "\\?correlation-id=[0-9a-f-]{36}&blob=[0-9a-f-]{36}")
                                    ? "{id}?correlation-id, blob"
                                    : "another form")
                    .writes(),
            reported("DOWNLOAD", "A download is a zip file.", "200 PK", t -> {
                        Answer answer = download(t);
                        return answer.status() + (answer.body().startsWith("PK") ? " PK" : " something else");
                    })
                    .writes(),
            reported(
                            "DOWNLOAD_TYPE",
                            "A download is a stream of bytes.",
                            "application/octet-stream",
                            t -> download(t).mediaType())
                    .writes(),
            guessed(
                            "DOWNLOAD_RANGES",
                            "A download offers no ranges.",
                            "none",
                            t -> download(t).header("Accept-Ranges"))
                    .writes(),
            guessed(
                            "DOWNLOAD_RANGE",
                            "A download that is asked for a range sends everything.",
                            "200",
                            t -> download(
                                            t,
                                            "Range",
                                            "bytes=1-",
                                            "If-Range",
                                            download(t).header("ETag"))
                                    .status())
                    .writes(),
            guessed("DOWNLOAD_AGAIN", "A message can be downloaded more than once.", "200", t -> {
                        download(t);
                        return download(t).status();
                    })
                    .writes(),
            reported(
                            "DOWNLOAD_WITHOUT_TOKEN",
                            "A download needs the token.",
                            "401",
                            t -> t.wire().send("GET", reachable(t), "").status())
                    .writes(),
            guessed(
                            "ACK_WITH_ANOTHER_RECEIPT",
                            "ack compares the receipt.",
                            "500",
                            t -> t.acknowledge(t.leased()
                                            .body()
                                            .replaceFirst("(\"PopReceipt\"\\s*:\\s*\")[^\"]*", "$1AAAA"))
                                    .status())
                    .writes(),
            reported(
                            "ACK",
                            "ack takes the answer of dequeue as it is.",
                            "200",
                            t -> t.acknowledged().status())
                    .writes(),
            guessed(
                            "ACK_ANSWER",
                            "ack answers nothing.",
                            "nothing",
                            t -> t.acknowledged().body().isBlank() ? "nothing" : "something")
                    .writes(),
            guessed("ACK_AGAIN", "A second ack is an internal error.", "500", t -> {
                        t.acknowledged();
                        return t.acknowledge(t.leased().body()).status();
                    })
                    .writes());

    private ExportFacts() {}

    private static JsonNode message(Target target) throws IOException, InterruptedException {
        return target.leased().json();
    }

    private static URI location(Target target) throws IOException, InterruptedException {
        String location = message(target).path("DownloadLocation").asText("");
        if (location.isEmpty()) {
            throw new Unobserved("the message has no file");
        }
        return URI.create(location);
    }

    private static String origin(Target target) throws IOException, InterruptedException {
        URI location = location(target);
        URI environment = target.wire().environment();
        if (location.getScheme().equals(environment.getScheme()) && location.getPort() == environment.getPort()) {
            return "as the environment's";
        }
        return location.getScheme() + " and port " + location.getPort();
    }

    /** Returns the address with the environment's scheme and port, as clients must ask for it; host and path stay. */
    private static URI reachable(Target target) throws IOException, InterruptedException {
        URI location = location(target);
        URI environment = target.wire().environment();
        if (!location.getHost().equalsIgnoreCase(environment.getHost())) {
            throw new Unobserved("the download is on another host, which must not see the token");
        }
        String origin = location.getScheme() + "://" + location.getRawAuthority();
        return environment.resolve(location.toString().substring(origin.length()));
    }

    private static Answer download(Target target, String... headers) throws IOException, InterruptedException {
        String[] all = new String[headers.length + 2];
        all[0] = "Authorization";
        all[1] = target.wire().bearer();
        System.arraycopy(headers, 0, all, 2, headers.length);
        return target.wire().send("GET", reachable(target), "", all);
    }
}

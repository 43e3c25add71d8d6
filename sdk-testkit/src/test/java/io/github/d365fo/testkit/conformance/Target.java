package io.github.d365fo.testkit.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.d365fo.connector.VirtualClock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * What is asked, the fake or a real environment, and what several facts look at: one file that was enqueued, one message
 * that is leased and acknowledged, one that comes back. Each is fetched when it is first needed. Used by one thread.
 */
final class Target {
    static final String NOBODY = "00000000-0000-0000-0000-000000000000";
    static final String UNKNOWN = "d365fo-conformance-unknown";
    static final String ENTITY = "d365fo%20conformance";
    static final String EXTERNAL_ID = "d365fo-conformance";
    /** How many messages are leased in search of one. */
    static final int SEARCHED = 10;

    private static final Duration LEASE = Duration.ofMinutes(30).plusSeconds(1);

    private final Wire wire;
    private final Optional<Wire> stranger;
    private final Activities activities;
    private final Clock clock;
    private String messageId = "";
    private Optional<JsonNode> lastJobStatus = Optional.empty();
    private Optional<Answer> leased = Optional.empty();
    private Optional<Answer> acknowledged = Optional.empty();
    private Optional<Redelivery> redelivery = Optional.empty();

    Target(Wire wire, Optional<Wire> stranger, Activities activities, Clock clock) {
        this.wire = wire;
        this.stranger = stranger;
        this.activities = activities;
        this.clock = clock;
    }

    /**
     * The recurring jobs.
     *
     * @param imports the job that takes files
     * @param exports the job that gives packages
     */
    record Activities(String imports, String exports) {}

    /**
     * Two deliveries of one message.
     *
     * @param first the one whose lease ended
     * @param second the one after it
     */
    record Redelivery(Answer first, Answer second) {}

    Wire wire() {
        return wire;
    }

    String importActivity() {
        return activities.imports();
    }

    String exportActivity() {
        return activities.exports();
    }

    /** Returns the same environment for the application that is in no job's policy. */
    Target asStranger() {
        return new Target(
                stranger.orElseThrow(() -> new Unobserved("D365FO_CONFORMANCE_OTHER_CLIENT_ID is not set")),
                stranger,
                activities,
                clock);
    }

    String freshName() {
        return "d365fo-conformance-" + UUID.randomUUID();
    }

    Answer enqueue(String entity) throws IOException, InterruptedException {
        return enqueue(entity, "<Document/>".getBytes(StandardCharsets.UTF_8));
    }

    Answer enqueue(String entity, byte[] file) throws IOException, InterruptedException {
        String query = entity.isEmpty() ? "" : "?entity=" + entity;
        return wire.send(
                "POST",
                wire.at("/api/connector/enqueue/" + importActivity() + query),
                file,
                "Authorization",
                wire.bearer(),
                "x-ms-dyn-externalidentifier",
                EXTERNAL_ID);
    }

    /** Returns the id of a file that was enqueued. */
    String messageId() throws IOException, InterruptedException {
        if (messageId.isEmpty()) {
            Answer answer = enqueue(ENTITY);
            if (!answer.status().equals("200")) {
                throw new Unobserved("enqueue ends with " + answer.status());
            }
            messageId = answer.body().replace("\"", "").strip();
        }
        return messageId;
    }

    String jobStatusPath() throws IOException, InterruptedException {
        return "/api/connector/jobstatus/" + importActivity() + "?jobId=" + messageId();
    }

    JsonNode jobStatus() throws IOException, InterruptedException {
        return wire.get(jobStatusPath()).json();
    }

    /** Returns the status half an hour after the file was enqueued. */
    JsonNode jobStatusInTheEnd() throws IOException, InterruptedException {
        if (lastJobStatus.isEmpty()) {
            messageId();
            letLeaseEnd();
            lastJobStatus = Optional.of(jobStatus());
        }
        return lastJobStatus.get();
    }

    Answer dequeue() throws IOException, InterruptedException {
        return wire.get("/api/connector/dequeue/" + exportActivity());
    }

    /** Leases a message. */
    Answer lease() throws IOException, InterruptedException {
        Answer answer = dequeue();
        if (!answer.body().contains("PopReceipt")) {
            throw new Unobserved("no message was waiting: dequeue ends with " + answer.status());
        }
        return answer;
    }

    /** Returns the answer that leased the message of the facts. */
    Answer leased() throws IOException, InterruptedException {
        if (leased.isEmpty()) {
            leased = Optional.of(lease());
        }
        return leased.get();
    }

    Answer acknowledge(String body) throws IOException, InterruptedException {
        return wire.post("/api/connector/ack/" + exportActivity(), body);
    }

    /** Returns the answer to the first acknowledgement of that message. */
    Answer acknowledged() throws IOException, InterruptedException {
        if (acknowledged.isEmpty()) {
            acknowledged = Optional.of(acknowledge(leased().body()));
        }
        return acknowledged.get();
    }

    /** Leases another message and waits until it comes again; its blob tells that it is the same. */
    Redelivery redelivery() throws IOException, InterruptedException {
        if (redelivery.isEmpty()) {
            Answer first = lease();
            letLeaseEnd();
            redelivery = Optional.of(new Redelivery(first, again(blob(first))));
        }
        return redelivery.get();
    }

    private Answer again(String blob) throws IOException, InterruptedException {
        for (int i = 0; i < SEARCHED; i++) {
            Answer answer = lease();
            if (blob(answer).equals(blob)) {
                return answer;
            }
        }
        throw new Unobserved("the message was not among the next " + SEARCHED);
    }

    private static String blob(Answer message) {
        String location = message.json().path("DownloadLocation").asText("");
        if (!location.contains("blob=")) {
            throw new Unobserved("the message has no file to tell it by");
        }
        return location.replaceFirst(".*[?&]blob=", "").replaceFirst("&.*", "");
    }

    /** Says whether a date has a zone. */
    static String zone(JsonNode date) {
        if (date.asText().matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?")) {
            return "without a zone";
        }
        return date.asText().matches(".*T.*(Z|[+-]\\d\\d:\\d\\d)") ? "with a zone" : "another form";
    }

    /** Lets half an hour pass, by the clock if it is a virtual one. */
    void letLeaseEnd() throws InterruptedException {
        CompletableFuture<Void> over = clock instanceof VirtualClock virtual
                ? virtual.delay(LEASE)
                : new CompletableFuture<Void>().completeOnTimeout(null, LEASE.toSeconds(), TimeUnit.SECONDS);
        try {
            over.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("the clock's wait failed", e);
        }
    }
}

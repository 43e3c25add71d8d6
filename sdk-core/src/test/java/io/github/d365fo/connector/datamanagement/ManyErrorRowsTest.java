package io.github.d365fo.connector.datamanagement;

import static io.github.d365fo.connector.datamanagement.DataRig.refused;
import static io.github.d365fo.connector.datamanagement.DataRig.text;
import static io.github.d365fo.connector.datamanagement.DataRig.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.d365fo.connector.ExecutionId;
import io.github.d365fo.connector.MessageId;
import io.github.d365fo.connector.RecurringJob;
import io.github.d365fo.connector.contract.FaceUnderTest;
import io.github.d365fo.connector.enqueue.EnqueueRequest;
import io.github.d365fo.connector.enqueue.Payload;
import io.github.d365fo.connector.error.ConnectorException;
import io.github.d365fo.connector.error.MalformedResponseException;
import io.github.d365fo.connector.error.TransportException;
import io.github.d365fo.connector.support.BrokenDownloads;
import io.github.d365fo.connector.support.CapturedLog;
import io.github.d365fo.connector.support.ScriptedServer.Reply;
import io.github.d365fo.connector.support.Zips;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** However many rows failed, and whichever part of an outcome can't be had: what is known is told. */
@ExtendWith(CapturedLog.class)
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ManyErrorRowsTest {
    private static final String ACTIVITY = "6d31e09f-0249-459f-94f0-aad9c2c47b64";
    private static final ExecutionId EXECUTION = ExecutionId.of("E-1");
    private static final MessageId MESSAGE = MessageId.verbatim("M-1");
    private static final int KEPT = 10_000;
    private static final AtomicInteger CELLS = new AtomicInteger();
    private static final AtomicInteger LOST = new AtomicInteger();

    /** One client a face, since a new one for each of so many cells takes longer than all of them. */
    private final Map<FaceUnderTest, DataRig> rigs = new EnumMap<>(FaceUnderTest.class);

    private volatile Reply reply = Reply.silence();

    @BeforeAll
    void start() throws IOException {
        for (FaceUnderTest face : FaceUnderTest.values()) {
            rigs.put(face, new DataRig(face, connection -> reply.answer(connection)));
        }
    }

    private static String rows(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "{\"RecordId\":\"" + i + "\",\"Field\":\"ACCOUNT\",\"ErrorMessage\":\"Account " + i
                        + " \\u2013 \\\"closed\\\"\\n does not exist in the chart of accounts of company usmf; check the"
                        + " number, and import the row again afterwards.\"}")
                .collect(Collectors.joining(",", "[", "]"));
    }

    private static String quoted(String json) {
        return "\"" + json.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }

    @ParameterizedTest
    @EnumSource
    void fortyThousandRowsAreCountedAndTheFirstKept(FaceUnderTest face) throws IOException {
        String answer = quoted(rows(40_000));
        assertThat(answer.length()).isGreaterThan(7_000_000);
        Map<Part, Reply> parts = new EnumMap<>(Map.of(Part.EXECUTION_ERRORS, value(answer)));
        try (DataRig rig = new DataRig(face, answering(parts))) {
            ImportOutcome outcome = rig.data.outcome(EXECUTION);
            assertThat(outcome.rawState()).isEqualTo("PartiallySucceeded");
            assertThat(outcome.errors())
                    .hasSize(KEPT)
                    .first()
                    .satisfies(error ->
                            assertThat(error.message()).startsWith("Account 0 \u2013 \"closed\"\n does not exist"));
            assertThat(outcome.errorCount()).isEqualTo(40_000);
            assertThat(outcome.hasMoreErrors()).isTrue();
            assertThat(outcome.gaps()).singleElement().asString().contains("only the first 10000 of 40000");
            assertThat(outcome.entities()).hasSize(1);
            assertThat(outcome.page()).isPresent();
            assertThat(outcome)
                    .hasToString(
                            "ImportOutcome[PARTIALLY_SUCCEEDED, rawState=PartiallySucceeded, messageId=null, executionId=E-1, 40000"
                                    + " errors]");
            assertThat(rig.data.executionErrors(EXECUTION)).hasSize(KEPT);
        }
    }

    @ParameterizedTest
    @EnumSource
    void fewRowsWithVeryLongTextsAreCutToo(FaceUnderTest face) throws IOException {
        String row = "{\"ErrorMessage\":\"" + "x".repeat(1 << 20) + "\"}";
        String answer = quoted("[" + String.join(",", Collections.nCopies(12, row)) + "]");
        try (DataRig rig = new DataRig(face, answering(Map.of(Part.EXECUTION_ERRORS, value(answer))))) {
            ImportOutcome outcome = rig.data.outcome(EXECUTION);
            assertThat(outcome.errors()).hasSize(4);
            assertThat(outcome.errorCount()).isEqualTo(12);
        }
    }

    static Stream<Arguments> forms() {
        Map<String, String> forms = new TreeMap<>();
        for (int count : new int[] {0, 1, 2, 300}) {
            String rows = rows(count);
            forms.put(count + " in a text", "{\"@odata.context\":\"x\",\"value\":" + quoted(rows) + "}");
            forms.put(count + " in an array", "{\"@odata.context\":\"x\",\"value\":" + rows + ",\"more\":{\"a\":[1]}}");
            forms.put(count + " in nested values", "{\"value\":{\"Value\":" + quoted(rows) + "}}");
            forms.put(count + " in nothing else", rows);
            forms.put(count + " in a bare text", quoted(rows));
            forms.put(count + " in a text with a mark", "{\"value\":" + quoted("\uFEFF " + rows) + "}");
            forms.put(
                    count + " texts in an array",
                    IntStream.range(0, count)
                            .mapToObj(i -> quoted("{\"ErrorMessage\":\"" + i + "\"}"))
                            .collect(Collectors.joining(",", "{\"value\":[", "]}")));
        }
        forms.put("1 alone", rows(1).substring(1, rows(1).length() - 1));
        forms.put("1 alone in a text", quoted(rows(1).substring(1, rows(1).length() - 1)));
        forms.put("1 that is words", "{\"value\":\"It failed, [{ and nobody knows why.\"}");
        forms.put("3 that are anything", "{\"value\":[1,true,{\"ErrorMessage\":{},\"RecordId\":[7]},null]}");
        forms.put("0 in an envelope", "{\"@odata.context\":\"x\"}");
        forms.put("0 in nothing", "");
        forms.put("0 in null", "{\"value\":null}");
        forms.put("0 in a blank", "{\"value\":\" \"}");
        return Stream.of(FaceUnderTest.values())
                .flatMap(face ->
                        forms.entrySet().stream().map(form -> Arguments.of(face, form.getKey(), form.getValue())));
    }

    @ParameterizedTest(name = "{1} {0}")
    @MethodSource("forms")
    void rowsAreReadInEveryFormHoweverTheyCome(FaceUnderTest face, String name, String form) throws IOException {
        byte[] bytes = form.getBytes(StandardCharsets.UTF_8);
        byte[] marked = ("\uFEFF" + form).getBytes(StandardCharsets.UTF_8);
        byte[] wide = ("\uFEFF" + form).getBytes(StandardCharsets.UTF_16LE);
        Reply crumbs = connection -> {
            connection.head(200, bytes.length);
            for (int at = 0; at < bytes.length; at += 7_777) {
                connection.write(Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + 7_777)));
            }
            return true;
        };
        List<Reply> replies = List.of(
                Reply.bytes(200, bytes),
                Reply.bytes(200, marked),
                Reply.bytes(200, wide),
                Reply.bytes(200, Zips.gzip(bytes), "Content-Encoding: gzip"),
                BrokenDownloads.raw(
                        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", BrokenDownloads.ended(bytes)),
                crumbs);
        int expected = Integer.parseInt(name.split(" ", 2)[0]);
        try (DataRig rig = new DataRig(face, replies.toArray(Reply[]::new))) {
            for (int i = 0; i < replies.size(); i++) {
                List<ExecutionError> errors = rig.data.executionErrors(EXECUTION);
                assertThat(errors).hasSize(expected).isEqualTo(ExecutionError.listFromJson(form));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatBreaksOffAmongTheRowsIsTakenUpToThere(FaceUnderTest face) throws IOException {
        String rows = rows(50);
        int half = rows.indexOf("\"RecordId\":\"25\"");
        for (String broken : List.of(rows.substring(0, half), rows.substring(0, half) + "\\u00zz", rows + "more")) {
            try (DataRig rig = new DataRig(face, answering(Map.of(Part.EXECUTION_ERRORS, value(quoted(broken)))))) {
                ImportOutcome outcome = rig.data.outcome(EXECUTION);
                assertThat(outcome.errors()).hasSizeBetween(25, 50);
                assertThat(outcome.gaps()).singleElement().asString().contains("execution errors after row");
                assertThat(rig.data.executionErrors(EXECUTION)).hasSameSizeAs(outcome.errors());
            }
        }
        for (String none : List.of("[{\"RecordId", "{", "[{]")) {
            try (DataRig rig = new DataRig(face, value(quoted(none)))) {
                assertThatThrownBy(() -> rig.data.executionErrors(EXECUTION))
                        .isInstanceOf(MalformedResponseException.class);
            }
        }
        byte[] cut = ("{\"value\":" + quoted(rows)).substring(0, 5_000).getBytes(StandardCharsets.UTF_8);
        try (DataRig rig = new DataRig(face, BrokenDownloads.raw("HTTP/1.1 200 OK\r\n\r\n", cut))) {
            assertThatThrownBy(() -> rig.data.executionErrors(EXECUTION)).isInstanceOf(TransportException.class);
            assertThat(rig.server.requests()).hasSize(5);
        }
    }

    /** What an outcome is made of. */
    enum Part {
        JOB_STATUS("jobstatus"),
        EXECUTION_ID("GetExecutionIdByMessageId"),
        EXECUTION_STATUS("GetExecutionSummaryStatus"),
        EXECUTION_ERRORS("GetExecutionErrors"),
        ENTITY_STATUS_LIST("GetEntityExecutionSummaryStatusList"),
        EXECUTION_PAGE_URL("GetExecutionSummaryPageUrl");

        private final String address;

        Part(String address) {
            this.address = address;
        }

        Reply answer() {
            return switch (this) {
                case JOB_STATUS -> Reply.text(200, "{\"DataJobStatus\":{\"DataJobState\":6},\"ExecutionDetail\":null}");
                case EXECUTION_ID -> text("E-1");
                case EXECUTION_STATUS -> text("PartiallySucceeded");
                case EXECUTION_ERRORS -> value(quoted(rows(1)));
                case ENTITY_STATUS_LIST -> value("[{\"EntityName\":\"Customers\"}]");
                case EXECUTION_PAGE_URL -> text("https://contoso.example/page");
            };
        }

        /** Returns whether the outcome tells it. */
        boolean isTold(ImportOutcome outcome) {
            return switch (this) {
                case JOB_STATUS -> outcome.jobStatus().isPresent();
                case EXECUTION_ID -> outcome.executionId().isPresent();
                case EXECUTION_STATUS -> outcome.executionStatus().isPresent();
                case EXECUTION_ERRORS -> outcome.errors().size() == 1;
                case ENTITY_STATUS_LIST -> outcome.entities().size() == 1;
                case EXECUTION_PAGE_URL -> outcome.page().isPresent();
            };
        }

        boolean dependsOn(Part other) {
            return this != JOB_STATUS && this != other && other == EXECUTION_ID;
        }
    }

    /** How a part can fail to come. */
    enum Trouble {
        TOO_LONG(value("[" + " ".repeat(5 << 20))),
        BROKEN(Reply.text(200, "{\"value\":")),
        OTHER_KIND(Reply.text(200, "{\"value\":17.5,\"DataJobStatus\":7}")),
        DEEP(value("[".repeat(200) + "]".repeat(200))),
        WEB_PAGE(Reply.text(200, "<!-- x --><html>page-source</html>")),
        NOTHING_TO_THE_END(BrokenDownloads.raw("HTTP/1.1 200 OK\r\n\r\n", new byte[0])),
        PACKED(Reply.text(200, "xx", "Content-Encoding: br")),
        BOMB(Reply.bytes(200, Zips.gzip(new byte[5 << 20]), "Content-Encoding: gzip")),
        RESET(Reply.reset(true)),
        TRUNCATED(Reply.truncated(5_000, "{\"value\":".getBytes(StandardCharsets.UTF_8))),
        REFUSED(refused("boom")),
        FORBIDDEN(Reply.text(403, "no")),
        BUSY(Reply.text(429, "busy", "Retry-After: 60")),
        DOWN(Reply.text(500, "down"));

        private final Reply reply;

        Trouble(Reply reply) {
            this.reply = reply;
        }
    }

    private static Reply answering(Map<Part, Reply> others) {
        return connection -> {
            String target = connection.request().target().replaceAll("\\?.*", "");
            if (target.endsWith("GetMessageStatus")) {
                return text("ProcessedWithErrors").answer(connection);
            }
            if (target.contains("/enqueue/")) {
                return Reply.text(200, "\"M-1\"").answer(connection);
            }
            for (Part part : Part.values()) {
                if (target.contains(part.address)) {
                    return others.getOrDefault(part, part.answer()).answer(connection);
                }
            }
            throw new IOException("nobody expects " + target);
        };
    }

    static Stream<Arguments> cells() {
        return Stream.of(FaceUnderTest.values())
                .flatMap(face -> Arrays.stream(Part.values())
                        .flatMap(part ->
                                Arrays.stream(Trouble.values()).map(trouble -> Arguments.of(face, part, trouble))));
    }

    @ParameterizedTest(name = "{1} {2} {0}")
    @MethodSource("cells")
    void theOutcomeIsReportedWithoutTheMissingRows(FaceUnderTest face, Part part, Trouble trouble) throws IOException {
        CELLS.incrementAndGet();
        reply = answering(Map.of(part, trouble.reply));
        RecurringJob job = face.job(rigs.get(face).client, ACTIVITY);
        ImportOutcome outcome =
                job.enqueueAndAwait(EnqueueRequest.of(Payload.ofString("x")).entity("Customers"), DataRig.HOUR);
        boolean whole = outcome.messageId().filter(MESSAGE::equals).isPresent()
                && outcome.rawState().matches("6|ProcessedWithErrors")
                && Arrays.stream(Part.values())
                        .allMatch(other -> other == part || other.dependsOn(part) || other.isTold(outcome));
        LOST.addAndGet(whole ? 0 : 1);
        assertThat(whole).as(outcome + " " + outcome.gaps()).isTrue();
        if (!part.isTold(outcome)) {
            String name = part.name().toLowerCase(Locale.ROOT).replace('_', ' ');
            assertThat(outcome.gaps()).anySatisfy(gap -> assertThat(gap).startsWith(name));
            assertThat(outcome.advice().orElse("")).doesNotContain("no error rows", "no execution began");
        }
        assertThat(outcome.gaps().toString()).doesNotContain("page-source", "secret");
    }

    @AfterAll
    void stop() throws IOException {
        for (DataRig rig : rigs.values()) {
            rig.close();
        }
        System.out.println("Parts of an outcome that can't be had: " + Part.values().length + " parts x "
                + Trouble.values().length + " ways x 2 faces = " + CELLS + ", " + LOST + " lost what is known");
    }

    @ParameterizedTest
    @EnumSource
    void aJobThatCanNotBeReadLeavesTheStateOfItsMessage(FaceUnderTest face) throws IOException {
        try (DataRig rig = new DataRig(face, answering(Map.of(Part.JOB_STATUS, Trouble.TOO_LONG.reply)))) {
            ImportOutcome outcome = face.job(rig.client, ACTIVITY).outcome(MESSAGE);
            assertThat(outcome.rawState()).isEqualTo("ProcessedWithErrors");
            assertThat(outcome.executionStatus()).isPresent();
            assertThat(outcome.gaps()).singleElement().asString().contains("job status could not be read");
        }
        try (DataRig rig = new DataRig(face, answering(Map.of(Part.JOB_STATUS, Trouble.DOWN.reply)))) {
            ConnectorException failure = catchThrowableOfType(
                    ConnectorException.class,
                    () -> face.job(rig.client, ACTIVITY).outcome(MESSAGE));
            assertThat(failure).hasMessageContaining("job status failed");
        }
    }

    @ParameterizedTest
    @EnumSource
    void whoseEveryPartFailsHasNoOutcome(FaceUnderTest face) throws IOException {
        for (Trouble trouble : EnumSet.complementOf(EnumSet.of(Trouble.OTHER_KIND))) {
            try (DataRig rig = new DataRig(face, trouble.reply)) {
                assertThatThrownBy(() -> rig.data.outcome(EXECUTION))
                        .as(trouble.name())
                        .isInstanceOf(ConnectorException.class)
                        .hasMessageContaining("execution status failed");
            }
        }
    }
}

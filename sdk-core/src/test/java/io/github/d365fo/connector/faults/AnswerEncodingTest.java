package io.github.d365fo.connector.faults;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.d365fo.connector.ExecutionId;
import io.github.d365fo.connector.MessageId;
import io.github.d365fo.connector.contract.FaceUnderTest;
import io.github.d365fo.connector.datamanagement.DataManagement;
import io.github.d365fo.connector.datamanagement.ExecutionError;
import io.github.d365fo.connector.datamanagement.WriteUrl;
import io.github.d365fo.connector.dequeue.DequeueResult;
import io.github.d365fo.connector.enqueue.EnqueueRequest;
import io.github.d365fo.connector.enqueue.Payload;
import io.github.d365fo.connector.error.ConnectorException;
import io.github.d365fo.connector.error.MalformedResponseException;
import io.github.d365fo.connector.error.Outcome;
import io.github.d365fo.connector.error.ServiceException;
import io.github.d365fo.connector.status.EntityStatus;
import io.github.d365fo.connector.status.JobStatus;
import io.github.d365fo.connector.support.CapturedLog;
import io.github.d365fo.connector.support.ScriptedServer.Reply;
import io.github.d365fo.connector.support.Zips;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Small answers that come packed though nobody asked for it, or with a byte order mark, are read like others. */
@ExtendWith(CapturedLog.class)
@Timeout(60)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AnswerEncodingTest {
    private static final AtomicInteger CELLS = new AtomicInteger();
    private static final String MARK = "\uFEFF";
    private static final ExecutionId EXECUTION = ExecutionId.of("E-1");
    private static final byte[] BOMB = Zips.gzip(" ".repeat(64 << 20).getBytes(UTF_8));
    private static final String WORDS = "Die Währung 通貨 ist gesperrt.";

    private final Map<FaceUnderTest, Rig> rigs = new EnumMap<>(FaceUnderTest.class);
    private volatile Reply reply = Reply.silence();

    @BeforeAll
    void start() throws IOException {
        for (FaceUnderTest face : FaceUnderTest.values()) {
            rigs.put(face, new Rig(face, connection -> reply.answer(connection)));
        }
    }

    @AfterAll
    void stop() throws IOException {
        for (Rig rig : rigs.values()) {
            rig.close();
        }
        System.out.println("Small answers that come packed or marked: " + CELLS + " cells");
    }

    /** A verb, what it is answered, and what it makes of that. */
    enum Verb {
        ENQUEUE("\"f0bc1d4c\"") {
            @Override
            Object call(Rig rig, DataManagement data) {
                return rig.job.enqueue(
                        EnqueueRequest.of(Payload.ofString("<Document/>")).entity("Customers"));
            }
        },
        DEQUEUE("{\"CorrelationId\":\"c\",\"PopReceipt\":\"r\",\"DownloadLocation\":null,"
                + "\"FileDownLoadErrorMessage\":\"" + WORDS + "\"}") {
            @Override
            Object call(Rig rig, DataManagement data) {
                DequeueResult message = rig.job.dequeue().orElseThrow();
                return message.toJson() + message.errorMessage();
            }
        },
        ACKNOWLEDGE("{}") {
            @Override
            Object call(Rig rig, DataManagement data) {
                rig.job.acknowledge(rig.delivery(UUID.randomUUID().toString()));
                return "done";
            }
        },
        MESSAGE_STATUS("{\"value\":\"Processed\"}") {
            @Override
            Object call(Rig rig, DataManagement data) {
                return rig.job.messageStatus(MessageId.of("f0bc1d4c-2b0c-4a4e-9d4e-1d0d6c1f9a11"));
            }
        },
        JOB_STATUS("{\"DataJobStatus\":{\"DataJobState\":5},\"ExecutionLog\":\"" + WORDS + "\"}") {
            @Override
            Object call(Rig rig, DataManagement data) {
                JobStatus status = rig.job.jobStatus(MessageId.of("f0bc1d4c-2b0c-4a4e-9d4e-1d0d6c1f9a11"));
                return status + " " + status.executionLog();
            }
        },
        EXECUTION_STATUS("{\"value\":\"Succeeded\"}") {
            @Override
            Object call(Rig rig, DataManagement data) {
                return data.executionStatus(EXECUTION);
            }
        },
        EXECUTION_ERRORS("{\"value\":\"[{\\\"ErrorMessage\\\":\\\"" + WORDS + "\\\"}]\"}") {
            @Override
            Object call(Rig rig, DataManagement data) {
                return data.executionErrors(EXECUTION).toString();
            }
        },
        ENTITY_STATUS_LIST("{\"value\":\"[{\\\"EntityName\\\":\\\"" + WORDS + "\\\"}]\"}") {
            @Override
            Object call(Rig rig, DataManagement data) {
                return data.entityStatuses(EXECUTION);
            }
        },
        WRITE_URL("{\"value\":\"{\\\"BlobId\\\":\\\"b\\\",\\\"BlobUrl\\\":\\\"https://x.example/p?sig=s\\\"}\"}") {
            @Override
            Object call(Rig rig, DataManagement data) {
                return data.writeUrl("p.zip");
            }
        },
        GENERATE_ERROR_KEYS("{\"value\":true}") {
            @Override
            Object call(Rig rig, DataManagement data) {
                return data.generateErrorKeys(EXECUTION, "Customers");
            }
        };

        private final String answer;

        Verb(String answer) {
            this.answer = answer;
        }

        abstract Object call(Rig rig, DataManagement data);
    }

    private interface Packing {
        byte[] of(byte[] text);
    }

    /** How an answer may come: the header that says so, if any, and what is done to its bytes. */
    private static Map<String, Packing> packings() {
        Map<String, Packing> all = new LinkedHashMap<>();
        all.put("gzip", Zips::gzip);
        all.put("GZip", Zips::gzip);
        all.put("x-gzip", Zips::gzip);
        all.put("identity, gzip", Zips::gzip);
        all.put("deflate", text -> deflate(text, false));
        all.put("Deflate ", text -> deflate(text, true));
        all.put("gzip, gzip", text -> Zips.gzip(Zips.gzip(text)));
        all.put("deflate, gzip", text -> Zips.gzip(deflate(text, false)));
        all.put("gzip,deflate", text -> deflate(Zips.gzip(text), true));
        all.put("gzip ", text -> text);
        all.put("utf-8", text -> text);
        all.put("identity", text -> text);
        all.put("", Zips::gzip);
        return all;
    }

    private static Map<String, byte[]> spellings(String text) {
        Map<String, byte[]> all = new LinkedHashMap<>();
        all.put("UTF-8", text.getBytes(UTF_8));
        for (String charset : new String[] {"UTF-8", "UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-32BE"}) {
            all.put("a mark of " + charset, (MARK + text).getBytes(Charset.forName(charset)));
        }
        return all;
    }

    static Stream<Arguments> cells() {
        return Stream.of(FaceUnderTest.values())
                .flatMap(face -> Arrays.stream(Verb.values()).map(verb -> Arguments.of(face, verb)));
    }

    @ParameterizedTest(name = "{1} {0}")
    @MethodSource("cells")
    void anAnswerIsReadHoweverItIsPackedAndSpelt(FaceUnderTest face, Verb verb) {
        reply = Reply.text(200, verb.answer);
        Object expected = call(face, verb);
        spellings(verb.answer)
                .forEach((spelling, text) -> packings().forEach((coding, packing) -> {
                    reply = packed(200, coding, packing.of(text));
                    assertThat(call(face, verb)).as(spelling + ", " + coding).isEqualTo(expected);
                    CELLS.incrementAndGet();
                }));
    }

    @ParameterizedTest(name = "{1} {0}")
    @MethodSource("cells")
    void refusalsAreReadInEveryEncoding(FaceUnderTest face, Verb verb) {
        String error =
                "{\"error\":{\"message\":\"An error has occurred.\",\"innererror\":{\"message\":\"" + WORDS + "\"}}}";
        spellings(error)
                .forEach((spelling, text) -> packings().forEach((coding, packing) -> {
                    reply = packed(400, coding, packing.of(text));
                    assertThatThrownBy(() -> call(face, verb))
                            .as(spelling + ", " + coding)
                            .isInstanceOf(ServiceException.class)
                            .hasMessageContaining("failed: " + WORDS);
                    CELLS.incrementAndGet();
                }));
    }

    @ParameterizedTest(name = "{1} {0}")
    @MethodSource("cells")
    void anUnknownEncodingIsNamed(FaceUnderTest face, Verb verb) {
        byte[] gzip = Zips.gzip(verb.answer.getBytes(UTF_8));
        byte[] broken = gzip.clone();
        broken[12] ^= 0x55;
        Map<String, byte[]> answers = new LinkedHashMap<>();
        for (String coding : new String[] {"br", "zstd", "compress", "X-Compress", "gzip, br"}) {
            answers.put(coding, verb.answer.getBytes(UTF_8));
        }
        answers.put("gzip", Arrays.copyOf(gzip, gzip.length - 5));
        answers.put("x-gzip", broken);
        answers.put("deflate", "no deflate".getBytes(UTF_8));
        answers.forEach((coding, bytes) -> {
            reply = packed(200, coding, bytes);
            MalformedResponseException failure =
                    catchThrowableOfType(MalformedResponseException.class, () -> call(face, verb));
            assertThat(failure).as(coding).hasMessageContaining("Content-Encoding: " + coding.toLowerCase(Locale.ROOT));
            assertThat(failure.outcome()).isEqualTo(Outcome.UNKNOWN);
            CELLS.incrementAndGet();
        });
    }

    @ParameterizedTest(name = "{1} {0}")
    @MethodSource("cells")
    void aBombIsNoMoreThanALongAnswer(FaceUnderTest face, Verb verb) {
        if (verb == Verb.EXECUTION_ERRORS) {
            // Its answer has no bound, and is not held.
            return;
        }
        for (byte[] bytes : List.of(BOMB, Zips.gzip(BOMB))) {
            reply = packed(200, bytes == BOMB ? "gzip" : "gzip, gzip", bytes);
            assertThatThrownBy(() -> call(face, verb))
                    .isInstanceOf(MalformedResponseException.class)
                    .hasMessageContaining("longer than");
        }
        reply = packed(500, "gzip", BOMB);
        assertThatThrownBy(() -> call(face, verb)).isInstanceOf(ServiceException.class);
    }

    @ParameterizedTest
    @EnumSource
    void nothingIsAskedForInAPackedForm(FaceUnderTest face) {
        Rig rig = rigs.get(face);
        for (Verb verb : Verb.values()) {
            reply = Reply.text(200, verb.answer);
            call(face, verb);
        }
        assertThat(rig.server.requests())
                .isNotEmpty()
                .allSatisfy(
                        request -> assertThat(request.header("accept-encoding")).isEqualTo("identity"));
    }

    @ParameterizedTest
    @EnumSource
    void aMessageWithAMarkIsAcknowledgedWithoutIt(FaceUnderTest face) {
        Rig rig = rigs.get(face);
        reply = Reply.text(200, MARK + Verb.DEQUEUE.answer);
        DequeueResult message = rig.job.dequeue().orElseThrow();
        reply = Reply.text(200, MARK);
        rig.job.acknowledge(message);
        assertThat(rig.server.requests())
                .last()
                .satisfies(r -> assertThat(new String(r.body(), UTF_8)).isEqualTo(Verb.DEQUEUE.answer));
        assertThat(rig.job.dequeue()).as("a mark and nothing else").isEmpty();
    }

    @Test
    void valuesThatWereKeptMayHaveAMark() {
        DequeueResult message = DequeueResult.fromJson(MARK + Verb.DEQUEUE.answer);
        assertThat(message.toJson()).isEqualTo(Verb.DEQUEUE.answer);
        assertThat(JobStatus.fromJson(MARK + Verb.JOB_STATUS.answer).executionLog())
                .contains(WORDS);
        assertThat(ExecutionError.listFromJson(MARK + Verb.EXECUTION_ERRORS.answer))
                .hasSize(1);
        assertThat(EntityStatus.listFromJson(MARK + Verb.ENTITY_STATUS_LIST.answer))
                .hasSize(1);
        assertThat(WriteUrl.fromJson(MARK + Verb.WRITE_URL.answer).blobId()).isEqualTo("b");
        assertThat(EntityStatus.listFromJson("{\"value\":\"" + MARK + "[{\\\"EntityName\\\":\\\"E\\\"}]\"}"))
                .hasSize(1);
        assertThat(EntityStatus.listFromJson("{\"value\":[\"" + MARK + "{\\\"EntityName\\\":\\\"E\\\"}\"]}"))
                .singleElement()
                .satisfies(entity -> assertThat(entity.entity()).isEqualTo("E"));
    }

    private Object call(FaceUnderTest face, Verb verb) throws ConnectorException {
        Rig rig = rigs.get(face);
        return verb.call(rig, face.dataManagement(rig.client));
    }

    private static Reply packed(int status, String coding, byte[] bytes) {
        return coding.isEmpty()
                ? Reply.bytes(status, bytes)
                : Reply.bytes(status, bytes, "Content-Encoding: " + coding);
    }

    private static byte[] deflate(byte[] bytes, boolean bare) {
        Deflater deflater = new Deflater(9, bare);
        deflater.setInput(bytes);
        deflater.finish();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] block = new byte[8192];
        while (!deflater.finished()) {
            out.write(block, 0, deflater.deflate(block));
        }
        deflater.end();
        return out.toByteArray();
    }
}

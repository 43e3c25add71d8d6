package io.github.d365fo.connector.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.d365fo.connector.ExecutionId;
import io.github.d365fo.connector.contract.FaceUnderTest;
import io.github.d365fo.connector.datamanagement.DataManagement;
import io.github.d365fo.connector.datamanagement.ImportRequest;
import io.github.d365fo.connector.datamanagement.SignedUrl;
import io.github.d365fo.connector.dequeue.DequeueResult;
import io.github.d365fo.connector.enqueue.Payload;
import io.github.d365fo.connector.error.Attempt;
import io.github.d365fo.connector.error.AuthorizationException;
import io.github.d365fo.connector.error.ConnectorException;
import io.github.d365fo.connector.error.IntegrityException;
import io.github.d365fo.connector.error.MalformedResponseException;
import io.github.d365fo.connector.error.ServiceException;
import io.github.d365fo.connector.retry.RetryPolicy;
import io.github.d365fo.connector.support.BrokenDownloads;
import io.github.d365fo.connector.support.ScriptedServer.Reply;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A web page is seen as one in every verb, whatever it begins with, whatever its type and its status. */
@Timeout(60)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WebPageTest {
    private static final AtomicInteger CELLS = new AtomicInteger();
    private static final String MARK = "page-source-5f3b";
    private static final String BODY =
            "<head><title>\n Sign in to\tyour account</title></head><body>" + MARK + "<form action='x'></body></html>";
    private static final String XHTML = "xmlns=\"http://www.w3.org/1999/xhtml\">";
    private static final ExecutionId EXECUTION = ExecutionId.of("E-1");

    /** Begins the page; what is in front of it is what hides it. */
    private static final List<String> PAGES = List.of(
            "<html>" + BODY,
            "<HTML lang='en'>" + BODY,
            "<!DOCTYPE html><html>" + BODY,
            "<!doctype HTML PUBLIC \"-//W3C//DTD HTML 4.01//EN\" \"http://www.w3.org/TR/html4/strict.dtd\">" + BODY,
            " \r\n\t<html>" + BODY,
            "\uFEFF<html>" + BODY,
            "\uFEFF \n<!DOCTYPE html>" + BODY,
            "<!-- Copyright (C) Microsoft Corporation. All rights reserved. --><!DOCTYPE html>" + BODY,
            "<!---->\n<!-- > -->\r\n<html>" + BODY,
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?><html " + XHTML + BODY,
            "\uFEFF<?xml version='1.0'?><?xml-stylesheet href='x'?><!-- a --><!DOCTYPE html><html " + XHTML + BODY,
            "<x:html xmlns:x='http://www.w3.org/1999/xhtml'><x:title>Sign in to your account</x:title>" + MARK,
            BODY,
            "<meta charset='utf-8'>" + BODY,
            "<script>window.location='/" + MARK + "'</script>" + BODY);

    @TempDir
    Path directory;

    private final Map<FaceUnderTest, Rig> rigs = new EnumMap<>(FaceUnderTest.class);
    private volatile Reply reply = Reply.silence();

    @BeforeAll
    void start() throws IOException {
        for (FaceUnderTest face : FaceUnderTest.values()) {
            rigs.put(
                    face,
                    Rig.with(
                            builder -> builder.retryPolicy(RetryPolicy.none()),
                            face,
                            connection -> reply.answer(connection)));
        }
    }

    @AfterAll
    void stop() throws IOException {
        for (Rig rig : rigs.values()) {
            rig.close();
        }
        System.out.println("Web pages in place of answers: " + CELLS + " cells, each seen");
    }

    /** Every verb that reads an answer. */
    enum Verb {
        ENQUEUE(Rig.Verb.ENQUEUE),
        DEQUEUE(Rig.Verb.DEQUEUE),
        DOWNLOAD(Rig.Verb.DOWNLOAD),
        ACKNOWLEDGE(Rig.Verb.ACKNOWLEDGE),
        MESSAGE_STATUS(Rig.Verb.MESSAGE_STATUS),
        JOB_STATUS(Rig.Verb.JOB_STATUS),
        OPEN((rig, data) -> {
            DequeueResult message = rig.message();
            try (var stream = rig.job.open(message)) {
                stream.readAllBytes();
            } catch (IOException e) {
                throw new AssertionError("a page is to be seen before it is read", e);
            }
        }),
        EXECUTION_STATUS((rig, data) -> data.executionStatus(EXECUTION)),
        EXECUTION_ERRORS((rig, data) -> data.executionErrors(EXECUTION)),
        ENTITY_STATUS_LIST((rig, data) -> data.entityStatuses(EXECUTION)),
        WRITE_URL((rig, data) -> data.writeUrl("p.zip")),
        EXPORTED_PACKAGE_URL((rig, data) -> data.exportedPackageUrl(EXECUTION)),
        INITIALIZE((rig, data) -> data.initialize()),
        DELETE_HISTORY((rig, data) -> data.deleteExecutionHistory(EXECUTION)),
        IMPORT((rig, data) -> data.importFromPackage(SignedUrl.of("https://a.example/p?sig=x"), ImportRequest.of("C")));

        private final BiConsumer<Rig, DataManagement> call;
        private final Rig.Verb verb;

        Verb(BiConsumer<Rig, DataManagement> call) {
            this.call = call;
            this.verb = Rig.Verb.DEQUEUE;
        }

        Verb(Rig.Verb verb) {
            this.call = (rig, data) -> {};
            this.verb = verb;
        }

        void call(Rig rig, DataManagement data, Path directory) {
            if (name().equals(verb.name())) {
                verb.call(rig, directory);
            } else {
                call.accept(rig, data);
            }
        }
    }

    static Stream<Arguments> cells() {
        return Stream.of(FaceUnderTest.values())
                .flatMap(face -> Arrays.stream(Verb.values()).map(verb -> Arguments.of(face, verb)));
    }

    @ParameterizedTest(name = "{1} {0}")
    @MethodSource("cells")
    void aPageIsNamedWithoutItsSource(FaceUnderTest face, Verb verb) throws IOException {
        for (String page : PAGES) {
            for (String type : new String[] {"", "TEXT/HTML", "Text/Html; charset=utf-8", "application/json"}) {
                for (int status : new int[] {200, 403, 500}) {
                    reply = page(status, type, page.getBytes(StandardCharsets.UTF_8));
                    assertSeen(face, verb, status, type + " " + page);
                }
            }
        }
        for (String charset : new String[] {"UTF-16LE", "UTF-16BE"}) {
            reply = page(200, "", ("\uFEFF" + PAGES.get(0)).getBytes(Charset.forName(charset)));
            assertSeen(face, verb, 200, charset);
        }
        // What is seen by its type alone.
        for (String type : new String[] {"text/html", "APPLICATION/XHTML+XML"}) {
            reply = page(200, type, ("<error-page>" + MARK).getBytes(StandardCharsets.UTF_8));
            assertSeen(face, verb, 200, type);
        }
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files).isEmpty();
        }
    }

    private void assertSeen(FaceUnderTest face, Verb verb, int status, String what) {
        CELLS.incrementAndGet();
        Rig rig = rigs.get(face);
        Throwable failure = catchThrowable(() -> verb.call(rig, face.dataManagement(rig.client), directory));
        assertThat(failure)
                .as(what)
                .isInstanceOf(
                        status == 403
                                ? AuthorizationException.class
                                : status == 500 ? ServiceException.class : ConnectorException.class)
                .hasMessageContaining("web page")
                .hasMessageNotContainingAny(MARK, "<");
        if (status == 200) {
            assertThat(failure).isInstanceOfAny(MalformedResponseException.class, IntegrityException.class);
        }
        if (what.contains("Sign in")) {
            assertThat(failure).as(what).hasMessageContaining("(\"Sign in to your account\")");
        }
        assertThat(((ConnectorException) failure).attempts())
                .extracting(Attempt::cause)
                .noneMatch(cause -> cause.contains(MARK));
    }

    @ParameterizedTest
    @EnumSource
    void anUploadThatIsAnsweredWithAPageDidNotArrive(FaceUnderTest face) throws IOException {
        Reply both = connection -> {
            String url = "http://" + connection.request().header("host") + "/blob/p.zip?sig=x";
            Reply address = Reply.text(200, "{\"value\":\"{\\\"BlobUrl\\\":\\\"" + url + "\\\"}\"}");
            Reply page = page(200, "", PAGES.get(7).getBytes(StandardCharsets.UTF_8));
            return (connection.request().method().equals("PUT") ? page : address).answer(connection);
        };
        try (Rig rig = new Rig(face, both)) {
            assertThatThrownBy(() -> face.dataManagement(rig.client)
                            .newImport(Payload.ofString("PK"), ImportRequest.of("C"))
                            .await(Duration.ofMinutes(1)))
                    .isInstanceOf(MalformedResponseException.class)
                    .hasMessageContaining("blob upload failed")
                    .hasMessageContaining("web page");
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatIsNoPageIsNotCalledOne(FaceUnderTest face) throws IOException {
        Rig rig = rigs.get(face);
        String storage = "<?xml version=\"1.0\" encoding=\"utf-8\"?><Error><Code>ServerBusy</Code><Message>The words."
                + "</Message></Error>";
        for (String type : new String[] {"text/html", ""}) {
            reply = page(400, type, "{\"Message\":\"The words.\"}".getBytes(StandardCharsets.UTF_8));
            assertWords(rig);
            reply = page(400, type, "The words.".getBytes(StandardCharsets.UTF_8));
            assertWords(rig);
            reply = page(200, type, "{\"value\":\"Processed\"}".getBytes(StandardCharsets.UTF_8));
            Rig.Verb.MESSAGE_STATUS.call(rig, directory);
            reply = page(200, type, new byte[0]);
            Rig.Verb.ACKNOWLEDGE.call(rig, directory);
        }
        reply = page(400, "application/xml", storage.getBytes(StandardCharsets.UTF_8));
        assertWords(rig);
        reply = page(400, "application/xml", ("\uFEFF" + storage).getBytes(StandardCharsets.UTF_8));
        assertWords(rig);
        reply = BrokenDownloads.raw(
                "HTTP/1.1 400 X\r\n\r\n", "<Document><Row/></Document>".getBytes(StandardCharsets.UTF_8));
        assertThatThrownBy(() -> Rig.Verb.MESSAGE_STATUS.call(rig, directory)).hasMessageNotContaining("web page");
    }

    private void assertWords(Rig rig) {
        assertThatThrownBy(() -> Rig.Verb.MESSAGE_STATUS.call(rig, directory))
                .hasMessageContaining("failed: The words.")
                .hasMessageNotContaining("web page");
    }

    private static Reply page(int status, String type, byte[] page) {
        return type.isEmpty() ? Reply.bytes(status, page) : Reply.bytes(status, page, "Content-Type: " + type);
    }
}

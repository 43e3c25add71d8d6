package io.github.d365fo.connector.contract;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.containing;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.matchingJsonPath;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import io.github.d365fo.connector.ConnectorClient;
import io.github.d365fo.connector.RecurringJob;
import io.github.d365fo.connector.auth.TokenProvider;
import io.github.d365fo.connector.dequeue.DequeueResult;
import io.github.d365fo.connector.enqueue.EnqueueRequest;
import io.github.d365fo.connector.enqueue.Payload;
import io.github.d365fo.connector.support.CapturedLog;
import io.github.d365fo.connector.support.RecordingClock;
import io.github.d365fo.connector.support.Zips;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The contract against WireMock, which shares nothing with the fake connector server. */
@ExtendWith(CapturedLog.class)
class WireMockContractTest extends ConnectorContract {
    @Override
    protected WireMockConnector start() {
        return new WireMockConnector();
    }

    @ParameterizedTest
    @EnumSource
    void everyCallCarriesTheHeadersAndNoUpgrade(FaceUnderTest face) {
        try (WireMockConnector server = start();
                ConnectorClient client = server.client()) {
            server.publish(Zips.tiny());
            RecurringJob exports = face.job(client, server.exportActivity());
            DequeueResult message = exports.dequeue().orElseThrow();
            exports.download(message, directory.resolve("a.zip"));
            exports.acknowledge(message);
            RecurringJob imports = face.job(client, server.importActivity());
            var id = imports.enqueue(EnqueueRequest.of(Payload.ofString("x"))
                    .entity("General journal")
                    .company("usmf"));
            imports.awaitProcessed(id, Duration.ofMinutes(5));
            imports.jobStatus(id);
            assertThat(server.server.getAllServeEvents())
                    .hasSizeGreaterThanOrEqualTo(6)
                    .allSatisfy(event -> {
                        LoggedRequest request = event.getRequest();
                        assertThat(request.getHeader("OData-Version")).isEqualTo("4.0");
                        assertThat(request.getHeader("OData-MaxVersion")).isEqualTo("4.0");
                        assertThat(request.getHeader("Accept")).isEqualTo("application/json;odata.metadata=minimal");
                        assertThat(request.getHeader("Accept-Charset")).isEqualTo("UTF-8");
                        assertThat(request.getHeader("Authorization")).isEqualTo("Bearer good");
                        assertThat(request.containsHeader("Upgrade")).isFalse();
                        assertThat(request.getHeader("Accept-Encoding")).isEqualTo("identity");
                    });
            assertThat(server.server.getAllServeEvents())
                    .anySatisfy(e -> assertThat(e.getRequest().getUrl())
                            .isEqualTo("/api/connector/enqueue/" + server.importActivity()
                                    + "?entity=General%20journal&company=usmf"));
        }
    }

    @ParameterizedTest
    @EnumSource
    void theAcknowledgementIsTheAnswerOfDequeueByteForByte(FaceUnderTest face) {
        try (WireMockConnector server = start();
                ConnectorClient client = server.client()) {
            server.publish(Zips.tiny());
            RecurringJob exports = face.job(client, server.exportActivity());
            exports.acknowledge(exports.dequeue().orElseThrow());
            LoggedRequest ack = server.server
                    .findAll(postRequestedFor(urlPathEqualTo("/api/connector/ack/" + server.exportActivity())))
                    .get(0);
            assertThat(ack.getBodyAsString()).isEqualTo(server.lastMessage);
            assertThat(ack.getHeader("Content-Type")).isEqualTo("application/json");
        }
    }

    static final class WireMockConnector implements Server {
        private static final String IMPORT = "6d31e09f-0249-459f-94f0-aad9c2c47b64";
        private static final String EXPORT = "7e42f1a0-1350-46a0-a501-bbead3d58c75";
        private static final String ID = "f0bc1d4c-2b0c-4a4e-9d4e-1d0d6c1f9a11";
        private static final String STATUS =
                "/data/DataManagementDefinitionGroups/Microsoft.Dynamics.DataEntities.GetMessageStatus";

        final WireMockServer server =
                new WireMockServer(WireMockConfiguration.options().dynamicPort().bindAddress("127.0.0.1"));
        String lastMessage = "";

        WireMockConnector() {
            server.start();
            server.stubFor(any(anyUrl())
                    .atPriority(9)
                    .willReturn(aResponse()
                            .withStatus(401)
                            .withBody("{\"Message\":\"Authentication failed.\",\"StackTrace\":null}")));
            server.stubFor(post(urlPathEqualTo("/api/connector/enqueue/" + IMPORT))
                    .withHeader("Authorization", equalTo("Bearer good"))
                    .willReturn(okJson("\"" + ID + "\"")));
            server.stubFor(get(urlPathEqualTo("/api/connector/dequeue/" + EXPORT))
                    .withHeader("Authorization", equalTo("Bearer good"))
                    .atPriority(8)
                    .willReturn(aResponse().withStatus(204)));
            status(Scenario.STARTED, "Enqueued", "picked up");
            status("picked up", "Processing", "done");
            status("done", "Processed", "done");
            server.stubFor(get(urlPathEqualTo("/api/connector/jobstatus/" + IMPORT))
                    .withQueryParam("jobId", equalTo(ID))
                    .willReturn(okJson("{\"DataJobStatus\":{\"DataProject\":\"XX\",\"DataJobIdentifier\":\"" + ID
                            + "\",\"DataJobState\":5},\"ExecutionLog\":\"\",\"ExecutionDetail\":null}")));
        }

        private void status(String from, String state, String to) {
            server.stubFor(post(urlPathEqualTo(STATUS))
                    .inScenario("import")
                    .whenScenarioStateIs(from)
                    .withRequestBody(matchingJsonPath("$.messageId", equalTo(ID)))
                    .willReturn(okJson("{\"@odata.context\":\"x\",\"value\":\"" + state + "\"}"))
                    .willSetStateTo(to));
        }

        @Override
        public ConnectorClient client() {
            return client(TokenProvider.ofStatic("good"));
        }

        @Override
        public ConnectorClient client(TokenProvider tokens) {
            return ConnectorClient.builder()
                    .environment("http://127.0.0.1:" + server.port())
                    .tokenProvider(tokens)
                    .clock(new RecordingClock())
                    .build();
        }

        @Override
        public String importActivity() {
            return IMPORT;
        }

        @Override
        public String exportActivity() {
            return EXPORT;
        }

        @Override
        public void publish(byte[] content) {
            String path = "/api/connector/download/%7Bb0b5401e-56ca-4dc8-b566-84389a001236%7D?blob=1";
            server.stubFor(get(path)
                    .withHeader("Authorization", equalTo("Bearer good"))
                    .willReturn(aResponse()
                            .withHeader("Content-Length", String.valueOf(content.length))
                            .withBody(content)));
            message("{ \"CorrelationId\":\"c-1\", \"PopReceipt\":\"AgAAAA=\",\"DownloadLocation\":\""
                    + "http://127.0.0.1:80" + path + "\",\"IsDownLoadFileExist\":true,"
                    + "\"FileDownLoadErrorMessage\":\"\",\"LastDequeueDateTime\":null,\"New\":[1,2]}");
        }

        @Override
        public void publishWithoutFile(String reason) {
            message("{\"CorrelationId\":\"c-1\",\"PopReceipt\":\"AgAAAA=\",\"DownloadLocation\":null,"
                    + "\"IsDownLoadFileExist\":false,\"FileDownLoadErrorMessage\":\"" + reason + "\"}");
        }

        private void message(String json) {
            lastMessage = json;
            server.stubFor(get(urlPathEqualTo("/api/connector/dequeue/" + EXPORT))
                    .withHeader("Authorization", equalTo("Bearer good"))
                    .inScenario("export")
                    .whenScenarioStateIs(Scenario.STARTED)
                    .willReturn(okJson(json)));
            server.stubFor(post(urlPathEqualTo("/api/connector/ack/" + EXPORT))
                    .inScenario("export")
                    .withRequestBody(containing("AgAAAA="))
                    .willReturn(aResponse().withStatus(200))
                    .willSetStateTo("acknowledged"));
        }

        @Override
        public List<Enqueued> enqueued() {
            return server.findAll(postRequestedFor(urlPathEqualTo("/api/connector/enqueue/" + IMPORT))).stream()
                    .map(request -> new Enqueued(
                            request.getBody(),
                            parameter(request, "entity"),
                            parameter(request, "company"),
                            request.getHeader("x-ms-dyn-externalidentifier")))
                    .toList();
        }

        private static String parameter(LoggedRequest request, String name) {
            return request.queryParameter(name).isPresent()
                    ? request.queryParameter(name).firstValue()
                    : "";
        }

        @Override
        public void close() {
            server.stop();
        }
    }
}

package io.github.d365fo.auth;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.d365fo.connector.auth.AccessToken;
import io.github.d365fo.connector.auth.TokenProvider;
import io.github.d365fo.connector.auth.TokenRequest;
import io.github.d365fo.connector.error.TokenUnavailableException;
import io.github.d365fo.connector.support.ScriptedServer;
import io.github.d365fo.connector.support.ScriptedServer.Reply;
import io.github.d365fo.connector.support.Zips;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.Charset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.Deflater;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What an identity provider answers is read however it is packed and spelt, and a page is seen as one. */
@Timeout(60)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TokenAnswersTest {
    private static final String TOKEN = "{\"access_token\":\"the-token\",\"expires_in\":\"3600\"}";
    private static final String REFUSAL = "{\"error\":\"invalid_client\",\"error_description\":\"AADSTS7000215: no.\","
            + "\"trace_id\":\"aa11\",\"correlation_id\":\"bb22\"}";
    private static final String SOURCE = "page-source-5f3b";
    private static final byte[] BOMB = Zips.gzip(" ".repeat(32 << 20).getBytes(UTF_8));
    private static final AtomicInteger CELLS = new AtomicInteger();

    private ScriptedServer server;
    private volatile Reply reply = Reply.silence();

    @BeforeAll
    void start() throws IOException {
        server = new ScriptedServer(connection -> reply.answer(connection));
    }

    @AfterAll
    void stop() throws IOException {
        server.close();
        System.out.println("Answers of an identity provider: " + CELLS + " cells");
    }

    enum Way {
        ENTRA {
            @Override
            TokenProvider provider(String address) {
                return EntraTokenProvider.builder()
                        .authority(URI.create(address))
                        .tenantId("contoso.onmicrosoft.com")
                        .clientId("f0bc1d4c-2b0c-4a4e-9d4e-1d0d6c1f9a11")
                        .clientSecret("client-secret-91")
                        .build();
            }
        },
        ADFS {
            @Override
            TokenProvider provider(String address) {
                return AdfsTokenProvider.clientSecret(
                        URI.create(address + "/adfs"), "f0bc1d4c-2b0c-4a4e-9d4e-1d0d6c1f9a11", "client-secret-91");
            }
        };

        abstract TokenProvider provider(String address);
    }

    private interface Packing {
        byte[] of(byte[] text);
    }

    private static Map<String, Packing> packings() {
        Map<String, Packing> all = new LinkedHashMap<>();
        all.put("identity", text -> text);
        all.put("gzip", Zips::gzip);
        all.put("X-GZip", Zips::gzip);
        all.put("identity, gzip", Zips::gzip);
        all.put("deflate", text -> deflate(text, false));
        all.put("Deflate ", text -> deflate(text, true));
        all.put("deflate, gzip", text -> Zips.gzip(deflate(text, false)));
        all.put("gzip ", text -> text);
        all.put("utf-8", Zips::gzip);
        return all;
    }

    private static List<byte[]> spellings(String text) {
        return List.of(
                text.getBytes(UTF_8),
                ("\uFEFF" + text).getBytes(UTF_8),
                ("\uFEFF" + text).getBytes(Charset.forName("UTF-16LE")),
                ("\uFEFF" + text).getBytes(Charset.forName("UTF-16BE")));
    }

    @ParameterizedTest
    @EnumSource
    void aTokenIsReadHoweverItIsPackedAndSpelt(Way way) {
        for (byte[] text : spellings(TOKEN)) {
            packings().forEach((coding, packing) -> {
                reply = Reply.bytes(200, packing.of(text), "Content-Encoding: " + coding);
                assertThat(token(way).value()).as(coding).isEqualTo("the-token");
                CELLS.incrementAndGet();
            });
        }
        assertThat(server.requests())
                .allSatisfy(
                        request -> assertThat(request.header("accept-encoding")).isEqualTo("identity"));
    }

    @ParameterizedTest
    @EnumSource
    void aRefusalIsReadHoweverItIsPackedAndSpelt(Way way) {
        for (byte[] text : spellings(REFUSAL)) {
            packings().forEach((coding, packing) -> {
                reply = Reply.bytes(401, packing.of(text), "Content-Encoding: " + coding);
                assertThat(failure(way))
                        .as(coding)
                        .hasMessageContaining("invalid_client, AADSTS7000215")
                        .hasMessageContaining("trace id aa11");
                CELLS.incrementAndGet();
            });
        }
    }

    @ParameterizedTest
    @EnumSource
    void aPageIsNamedWithoutItsSource(Way way) {
        String body = "<title>Sign in</title><p>" + SOURCE;
        for (String page : new String[] {
            "<html>" + body,
            "<!DOCTYPE html>" + body,
            "\uFEFF \r\n<html>" + body,
            "<!-- Copyright (C) Microsoft --><html>" + body,
            "<?xml version=\"1.0\"?><html xmlns=\"http://www.w3.org/1999/xhtml\">" + body
        }) {
            for (int status : new int[] {200, 400, 401, 403, 404}) {
                for (String coding : new String[] {"identity", "gzip"}) {
                    byte[] bytes = page.getBytes(UTF_8);
                    reply = Reply.bytes(
                            status,
                            coding.equals("gzip") ? Zips.gzip(bytes) : bytes,
                            "Content-Type: TEXT/HTML",
                            "Content-Encoding: " + coding);
                    assertThat(failure(way))
                            .as(status + " " + page)
                            .hasMessageContaining("status " + status + " and a web page")
                            .hasMessageNotContainingAny(SOURCE, "<");
                    CELLS.incrementAndGet();
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void anUnknownEncodingIsNamed(Way way) {
        reply = Reply.text(200, "xx", "Content-Encoding: br");
        assertThat(failure(way)).hasMessageContaining("compressed with br");
        reply = Reply.bytes(200, new byte[] {0x1F, (byte) 0x8B, 1, 2, 3}, "Content-Encoding: gzip");
        assertThat(failure(way)).hasMessageContaining("compressed with gzip");
        reply = Reply.bytes(200, BOMB, "Content-Encoding: gzip");
        assertThat(failure(way)).hasMessageContaining("compressed with gzip");
    }

    private AccessToken token(Way way) {
        return way.provider(server.address())
                .token(TokenRequest.of("https://contoso.operations.dynamics.com"))
                .toCompletableFuture()
                .join();
    }

    private TokenUnavailableException failure(Way way) {
        CompletionException failure = catchThrowableOfType(CompletionException.class, () -> token(way));
        assertThat(failure).hasCauseInstanceOf(TokenUnavailableException.class);
        assertThat(failure.getCause()).hasMessageNotContaining("client-secret-91");
        return (TokenUnavailableException) failure.getCause();
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

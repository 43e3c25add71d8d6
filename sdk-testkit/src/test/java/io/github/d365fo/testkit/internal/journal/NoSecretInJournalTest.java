package io.github.d365fo.testkit.internal.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.d365fo.connector.auth.TokenRequest;
import io.github.d365fo.testkit.FakeConnectorServer;
import io.github.d365fo.testkit.harness.Findings;
import io.github.d365fo.testkit.harness.Spelling;
import java.io.IOException;
import java.net.Socket;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Clients show the secrets of a server where they have no business to be, in every spelling, whole or cut; the journal
 * must not repeat them, and its assertion must notice. The property {@code secrets.leaks} says how many are tried.
 */
@Timeout(300)
class NoSecretInJournalTest {
    private static final long SEED = Long.getLong("secrets.seed", 20260301);
    private static final int LEAKS = Integer.getInteger("secrets.leaks", 600);

    /** Where a request can hold what it should not. */
    private enum Place {
        PATH("GET /api/connector/dequeue/@ HTTP/1.1"),
        MIDDLE_OF_A_PATH("GET /x/@/y HTTP/1.1"),
        QUERY("GET /api/connector/dequeue/x?receipt=@&b=1 HTTP/1.1"),
        NAME_OF_A_PARAMETER("GET /x?@=1 HTTP/1.1"),
        SECOND_VALUE_OF_A_PARAMETER("GET /x?a=1&a=@ HTTP/1.1"),
        ANOTHER_SIGNATURE("GET /x?signature=@ HTTP/1.1"),
        HEADER("GET /x HTTP/1.1\r\nUser-Agent: a @ b"),
        SECOND_VALUE_OF_A_HEADER("GET /x HTTP/1.1\r\nx-a: 1\r\nx-a: @"),
        COOKIE("GET /x HTTP/1.1\r\nCookie: a=@"),
        REFERER("POST /api/connector/enqueue/x HTTP/1.1\r\nReferer: https://x.example/?@");

        private final String head;

        Place(String head) {
            this.head = head;
        }
    }

    @Test
    void theJournalHasNoSecretAndItsAssertionFindsEach() throws IOException {
        Random random = new Random(SEED);
        Findings findings = new Findings();
        try (FakeConnectorServer server = FakeConnectorServer.start()) {
            Map<String, String> secrets = secrets(server);
            while (findings.tried() < LEAKS) {
                Place place = Place.values()[findings.tried() % Place.values().length];
                String kind = List.copyOf(secrets.keySet()).get(random.nextInt(secrets.size()));
                String secret = secrets.get(kind);
                List<Spelling> spellings = Spelling.all(secret);
                Spelling spelling = spellings.get(findings.tried() % spellings.size());
                server.reset();
                send(server, place, spelling.of(cut(secret, random)));
                Throwable leak = catchThrowable(() -> server.verify().noSecretSeen());
                assertThat(leak).as("%s %s %s", kind, place, spelling).isInstanceOf(AssertionError.class);
                findings.search(
                        List.of(kind, place, spelling),
                        secret,
                        spelling,
                        Spelling.withoutSpace(
                                server.requests() + server.verify().timeline() + leak));
            }
        }
        findings.print("journal, seed " + SEED);
        assertThat(findings.lost()).isEmpty();
    }

    @Test
    void idsInTheSameShapeAreNoSecrets() throws IOException {
        try (FakeConnectorServer server = FakeConnectorServer.start()) {
            secrets(server);
            server.reset();
            server.client().job(server.exportJob().activityId()).dequeue();
            assertThatCode(() -> server.verify().noSecretSeen()).doesNotThrowAnyException();
            assertThat(server.verify().timeline())
                    .contains(server.exportJob().activityId().value())
                    .doesNotContain("redacted");
        }
    }

    /** Returns secrets of every kind that a server has. */
    private static Map<String, String> secrets(FakeConnectorServer server) {
        Map<String, String> secrets = new LinkedHashMap<>();
        secrets.put("client secret", server.clientSecret());
        secrets.put("secret of another app", server.identity().addApp().addSecret());
        secrets.put("header of App Service", server.identity().appServiceHeader());
        server.identity().addUser("robot", "a&long<password>of+the/robot's");
        secrets.put("password", "a&long<password>of+the/robot's");
        server.exportJob().publish(new byte[] {'P', 'K'});
        secrets.put(
                "pop receipt",
                server.client()
                        .job(server.exportJob().activityId())
                        .dequeue()
                        .orElseThrow()
                        .popReceipt());
        secrets.put(
                "token",
                server.tokenProvider()
                        .token(TokenRequest.of(server.environment().toString()))
                        .toCompletableFuture()
                        .join()
                        .value());
        String query =
                server.client().dataManagement().writeUrl("p.zip").url().uri().getRawQuery();
        secrets.put("signature", query.substring(query.indexOf("sig=") + 4));
        return secrets;
    }

    private static String cut(String secret, Random random) {
        return switch (random.nextInt(3)) {
            case 0 -> secret.substring(0, secret.length() - 2);
            case 1 -> secret.substring(2);
            default -> secret;
        };
    }

    private static void send(FakeConnectorServer server, Place place, String leak) throws IOException {
        boolean inTarget = place.head.indexOf('@') < place.head.indexOf(" HTTP");
        // What would end the target, or the parameter, is encoded as any client would.
        String spelt = inTarget
                ? leak.replaceAll("\\s", "")
                        .replace("#", "%23")
                        .replace("?", "%3F")
                        .replace(
                                "&",
                                place.name().contains("PATH") ? "&" : URLEncoder.encode("&", StandardCharsets.UTF_8))
                : leak.replaceAll("\\s+", " ");
        try (Socket socket = new Socket("127.0.0.1", server.environment().getPort())) {
            socket.getOutputStream()
                    .write((place.head.replace("@", spelt) + "\r\nHost: "
                                    + server.environment().getAuthority()
                                    + "\r\nConnection: close\r\nContent-Length: 0\r\n\r\n")
                            .getBytes(StandardCharsets.UTF_8));
            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .startsWith("HTTP/1.1 4");
        }
    }
}

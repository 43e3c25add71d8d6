package io.github.d365fo.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.d365fo.connector.auth.TokenRequest;
import io.github.d365fo.connector.error.TokenUnavailableException;
import io.github.d365fo.connector.error.TokenUnavailableException.Reason;
import io.github.d365fo.connector.support.CapturedLog;
import io.github.d365fo.connector.support.ScriptedServer;
import io.github.d365fo.connector.support.ScriptedServer.Reply;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Without variables a managed identity is tried; whatever answers at its address, the missing variables are named. */
@ExtendWith(CapturedLog.class)
@Timeout(60)
class MissingVariablesTest {
    private static final List<String> ALL = List.of(
            "AZURE_CLIENT_SECRET",
            "AZURE_CLIENT_CERTIFICATE_PATH",
            "AZURE_USERNAME",
            "AZURE_FEDERATED_TOKEN_FILE",
            "IDENTITY_ENDPOINT",
            "IDENTITY_HEADER");

    private enum Stranger {
        WEB_PAGE(Reply.text(200, "<html>Router</html>", "Content-Type: text/html")),
        NOTHING(Reply.text(200, "")),
        WORDS(Reply.text(200, "ok")),
        OTHER_JSON(Reply.text(200, "{\"instance\":\"i-1\"}")),
        REDIRECT(Reply.text(302, "", "Location: http://login.example/")),
        REFUSAL(Reply.text(400, "{\"error\":\"invalid_request\",\"error_description\":\"Identity not found\"}")),
        FORBIDDEN(Reply.text(403, "<html>Proxy</html>")),
        RESET(Reply.reset(true));

        final Reply reply;

        Stranger(Reply reply) {
            this.reply = reply;
        }
    }

    @ParameterizedTest
    @EnumSource
    void whateverAnswersTheMissingVariablesAreNamed(Stranger stranger) throws Exception {
        try (ScriptedServer server = new ScriptedServer(stranger.reply)) {
            TokenUnavailableException failure = failure(Map.of("AZURE_POD_IDENTITY_AUTHORITY_HOST", server.address()));
            assertThat(failure.getMessage()).endsWith("these variables are not set: " + String.join(", ", ALL));
            assertThat(failure.reason()).isNotEqualTo(Reason.ABSENT);
        }
    }

    @Test
    void nobodyThereNamesThemToo() {
        TokenUnavailableException failure = failure(Map.of("AZURE_POD_IDENTITY_AUTHORITY_HOST", "http://127.0.0.1:1"));
        assertThat(failure.getMessage()).endsWith("these variables are not set: " + String.join(", ", ALL));
        assertThat(failure.reason()).isEqualTo(Reason.ABSENT);
    }

    @Test
    void onlyThoseThatAreMissingAreNamed() throws Exception {
        try (ScriptedServer server = new ScriptedServer(Stranger.WEB_PAGE.reply)) {
            TokenUnavailableException failure = failure(Map.of(
                    "AZURE_POD_IDENTITY_AUTHORITY_HOST",
                    server.address(),
                    "IDENTITY_ENDPOINT",
                    server.address() + "/msi/token"));
            assertThat(failure).hasMessageContaining("IDENTITY_HEADER").hasMessageNotContaining("IDENTITY_ENDPOINT");
        }
    }

    @Test
    void appServiceVariablesHideOtherAdvice() throws Exception {
        try (ScriptedServer server = new ScriptedServer(Stranger.WEB_PAGE.reply)) {
            TokenUnavailableException failure =
                    failure(Map.of("IDENTITY_ENDPOINT", server.address() + "/msi/token", "IDENTITY_HEADER", "header"));
            assertThat(failure).hasMessageNotContaining("not set");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"AZURE_POD_IDENTITY_AUTHORITY_HOST", "AZURE_AUTHORITY_HOST"})
    void aVariableThatHoldsNoAddressIsNamed(String name) {
        Map<String, String> variables = new HashMap<>();
        variables.put(name, "ht tp://x");
        if (name.equals("AZURE_AUTHORITY_HOST")) {
            variables.put("AZURE_TENANT_ID", "contoso.example");
            variables.put("AZURE_CLIENT_ID", "app");
            variables.put("AZURE_CLIENT_SECRET", "secret");
        }
        TokenUnavailableException failure = catchThrowableOfType(
                TokenUnavailableException.class, () -> EntraTokenProvider.fromEnvironment(variables));
        assertThat(failure).hasMessageContaining("the variable " + name + " has 9 characters");
        assertThat(failure.reason()).isEqualTo(Reason.MISCONFIGURED);
    }

    private static TokenUnavailableException failure(Map<String, String> variables) {
        EntraTokenProvider provider = EntraTokenProvider.fromEnvironment(variables);
        CompletionException thrown = catchThrowableOfType(
                CompletionException.class,
                () -> provider.token(TokenRequest.of("https://contoso.example"))
                        .toCompletableFuture()
                        .join());
        assertThat(thrown.getCause()).isInstanceOf(TokenUnavailableException.class);
        return (TokenUnavailableException) thrown.getCause();
    }
}

package io.github.d365fo.connector.secrets;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.d365fo.connector.ConnectorClient;
import io.github.d365fo.connector.Operation;
import io.github.d365fo.connector.RecurringJob;
import io.github.d365fo.connector.auth.TokenProvider;
import io.github.d365fo.connector.contract.FaceUnderTest;
import io.github.d365fo.connector.error.ConnectorException;
import io.github.d365fo.connector.error.Failure;
import io.github.d365fo.connector.error.KnownSecrets;
import io.github.d365fo.connector.error.Outcome;
import io.github.d365fo.connector.error.TokenProblem;
import io.github.d365fo.connector.error.TokenUnavailableException;
import io.github.d365fo.connector.error.TokenUnavailableException.Reason;
import java.io.IOException;
import java.net.URI;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is found of a secret, and what is left of everything else. */
@Timeout(60)
class KnownSecretsTest {
    private static final long SEED = Long.getLong("secrets.seed", 20260301);
    private static final int ROUNDS = Integer.getInteger("secrets.rounds", 40);
    private static final String SECRET = "Xq7~pL2vRt9.wZ4kBn";

    private final KnownSecrets secrets = new KnownSecrets().keep(SECRET);

    @ParameterizedTest
    @EnumSource
    void aJobAndDataManagementHaveThoseOfTheirClient(FaceUnderTest face) {
        try (ConnectorClient client = ConnectorClient.builder()
                .environment("http://localhost:1")
                .tokenProvider(TokenProvider.ofStatic("unused"))
                .secret(SECRET)
                .build()) {
            RecurringJob job = face.job(client, "{6D31E09F-0249-459F-94F0-AAD9C2C47B64}");

            assertThat(job.knownSecrets().clean("it said " + SECRET)).isEqualTo("it said [redacted]");
            assertThat(job.knownSecrets()).isSameAs(job.knownSecrets());
            assertThat(face.dataManagement(client).knownSecrets()).isSameAs(job.knownSecrets());
        }
    }

    @Test
    void noSpellingHidesASecret() {
        Random random = new Random(SEED);
        List<String> lost = new ArrayList<>();
        int tried = 0;
        for (int round = 0; round < ROUNDS; round++) {
            for (Secret kind : Secret.values()) {
                KnownSecrets known = new KnownSecrets();
                String secret = kind.make(random);
                known.learn(secret);
                for (Spelling spelling : Spelling.all(secret)) {
                    String spelt = Spelling.cut(spelling.of(secret), random);
                    String text = "it said: «" + spelt + "» and no more";
                    String clean = known.clean(text);
                    String bare = Spelling.withoutSpace(clean);
                    if (spelling.traces(secret).stream().anyMatch(bare::contains)) {
                        lost.add(kind + " " + spelling + ": " + text + " -> " + clean);
                    }
                    assertThat(clean).startsWith("it said: «").endsWith("» and no more");
                    tried++;
                }
            }
        }
        System.out.println("seed " + SEED + ": " + tried + " spellings of a secret, " + lost.size() + " found again");
        assertThat(lost).isEmpty();
    }

    /** What a reader needs most; a secret in use must not make it unreadable. */
    static Stream<String> harmless() {
        return Stream.of(
                "activity 6d31e09f-0249-459f-94f0-aad9c2c47b64, message f0bc1d4c-2b0c-4a4e-9d4e-1d0d6c1f9a11",
                "XXImport-2016-08-27T20:58:15-319F6ED28C6D4756AC9F4D4E312DC4F9 ended as ProcessedWithErrors",
                "status 500, request id 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-00 at 2026-03-01T03:00:00Z",
                "sha256=9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
                "The bearer token is missing or has ended. Bearer authentication is required.",
                "WWW-Authenticate: Bearer realm=\"x\", error=\"invalid_token\", authorization_uri=\"https://l.example\"",
                "user name or password is wrong: basic authentication is off, the password expired",
                "the pop receipt is not valid any more; the pop receipt of the message is stale",
                "error code=500, state=7, design=blue & mode=x; 100% of 20%, C:\\temp\\new, a&b &lt;c&gt; \\u00e4",
                "https://contoso.operations.dynamics.com/?cmp=usmf&mi=DM_DataManagementWorkspaceMenuItem",
                "https://acct.blob.core.windows.net/dmf/name.zip, eyJ is how tokens begin; secret: see the vault",
                "{\"error\":{\"code\":\"\",\"message\":\"The data project 'X' exists and overwrite has not been specified.\"}}");
    }

    @ParameterizedTest
    @MethodSource("harmless")
    void whatIsNoSecretStays(String text) {
        Random random = new Random(SEED);
        KnownSecrets busy = new KnownSecrets();
        for (int i = 0; i < 300; i++) {
            busy.learn(Secret.values()[i % Secret.values().length].make(random));
        }
        assertThat(busy.clean(text)).isSameAs(text);
    }

    @Test
    void idsAreNeverRedacted() {
        Random random = new Random(SEED);
        KnownSecrets busy = new KnownSecrets();
        for (int i = 0; i < 250; i++) {
            busy.learn(Secret.POP_RECEIPT.make(random));
        }
        for (int i = 0; i < 1000; i++) {
            String id = new UUID(random.nextLong(), random.nextLong()).toString();
            assertThat(busy.clean(id)).isSameAs(id);
        }
    }

    @Test
    void anIdThatBeginsLikeOneInASecretStays() {
        KnownSecrets known = new KnownSecrets().keep("fake~secret.f0bc1d4c-2b0c-4a4e-9d4e-000000000007");
        String text = "message %7Bf0bc1d4c-2b0c-4a4e-9d4e-000000000008%7D";
        assertThat(known.clean(text)).isSameAs(text);
        assertThat(known.clean("f0bc1d4c-2b0c-4a4e-9d4e-000000000007, f0bc1d4c-2b0c-4a4e-9d4e-0000"))
                .isEqualTo("[redacted], [redacted]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "secret", "1234567", "a b c d + e"})
    void whatIsTooShortCouldBeAnyWord(String secret) {
        String text = "a secret of 1234567 a b c d + e";
        assertThat(new KnownSecrets().keep(secret).clean(text)).isSameAs(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Authorization: Bearer §",
                "Bearer: §",
                "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ§==",
                "https://a.example/p?sv=2019-02-02&sig=§&se=2026-03-01",
                "https%3A%2F%2Fa.example%2Fp%3Fsv%3D2019%26sig%3D§",
                "https:\\/\\/a.example\\/p?sv=2019\\u0026sig=§",
                "https://a.example/p?sv=2019&amp;sig=§",
                "https://user:§@proxy.example:8080",
                "grant_type=x&client_secret=§",
                "client_assertion = '§'",
                "{\"access_token\" : \"§\"}",
                "{\\\"PopReceipt\\\":\\\"§\\\"}",
                "<PopReceipt>§</PopReceipt>",
                "the pop receipt (§) is stale",
                "PopReceipt: AgAAAAM§AAAAAAAA3XpSEQ0b1QE=",
                "eyJhbGciOiJub25lIn0.eyJhdWQiOiJ4In0.§",
                "X-IDENTITY-HEADER=§"
            })
    void whatLooksLikeASecretIsOne(String text) {
        assertThat(new KnownSecrets().clean(text.replace("§", "9nobodyToldOfThis")))
                .contains("[redacted]")
                .doesNotContain("nobodyToldOfThis");
    }

    @Test
    void aSecretOfAnAddressIsLearntFromIt() {
        secrets.learn(
                URI.create("https://u:pa%2Fssword1@a.example/p?sv=2019-02-02&Sig=abc%2Bdefghi%2F&b=longerthaneight"));
        assertThat(secrets.clean("abc+defghi/ abcdefghi pa/ssword1 2019-02-02 longerthaneight"))
                .isEqualTo("[redacted] [redacted] [redacted] 2019-02-02 longerthaneight");
    }

    @Test
    void manyLongTokensDontStayForEver() {
        Random random = new Random(SEED);
        List<String> tokens = Stream.generate(
                        () -> Secret.OPAQUE_TOKEN.make(random).repeat(60))
                .limit(100)
                .toList();
        for (String token : tokens) {
            secrets.learn(token);
            secrets.clean("");
        }
        assertThat(secrets.clean(tokens.get(99))).isEqualTo("[redacted]");
        assertThat(secrets.withoutKnown(tokens.get(0))).isSameAs(tokens.get(0));
    }

    @Test
    void theLastSecretsAreKnownAndThoseToKeepForGood() {
        Random random = new Random(SEED);
        String early = Secret.POP_RECEIPT.make(random);
        secrets.learn(early);
        assertThat(secrets.clean(early)).isEqualTo("[redacted]");
        List<String> later =
                Stream.generate(() -> Secret.SIGNATURE.make(random)).limit(2000).toList();
        for (String each : later) {
            secrets.learn(each);
            secrets.clean("");
        }
        assertThat(secrets.clean(SECRET)).isEqualTo("[redacted]");
        assertThat(later.subList(2000 - 256, 2000))
                .allMatch(each -> !secrets.clean(each).contains(each.substring(4, 16)));
        assertThat(secrets.withoutKnown(early)).isSameAs(early);
    }

    @Test
    void failuresWithoutASecretStayWhatTheyAre() {
        Exception failure = new IOException("no", new IllegalStateException("answer"));
        failure.addSuppressed(new NoSuchFileException("a.zip"));
        assertThat(secrets.clean(failure)).isSameAs(failure);
        assertThat(failure).hasRootCauseInstanceOf(IllegalStateException.class);
    }

    static Stream<Throwable> failures() {
        return Stream.of(
                new IOException(SECRET),
                new NoSuchFileException(SECRET),
                new IllegalArgumentException(SECRET),
                new AssertionError(SECRET),
                new ClassNotFoundException(SECRET),
                new InterruptedException(SECRET),
                new CancellationException(SECRET),
                new TimeoutException(SECRET),
                new TokenUnavailableException("no token: " + SECRET, null),
                new TokenUnavailableException(
                        "no token", TokenProblem.of(Reason.ABSENT).oauthError(SECRET), null),
                new ConnectorException(SECRET, Failure.of(Operation.DEQUEUE, Outcome.UNKNOWN)));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void oneWithASecretIsReplacedByOneThatNamesIt(Throwable failure) {
        Throwable beneath = new RuntimeException("above", failure);
        Throwable beside = new IOException("beside");
        beside.addSuppressed(failure);
        for (Throwable each : List.of(failure, beneath, beside)) {
            Throwable clean = secrets.clean(each);
            assertThat(clean)
                    .isNotSameAs(each)
                    .hasStackTraceContaining(failure.getClass().getName());
            assertThat(clean.getStackTrace()).isEqualTo(each.getStackTrace());
            try (Sight sight = new Sight()) {
                sight.see(clean);
                assertThat(sight.take()).isNotEmpty().doesNotContain(SECRET);
            }
        }
        assertThat(secrets.clean(failure))
                .isInstanceOfAny(
                        IOException.class,
                        RuntimeException.class,
                        Error.class,
                        InterruptedException.class,
                        TimeoutException.class,
                        Exception.class);
    }

    @Test
    void whatTheEngineTellsApartStaysOfItsKind() {
        assertThat(secrets.clean(new InterruptedException(SECRET))).isInstanceOf(InterruptedException.class);
        assertThat(secrets.clean(new CancellationException(SECRET))).isInstanceOf(CancellationException.class);
        assertThat(secrets.clean(new TimeoutException(SECRET))).isInstanceOf(TimeoutException.class);
        TokenUnavailableException refusal = new TokenUnavailableException(
                "no token", TokenProblem.of(Reason.ABSENT).oauthError(SECRET).providerCode("AADSTS1"), null);
        assertThat(secrets.clean(refusal)).isInstanceOfSatisfying(TokenUnavailableException.class, clean -> {
            assertThat(clean.reason()).isEqualTo(Reason.ABSENT);
            assertThat(clean.oauthError()).contains("[redacted]");
            assertThat(clean.providerCode()).contains("AADSTS1");
        });
    }

    /** Such as an {@code SQLException} and those that it is chained to. */
    private static final class Chained extends Exception implements Iterable<Throwable> {
        private static final long serialVersionUID = 1;

        private final transient Supplier<Iterator<Throwable>> chain;

        Chained(Supplier<Iterator<Throwable>> chain) {
            super("chained");
            this.chain = chain;
        }

        @Override
        public Iterator<Throwable> iterator() {
            return chain.get();
        }
    }

    @Test
    void whatAnExceptionIteratesOverCountsAsItsOwn() {
        Throwable harmless = new IOException("harmless");
        Chained good = new Chained(() -> List.of(harmless).iterator());
        assertThat(secrets.clean(good)).isSameAs(good);
        Throwable secret = new IOException(new IOException(SECRET));
        for (Chained bad : List.of(
                new Chained(() -> List.of(harmless, secret).iterator()),
                new Chained(() -> Stream.generate(() -> harmless).iterator()),
                new Chained(() -> {
                    throw new IllegalStateException(SECRET);
                }))) {
            assertThat(secrets.clean(bad)).isNotInstanceOf(Iterable.class).hasMessageContaining("chained");
        }
        Throwable[] itself = new Throwable[1];
        itself[0] = new Chained(() -> List.of(itself[0]).iterator());
        assertThat(secrets.clean(itself[0])).isSameAs(itself[0]);
    }

    @Test
    void causesInACircleAndWithoutEndAreCutOff() {
        Exception first = new IOException(SECRET);
        Exception second = new IOException("second", first);
        first.initCause(second);
        assertThat(secrets.clean(second)).hasMessage("second").hasRootCauseMessage("[redacted]");
        Throwable deep = new IOException(SECRET);
        for (int i = 0; i < 10_000; i++) {
            deep = new IOException("above", deep);
        }
        assertThat(secrets.clean(deep)).hasRootCauseMessage("above");
    }

    @Test
    void manyMayTellAndAskAtOnce() {
        List<String> lost = new CopyOnWriteArrayList<>();
        CompletableFuture<?>[] all = IntStream.range(0, 8)
                .mapToObj(thread -> CompletableFuture.runAsync(() -> {
                    Random random = new Random(thread);
                    for (int i = 0; i < 30; i++) {
                        String receipt = Secret.POP_RECEIPT.make(random);
                        secrets.learn(receipt);
                        String clean = secrets.clean("x " + receipt + " y " + SECRET);
                        if (!clean.equals("x [redacted] y [redacted]")) {
                            lost.add(clean);
                        }
                    }
                }))
                .toArray(CompletableFuture[]::new);
        CompletableFuture.allOf(all).join();
        assertThat(lost).isEmpty();
    }
}

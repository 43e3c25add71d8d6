package io.github.d365fo.connector.secrets;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.d365fo.connector.MessageId;
import io.github.d365fo.connector.Operation;
import io.github.d365fo.connector.error.Attempt;
import io.github.d365fo.connector.error.AuthorizationException;
import io.github.d365fo.connector.error.ConnectorException;
import io.github.d365fo.connector.error.ExecutionFailedException;
import io.github.d365fo.connector.error.Failure;
import io.github.d365fo.connector.error.IntegrityException;
import io.github.d365fo.connector.error.KnownSecrets;
import io.github.d365fo.connector.error.MalformedResponseException;
import io.github.d365fo.connector.error.NoFileException;
import io.github.d365fo.connector.error.Outcome;
import io.github.d365fo.connector.error.OutcomeNotKnownException;
import io.github.d365fo.connector.error.PayloadTooLargeException;
import io.github.d365fo.connector.error.ProcessingTimeoutException;
import io.github.d365fo.connector.error.ProxyException;
import io.github.d365fo.connector.error.ServiceException;
import io.github.d365fo.connector.error.ServiceReply;
import io.github.d365fo.connector.error.ThrottledException;
import io.github.d365fo.connector.error.TokenProblem;
import io.github.d365fo.connector.error.TokenUnavailableException;
import io.github.d365fo.connector.error.TokenUnavailableException.Reason;
import io.github.d365fo.connector.error.TransportException;
import java.lang.reflect.Method;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** An exception that had to be freed of a secret is of the same type and tells the same facts. */
class RedactedExceptionTest {
    private static final String SECRET = "Xq7~pL2vRt9.wZ4kBn";
    private static final String WORDS = "it said " + SECRET;
    private static final Failure FACTS = Failure.of(Operation.ENQUEUE, Outcome.UNKNOWN)
            .attempts(List.of(new Attempt(1, Duration.ofSeconds(7), OptionalInt.of(502), WORDS)))
            .cause(new IllegalStateException(WORDS));
    private static final ServiceReply REPLY = new ServiceReply(403, WORDS, WORDS, WORDS);

    static Stream<ConnectorException> exceptions() {
        ConnectorException plain = new ConnectorException(WORDS, FACTS);
        return Stream.of(
                plain,
                new AuthorizationException(WORDS, FACTS, REPLY),
                new ExecutionFailedException(WORDS, FACTS, WORDS),
                new IntegrityException(WORDS, FACTS),
                new MalformedResponseException(WORDS, FACTS),
                new NoFileException(WORDS, FACTS),
                new OutcomeNotKnownException(MessageId.verbatim("m"), plain),
                new PayloadTooLargeException(WORDS, FACTS, REPLY),
                new ProcessingTimeoutException(WORDS, FACTS, WORDS),
                new ProxyException(WORDS, FACTS, "proxy:8080", 407),
                new ServiceException(WORDS, FACTS, REPLY),
                new ThrottledException(WORDS, FACTS, REPLY, Duration.ofSeconds(300)),
                TokenUnavailableException.of(
                        WORDS, TokenProblem.of(Reason.MISCONFIGURED).oauthError(WORDS), FACTS),
                new TransportException(WORDS, FACTS));
    }

    @ParameterizedTest
    @MethodSource("exceptions")
    void itTellsTheSameFacts(ConnectorException failure) throws ReflectiveOperationException {
        Throwable clean = new KnownSecrets().keep(SECRET).clean(failure);
        assertThat(clean).isNotSameAs(failure).hasSameClassAs(failure);
        for (Method accessor : failure.getClass().getMethods()) {
            if (isAccessor(accessor)) {
                String before = String.valueOf(accessor.invoke(failure));
                assertThat(String.valueOf(accessor.invoke(clean)))
                        .as(accessor.getName())
                        .isEqualTo(before.replace(SECRET, "[redacted]"));
            }
        }
        assertThat(clean.getStackTrace()).isEqualTo(failure.getStackTrace());
    }

    private static boolean isAccessor(Method method) {
        Package owner = method.getDeclaringClass().getPackage();
        return method.getParameterCount() == 0
                && ConnectorException.class.getPackage().equals(owner)
                // A problem has no equality of its own; its facts are accessors of the exception.
                && method.getReturnType() != TokenProblem.class;
    }

    @Test
    void everyTypeIsTried() throws Exception {
        URI classes = ConnectorException.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI();
        Path directory = Path.of(classes).resolve("io/github/d365fo/connector/error");
        try (Stream<Path> files = Files.list(directory)) {
            List<String> all = files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith("Exception.class"))
                    .map(name -> name.replace(".class", ""))
                    .toList();
            assertThat(exceptions().map(each -> each.getClass().getSimpleName()))
                    .containsExactlyInAnyOrderElementsOf(all);
        }
    }
}

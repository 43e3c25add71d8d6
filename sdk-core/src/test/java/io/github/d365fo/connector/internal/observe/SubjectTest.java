package io.github.d365fo.connector.internal.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.d365fo.connector.ActivityId;
import io.github.d365fo.connector.CallInfo;
import io.github.d365fo.connector.ExecutionId;
import io.github.d365fo.connector.MessageId;
import io.github.d365fo.connector.Operation;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** What a call is about is said in words and as facts. */
class SubjectTest {
    private static final String ENVIRONMENT = "https://contoso.operations.dynamics.com";
    private static final ActivityId JOB = ActivityId.of("6d31e09f-0249-459f-94f0-aad9c2c47b64");
    private static final Subject SUBJECT = Subject.of(ENVIRONMENT);

    @Test
    void theWordsAreOneLineWithoutRepetition() {
        Subject subject = SUBJECT.job(JOB).message(MessageId.verbatim("a\n2")).message(MessageId.verbatim("a\n2"));
        assertThat(subject).hasToString(ENVIRONMENT + ", job " + JOB + ", message a?2");
        assertThat(SUBJECT.delivery("x".repeat(500)).toString())
                .hasSize((ENVIRONMENT + ", ").length() + 203)
                .endsWith("x...");
    }

    @Test
    void theFactsAreThoseOfTheLastWord() {
        CallInfo info = SUBJECT.job(JOB)
                .message(MessageId.verbatim("first"))
                .delivery("second")
                .dataProject("Groups")
                .execution(ExecutionId.of("e-1"))
                .info(7, Operation.DEQUEUE, text -> text.toUpperCase(Locale.ROOT));
        assertThat(info.id()).isEqualTo(7);
        assertThat(info.host()).isEqualTo("contoso.operations.dynamics.com");
        assertThat(info.job()).contains(JOB);
        assertThat(info.message()).contains("SECOND");
        assertThat(info.dataProject()).contains("GROUPS");
        assertThat(info.execution()).contains(ExecutionId.of("e-1"));
    }

    @Test
    void nothingIsKnownOfACallWithoutFacts() {
        CallInfo info = SUBJECT.info(1, Operation.WRITE_URL, text -> text);
        assertThat(info.job()).isEmpty();
        assertThat(info.message()).isEmpty();
        assertThat(info.dataProject()).isEmpty();
        assertThat(info.execution()).isEmpty();
    }
}

package io.github.d365fo.connector.internal.pipeline;

import static io.github.d365fo.connector.Operation.ACKNOWLEDGE;
import static io.github.d365fo.connector.Operation.DEQUEUE;
import static io.github.d365fo.connector.Operation.ENQUEUE;
import static io.github.d365fo.connector.error.Outcome.NOT_SENT;
import static io.github.d365fo.connector.error.Outcome.REJECTED;
import static io.github.d365fo.connector.error.Outcome.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.d365fo.connector.Operation;
import io.github.d365fo.connector.error.Outcome;
import io.github.d365fo.connector.internal.http.ExchangeFailure;
import io.github.d365fo.connector.internal.http.ExchangeFailure.LocalTrouble;
import io.github.d365fo.connector.internal.http.ExchangeFailure.NoAnswer;
import io.github.d365fo.connector.internal.http.ExchangeFailure.NotWhole;
import io.github.d365fo.connector.internal.http.ExchangeFailure.ProxyRefused;
import io.github.d365fo.connector.internal.http.ExchangeFailure.Refused;
import io.github.d365fo.connector.internal.http.ExchangeFailure.Unreadable;
import java.net.http.HttpHeaders;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The retry matrix, cell by cell: what is sent again after what, and what the service may have done. */
class RetryRulesTest {
    private static final boolean AGAIN = true;
    private static final boolean ENDS = false;

    /** An operation that must not be sent twice, one that may be, and one that only reads. */
    static Stream<Arguments> matrix() {
        return Stream.of(
                        rows("the request never left", new NoAnswer("", null, false), AGAIN, NOT_SENT, AGAIN, NOT_SENT),
                        writes("no answer came", new NoAnswer("", null, true), ENDS, UNKNOWN, AGAIN, UNKNOWN, UNKNOWN),
                        rows("the proxy may let it through later", proxy(503, false), AGAIN, NOT_SENT, AGAIN, NOT_SENT),
                        rows("the proxy never lets it through", proxy(407, false), ENDS, NOT_SENT, ENDS, NOT_SENT),
                        writes(
                                "the proxy had let it through",
                                proxy(503, true),
                                ENDS,
                                UNKNOWN,
                                AGAIN,
                                UNKNOWN,
                                UNKNOWN),
                        rows("a part of a file came", new NotWhole("", true), AGAIN, REJECTED, AGAIN, REJECTED),
                        rows("another file came", new NotWhole("", false), ENDS, REJECTED, ENDS, REJECTED),
                        rows("an answer that says nothing", new Unreadable("", null), ENDS, UNKNOWN, ENDS, UNKNOWN),
                        rows(
                                "seen before it was sent",
                                new Unreadable("", null, false),
                                ENDS,
                                NOT_SENT,
                                ENDS,
                                NOT_SENT),
                        rows(
                                "a file here is wrong",
                                new LocalTrouble("", null, NOT_SENT),
                                ENDS,
                                NOT_SENT,
                                ENDS,
                                NOT_SENT),
                        rows("a file here is wrong", new LocalTrouble("", null, UNKNOWN), ENDS, UNKNOWN, ENDS, UNKNOWN),
                        rows("throttled", refused(429), AGAIN, REJECTED, AGAIN, REJECTED),
                        rows("come back later", refused(503, "Retry-After", "1"), AGAIN, REJECTED, AGAIN, REJECTED),
                        writes("unavailable", refused(503), ENDS, UNKNOWN, AGAIN, UNKNOWN, REJECTED),
                        writes("an error", refused(500), ENDS, UNKNOWN, AGAIN, UNKNOWN, REJECTED),
                        writes("an error", refused(500, "Retry-After", "1"), ENDS, UNKNOWN, AGAIN, UNKNOWN, REJECTED),
                        writes("too slow", refused(408), ENDS, UNKNOWN, AGAIN, UNKNOWN, REJECTED),
                        rows("a bad request", refused(400), ENDS, REJECTED, ENDS, REJECTED),
                        rows("a bad token", refused(401), ENDS, REJECTED, ENDS, REJECTED),
                        rows("the last of the bad requests", refused(499), ENDS, REJECTED, ENDS, REJECTED))
                .flatMap(List::stream);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("matrix")
    void each(String what, Operation operation, ExchangeFailure failure, boolean again, Outcome outcome) {
        assertThat(RetryRules.isRetried(operation, failure)).as("sent again").isEqualTo(again);
        assertThat(RetryRules.outcome(operation, failure)).isEqualTo(outcome);
    }

    private static List<Arguments> rows(
            String what, ExchangeFailure failure, boolean once, Outcome ofOnce, boolean others, Outcome ofOthers) {
        return writes(what, failure, once, ofOnce, others, ofOthers, ofOthers);
    }

    private static List<Arguments> writes(
            String what,
            ExchangeFailure failure,
            boolean once,
            Outcome ofOnce,
            boolean others,
            Outcome ofWrite,
            Outcome ofRead) {
        return List.of(
                arguments(what, ENQUEUE, failure, once, ofOnce),
                arguments(what, ACKNOWLEDGE, failure, others, ofWrite),
                arguments(what, DEQUEUE, failure, others, ofRead));
    }

    private static ProxyRefused proxy(int status, boolean possiblySent) {
        return new ProxyRefused("proxy:8080", status, "", possiblySent);
    }

    private static Refused refused(int status, String... header) {
        Map<String, List<String>> headers = header.length == 0 ? Map.of() : Map.of(header[0], List.of(header[1]));
        return new Refused(status, HttpHeaders.of(headers, (name, value) -> true), "");
    }
}

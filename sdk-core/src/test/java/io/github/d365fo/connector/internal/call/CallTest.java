package io.github.d365fo.connector.internal.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.d365fo.connector.error.TokenUnavailableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What a call holds comes back once, whatever ends it, and an end reaches what goes on. */
@ParameterizedClass
@EnumSource(CallKind.class)
class CallTest {
    private static final Duration HOUR = Duration.ofHours(1);

    private final CallKind kind;
    private final Call call;
    private final List<String> back = new ArrayList<>();

    CallTest(CallKind kind) {
        this.kind = kind;
        this.call = kind.call(HOUR);
    }

    @AfterEach
    void noInterruptStaysBehind() {
        assertThat(Thread.interrupted()).isFalse();
    }

    /** What a call holds comes back once. */
    @Nested
    class Belongings {
        @Test
        void whatWasTakenLastIsGivenBackFirstAndOnce() {
            call.hold(() -> back.add("permit"));
            call.hold(() -> back.add("connection"));
            assertThat(call.finish()).isTrue();
            assertThat(call.finish()).isFalse();
            assertThat(back).containsExactly("connection", "permit");
        }

        @Test
        void whatIsTakenAfterTheEndIsGivenBackAtOnce() {
            call.finish();
            call.hold(() -> back.add("late"));
            assertThat(back).containsExactly("late");
        }

        @Test
        void whatIsGivenBackBeforeTheEndIsNotGivenBackAgain() {
            Runnable permit = () -> back.add("permit");
            call.hold(permit);
            call.giveBack(permit);
            call.finish();
            assertThat(back).containsExactly("permit");
        }

        @Test
        void aValueThatIsKeptKeepsTheCall() {
            call.hold(() -> back.add("connection"));
            call.keep(Thread::currentThread);
            call.finishUnlessKept();
            assertThat(back).isEmpty();
            call.cancel();
            assertThat(back).containsExactly("connection");
        }

        @Test
        void aValueOfACallThatHasEndedIsNotKept() {
            call.hold(() -> back.add("connection"));
            call.cancel();
            assertThat(back).isEmpty();
            call.keep(Thread::currentThread);
            assertThat(back).containsExactly("connection");
        }

        @Test
        void withoutAValueThatIsKeptTheCallIsOver() {
            call.hold(() -> back.add("connection"));
            call.finishUnlessKept();
            assertThat(back).containsExactly("connection");
        }
    }

    /** An end reaches what goes on. */
    @Nested
    class Ends {
        @Test
        void theFirstReasonOfAnEndCounts() {
            CompletableFuture<String> wait = new CompletableFuture<>();
            call.waitFor(wait);
            call.cancel();
            call.end(new EarlyEnd.OutOfTime());
            assertThat(call.ended()).containsInstanceOf(EarlyEnd.Cancelled.class);
            assertThat(wait).isCancelled();
        }

        @Test
        void aWaitThatBeginsAfterTheEndIsOverAtOnce() {
            call.end(new EarlyEnd.OutOfTime());
            CompletableFuture<String> wait = new CompletableFuture<>();
            call.waitFor(wait);
            assertThat(wait).isCompletedExceptionally();
        }

        @Test
        void aWaitThatIsOverIsLeftAlone() {
            CompletableFuture<String> wait = new CompletableFuture<>();
            call.waitFor(wait);
            call.waited();
            call.cancel();
            assertThat(wait).isNotDone();
        }

        @Test
        void aCallThatIsOverCantBeEnded() {
            call.finish();
            call.cancel();
            assertThat(call.ended()).isEmpty();
        }

        @Test
        void endingACallInterruptsItsWorkOnly() throws Exception {
            call.inPresentThread(() -> {
                call.cancel();
                assertThat(Thread.currentThread().isInterrupted()).isTrue();
                return "";
            });
            assertThat(Thread.currentThread().isInterrupted()).isFalse();
        }

        @Test
        void anInterruptOfTheUserOutlivesTheCall() throws Exception {
            call.inPresentThread(() -> {
                Thread.currentThread().interrupt();
                call.cancel();
                return "";
            });
            assertThat(Thread.interrupted()).isTrue();
        }

        @Test
        void noWorkBeginsAfterTheEnd() {
            call.cancel();
            assertThatThrownBy(() -> call.inPresentThread(() -> back.add("work")))
                    .isInstanceOf(EarlyEnd.Cancelled.class);
            assertThatThrownBy(call::requireOpen).isInstanceOf(EarlyEnd.Cancelled.class);
            assertThat(back).isEmpty();
        }

        @Test
        void workAfterAnotherIsNotInterruptedByAnEndInBetween() throws Exception {
            call.inPresentThread(() -> "");
            call.cancel();
            assertThat(Thread.currentThread().isInterrupted()).isFalse();
        }
    }

    /** How long a call and its work may take. */
    @Nested
    class Time {
        @Test
        void workThatKeepsItsTimeIsNotOverdue() throws Exception {
            assertThat(call.<String>inPresentThread(() -> call.within(HOUR, () -> {
                        call.check();
                        return "done";
                    })))
                    .isEqualTo("done");
            assertThat(call.isOverdue()).isFalse();
        }

        @Test
        void workThatDoesNotIsInterruptedAndTheCallGoesOn() throws Exception {
            call.inPresentThread(() -> {
                // A second of lenience counts, too.
                call.within(Duration.ofSeconds(-2), () -> {
                    call.check();
                    assertThat(Thread.currentThread().isInterrupted()).isTrue();
                    return "";
                });
                assertThat(Thread.currentThread().isInterrupted()).isFalse();
                return "";
            });
            assertThat(call.isOverdue()).isTrue();
            assertThat(call.ended()).isEmpty();
        }

        @Test
        void noWorkMeansNoLimitOfWork() throws Exception {
            call.inPresentThread(() -> call.within(Duration.ofSeconds(-2), () -> ""));
            call.check();
            assertThat(call.isOverdue()).isFalse();
        }

        @Test
        void aCallThatHasHadItsTimeEnds() {
            Call late = kind.call(Duration.ZERO);
            late.check();
            assertThat(late.ended()).containsInstanceOf(EarlyEnd.OutOfTime.class);
            call.check();
            assertThat(call.ended()).isEmpty();
        }

        @Test
        void thereIsAlwaysAMillisecondLeft() {
            assertThat(kind.call(Duration.ofSeconds(-1)).left()).isEqualTo(Duration.ofMillis(1));
            assertThat(call.left()).isBetween(Duration.ofMinutes(50), HOUR);
        }

        @Test
        void anEndLeavesNoTime() {
            call.cancel();
            assertThat(call.left()).isLessThan(Duration.ofMinutes(1));
        }

        @Test
        void aCallThatMissesItsEndIsGivenUp() {
            Call deaf = kind.call(Call.PATIENCE.negated());
            deaf.whenGivenUp(() -> back.add("given up"));
            deaf.hold(() -> back.add("permit"));
            deaf.check();
            deaf.check();
            assertThat(back).containsExactly("permit", "given up");
        }

        @Test
        void aCallThatMayNoticeItsEndIsNotGivenUp() {
            Call late = kind.call(Duration.ZERO);
            late.hold(() -> back.add("permit"));
            late.check();
            assertThat(back).isEmpty();
        }
    }

    /** A client that is closed. */
    @Nested
    class Closing {
        @Test
        void closingEndsAWaitAtOnce() {
            CompletableFuture<String> wait = new CompletableFuture<>();
            call.waitFor(wait);
            call.close(HOUR);
            assertThat(wait).isCompletedExceptionally();
            assertThat(call.ended()).containsInstanceOf(EarlyEnd.Closed.class);
        }

        @Test
        void closingLeavesWorkItsGraceAndLetsNothingNewBegin() {
            call.close(Duration.ofMinutes(1));
            assertThat(call.ended()).isEmpty();
            assertThat(call.left()).isLessThanOrEqualTo(Duration.ofMinutes(1));
            assertThatThrownBy(call::requireOpen).isInstanceOf(EarlyEnd.Closed.class);
            assertThatThrownBy(() -> call.askForToken(() -> "")).isInstanceOf(EarlyEnd.Closed.class);
            CompletableFuture<String> wait = new CompletableFuture<>();
            call.waitFor(wait);
            assertThat(catchThrowable(wait::join)).hasCauseInstanceOf(EarlyEnd.Closed.class);
        }

        @Test
        void closingExtendsNoDeadline() {
            Call brief = kind.call(Duration.ofMinutes(1));
            brief.close(HOUR);
            assertThat(brief.left()).isLessThanOrEqualTo(Duration.ofMinutes(1));
        }

        @Test
        void closingWithoutGraceEndsWorkAtOnce() throws Exception {
            call.inPresentThread(() -> {
                call.close(Duration.ZERO);
                return Thread.interrupted();
            });
            assertThat(call.ended()).containsInstanceOf(EarlyEnd.Closed.class);
        }

        @Test
        void closingEndsTheQuestionForAToken() throws Exception {
            RunningCalls running = new RunningCalls(Runnable::run, () -> {});
            Call asking = kind.call(HOUR, running);
            String token = asking.askForToken(() -> {
                assertThatThrownBy(() -> kind.call(HOUR, running).begin())
                        .isInstanceOf(TokenUnavailableException.class);
                asking.close(HOUR);
                return "token";
            });
            assertThat(token).isEqualTo("token");
            assertThat(asking.ended()).containsInstanceOf(EarlyEnd.Closed.class);
            Call next = kind.call(HOUR, running);
            next.begin();
            next.finish();
        }
    }

    /** Calls within a call, and who is in the middle of one. */
    @Nested
    class Parts {
        @Test
        void aWaitForPartsIsNoneForTheyAreAtWork() {
            CompletableFuture<String> wait = new CompletableFuture<>();
            call.begin(2);
            call.waitFor(wait);
            call.close(HOUR);
            assertThat(wait).isNotDone();
            call.forgetParts();
            call.close(HOUR);
            assertThat(wait).isCompletedExceptionally();
        }

        @Test
        void partsShareTimeAndSubjectOfTheirCall() {
            call.events().about(subject -> subject.delivery("c"));
            List<Call> parts = call.begin(3);
            assertThat(parts).hasSize(3).allSatisfy(part -> {
                assertThat(part.subject()).isEqualTo(CallKind.ENVIRONMENT + ", correlation id c");
                assertThat(part.left()).isGreaterThan(Duration.ofMinutes(50));
            });
            parts.forEach(Call::cancel);
            assertThat(parts).allSatisfy(part -> assertThat(part.ended()).isPresent());
            assertThat(call.ended()).isEmpty();
        }

        @Test
        void whoIsInTheMiddleOfACallIsKnown() {
            Thread here = Thread.currentThread();
            assertThat(call.isInside(here)).isFalse();
            assertThat(call.<Boolean>inside(() -> call.isInside(here))).isTrue();
            assertThat(call.isInside(here)).isFalse();
            call.keep(() -> here);
            assertThat(call.isInside(here)).isTrue();
            assertThat(call.isInside(new Thread())).isFalse();
        }

        @Test
        void whoIsInTheMiddleOfAPartIsInTheMiddleOfAll() {
            List<Call> parts = call.begin(2);
            Thread here = Thread.currentThread();
            assertThat(parts.get(1)
                            .<Boolean>inside(
                                    () -> call.isInside(here) && parts.get(0).isInside(here)))
                    .isTrue();
            assertThat(call.isInside(here)).isFalse();
        }

        @Test
        void whoeverCameLastIsInside() throws InterruptedException {
            AtomicReference<Boolean> other = new AtomicReference<>();
            call.inside(() -> {
                Thread thread = new Thread(() -> other.set(call.inside(() -> call.isInside(Thread.currentThread()))));
                thread.start();
                join(thread);
                return "";
            });
            assertThat(other.get()).isTrue();
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

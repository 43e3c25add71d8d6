package io.github.d365fo.feed.internal.imports;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.d365fo.connector.MessageId;
import io.github.d365fo.connector.datamanagement.ImportState;
import io.github.d365fo.feed.ImportPlace;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PlanTest {
    private static final Instant NOW = Instant.parse("2026-01-05T08:00:00Z");
    private static final Plan ORDERED = new Plan(true, 4, 10);
    private static final Plan PARALLEL = new Plan(false, 2, 2);

    private static FileEntry entry(String id) {
        return FileEntry.taken(id, id, NOW);
    }

    private static Work work(FileEntry entry) {
        return new Work(entry, NOW);
    }

    private static Work taken(String id) {
        return work(entry(id));
    }

    private static Work sent(String id) {
        Work work = work(entry(id).sent(MessageId.verbatim(id), NOW));
        work.due = NOW.plusSeconds(30);
        return work;
    }

    private static Work doubt(String id) {
        Ending ending = new Ending(ImportPlace.IN_DOUBT, id, ImportState.UNKNOWN, Optional.empty());
        return work(entry(id).placing(ending, NOW).placed(NOW));
    }

    private static Work busy(Work work) {
        work.begin(NOW);
        return work;
    }

    private static Optional<Work> next(Plan plan, Work... works) {
        return plan.next(List.of(works), NOW, Instant.MIN);
    }

    @Test
    void whatWasSentGoesFirst() {
        Work due = sent("b");
        due.due = NOW;
        assertThat(next(PARALLEL, taken("a"), due)).containsSame(due);
    }

    @Test
    void anOrderedFeedSendsOnlyTheFirst() {
        Work first = taken("a");
        assertThat(next(ORDERED, first, taken("b"))).containsSame(first);
        assertThat(next(ORDERED, busy(taken("a")), taken("b"))).isEmpty();
        assertThat(next(ORDERED, sent("a"), taken("b"))).isEmpty();
        assertThat(next(ORDERED, doubt("a"), taken("b"))).isEmpty();
        first.due = NOW.plusSeconds(1);
        assertThat(next(ORDERED, first, taken("b"))).isEmpty();
    }

    @Test
    void concurrencyAndUnprocessedFilesAreBounded() {
        Work last = taken("c");
        assertThat(next(PARALLEL, sent("a"), last)).containsSame(last);
        assertThat(next(PARALLEL, sent("a"), sent("b"), last)).isEmpty();
        assertThat(next(PARALLEL, sent("a"), busy(taken("b")), last)).isEmpty();
        assertThat(next(new Plan(false, 1, 10), busy(taken("b")), last)).isEmpty();
        Work begun = work(entry("d").sending(new Shipment("x", Optional.empty(), Optional.empty(), NOW), NOW));
        assertThat(next(PARALLEL, sent("a"), sent("b"), begun)).containsSame(begun);
    }

    @Test
    void aFileThatWasSentCountsUntilWhatFollowsIsKnown() {
        Work sending = busy(taken("a"));
        sending.entry = doubt("a").entry;
        assertThat(next(new Plan(false, 1, 10), sending, taken("b"))).isEmpty();
    }

    @Test
    void nothingIsSentBeforeAPauseIsOver() {
        assertThat(PARALLEL.next(List.of(taken("a")), NOW, NOW.plusSeconds(5))).isEmpty();
        assertThat(PARALLEL.nextTime(List.of(taken("a"), sent("b")), NOW, NOW.plusSeconds(5)))
                .contains(NOW.plusSeconds(5));
        assertThat(PARALLEL.nextTime(List.of(taken("a"), doubt("b")), NOW, Instant.MIN))
                .isEmpty();
    }

    @Test
    void onlyAnOrderedFeedIsHeldByDoubt() {
        List<Work> works = List.of(doubt("a"), taken("b"));
        assertThat(ORDERED.isHeldByDoubt(works)).isTrue();
        assertThat(PARALLEL.isHeldByDoubt(works)).isFalse();
        assertThat(ORDERED.isHeldByDoubt(List.of(sent("a"), doubt("b")))).isFalse();
        assertThat(ORDERED.isHeldByDoubt(List.of(taken("a")))).isFalse();
    }
}

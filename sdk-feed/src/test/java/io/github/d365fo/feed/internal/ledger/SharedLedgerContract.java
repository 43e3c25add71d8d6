package io.github.d365fo.feed.internal.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.d365fo.feed.LedgerEntry;
import io.github.d365fo.feed.LedgerSession;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What ledgers do besides that several sessions have open at once. */
abstract class SharedLedgerContract extends LedgerContract {
    private static final int THREADS = 8;
    private static final int MESSAGES = 200;

    @Test
    void eachMessageIsClaimedByOne() throws Exception {
        List<String> claimed = atOnce((session, owner) -> {
            List<String> mine = new ArrayList<>();
            for (int i : shuffled(owner)) {
                LedgerEntry entry = session.claim(names("c" + i, "b" + i), CLAIM);
                if (entry.isMine()) {
                    mine.add(entry.id());
                }
            }
            return mine;
        });

        assertThat(claimed).hasSize(MESSAGES).doesNotHaveDuplicates();
    }

    @Test
    void eachClaimThatRanOutIsTakenOverByOne() throws Exception {
        for (int i = 0; i < MESSAGES; i++) {
            as("gone").claim(names("c" + i, "b" + i), CLAIM);
        }
        clock.advance(CLAIM);

        eachMessageIsClaimedByOne();
    }

    @Test
    void messagesThatShareANameAreOne() throws Exception {
        List<String> ids = atOnce((session, owner) -> {
            List<String> seen = new ArrayList<>();
            for (int i : shuffled(owner)) {
                boolean even = owner.hashCode() % 2 == 0;
                seen.add(session.claim(even ? names("c" + i, owner + i) : names(owner + i, "b" + i), CLAIM)
                        .id());
            }
            return seen;
        });

        // Those who share the correlation id mean one entry, the others another.
        assertThat(new HashSet<>(ids)).hasSize(2 * MESSAGES);
    }

    private List<Integer> shuffled(String owner) {
        List<Integer> messages =
                new ArrayList<>(IntStream.range(0, MESSAGES).boxed().toList());
        Collections.shuffle(messages.subList(MESSAGES / 2, MESSAGES), new Random(owner.hashCode()));
        return messages;
    }

    private interface Work {
        List<String> with(LedgerSession session, String owner) throws Exception;
    }

    private List<String> atOnce(Work work) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            CyclicBarrier start = new CyclicBarrier(THREADS);
            List<Future<List<String>>> results = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                String owner = "owner" + i;
                LedgerSession session = as(owner);
                Callable<List<String>> task = () -> {
                    start.await();
                    return work.with(session, owner);
                };
                results.add(threads.submit(task));
            }
            List<String> all = new ArrayList<>();
            for (Future<List<String>> result : results) {
                all.addAll(result.get());
            }
            return all;
        } finally {
            threads.shutdownNow();
        }
    }
}

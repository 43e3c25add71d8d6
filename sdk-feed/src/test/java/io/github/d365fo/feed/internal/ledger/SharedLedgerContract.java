package io.github.d365fo.feed.internal.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.d365fo.feed.LedgerEntry;
import io.github.d365fo.feed.LedgerSession;
import io.github.d365fo.feed.MessageNames;
import java.util.ArrayList;
import java.util.Collections;
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

    @Test
    void eachMessageIsClaimedByOne() throws Exception {
        claimAtOnce(200);
    }

    @Test
    void eachClaimThatRanOutIsTakenOverByOne() throws Exception {
        LedgerSession gone = as("gone");
        for (int i = 0; i < 50; i++) {
            gone.claim(names("c" + i, "b" + i), CLAIM);
        }
        clock.advance(CLAIM);

        claimAtOnce(50);
    }

    @Test
    void messagesThatShareANameAreOne() throws Exception {
        messagesThatShareANameAreOne(50);
    }

    void claimAtOnce(int messages) throws Exception {
        List<String> claimed = atOnce(owner -> {
            LedgerSession session = ledger().open(JOB, owner, clock);
            List<String> mine = new ArrayList<>();
            for (int i : shuffled(messages, owner)) {
                LedgerEntry entry = session.claim(names("c" + i, "b" + i), CLAIM);
                if (entry.isMine()) {
                    mine.add(entry.id());
                }
            }
            session.close();
            return mine;
        });

        assertThat(claimed.size()).isEqualTo(messages);
        assertThat(claimed).doesNotHaveDuplicates();
    }

    /** Half of the owners know a message by its correlation id, the others another one by its blob. */
    void messagesThatShareANameAreOne(int messages) throws Exception {
        List<String> claimed = atOnce(owner -> {
            LedgerSession session = ledger().open(JOB, owner, clock);
            List<String> mine = new ArrayList<>();
            for (int i : shuffled(messages, owner)) {
                boolean even = owner.hashCode() % 2 == 0;
                MessageNames names = even ? names("d" + i, owner + i) : names(owner + i, "d" + i);
                LedgerEntry entry = session.claim(names, CLAIM);
                if (entry.isMine()) {
                    mine.add(entry.id());
                }
            }
            session.close();
            return mine;
        });

        assertThat(claimed.size()).isEqualTo(2 * messages);
        assertThat(claimed).doesNotHaveDuplicates();
    }

    /** The first half in order, so that all ask for the same at once. */
    private static List<Integer> shuffled(int messages, String owner) {
        List<Integer> order =
                new ArrayList<>(IntStream.range(0, messages).boxed().toList());
        Collections.shuffle(order.subList(messages / 2, messages), new Random(owner.hashCode()));
        return order;
    }

    interface Work {
        List<String> as(String owner) throws Exception;
    }

    /** Runs {@code work} as eight owners at once and returns what all of them returned. */
    static List<String> atOnce(Work work) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            CyclicBarrier start = new CyclicBarrier(THREADS);
            List<Future<List<String>>> results = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                String owner = "owner" + i;
                Callable<List<String>> task = () -> {
                    start.await();
                    return work.as(owner);
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

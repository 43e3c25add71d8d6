package io.github.d365fo.testkit.internal.connector;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.d365fo.testkit.internal.service.Ids;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The next message is the one that a look at every message would find, without looking at them. */
class DeliveryOrderTest {
    private static final Duration LEASE = Duration.ofMinutes(30);

    private final Ids ids = new Ids();
    private final List<ExportMessage> all = new ArrayList<>();
    private Instant now = Instant.parse("2026-01-05T08:00:00Z");
    private long comparisons;

    @Test
    void theFreeMessagesAreThoseThatALookAtEachWouldFind() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        DeliveryOrder order = new DeliveryOrder();
        for (int step = 0; step < 3_000; step++) {
            if (all.size() < 5 || random.nextInt(4) == 0) {
                order.add(publish(), now);
            } else {
                change(order, all.get(random.nextInt(all.size())), random.nextInt(6));
            }
            if (random.nextInt(10) == 0) {
                now = now.plus(LEASE.dividedBy(1 + random.nextInt(4)));
            }
            assertThat(order.free(now))
                    .as("seed %d, step %d", seed, step)
                    .containsExactlyElementsOf(
                            all.stream().filter(message -> message.isFree(now)).toList());
            assertThat(order.size()).isEqualTo((int)
                    all.stream().filter(message -> !message.isAcknowledged()).count());
        }
    }

    private void change(DeliveryOrder order, ExportMessage message, int how) {
        order.remove(message);
        switch (how) {
            case 0 -> message.release(now);
            case 1 -> message.endLease(now);
            case 2 -> message.acknowledge();
            default -> message.deliver("receipt", now, false);
        }
        order.add(message, now);
    }

    @Test
    void aDeliveryLooksAtFewMessagesHoweverManyThereAre() {
        for (int messages : List.of(100, 100_000)) {
            all.clear();
            DeliveryOrder order = new DeliveryOrder(counting());
            for (int i = 0; i < messages; i++) {
                order.add(publish(), now);
            }
            for (int i = 0; i < messages / 2; i++) {
                deliverNext(order);
            }
            comparisons = 0;
            for (int i = 0; i < 10; i++) {
                ExportMessage next = deliverNext(order);
                order.remove(next);
                next.acknowledge();
                order.add(next, now);
            }
            // A tree of a hundred thousand is 17 deep; eight steps go down one of the two.
            assertThat(comparisons).as("%d messages", messages).isLessThan(10 * 8 * 2 * 17);
        }
    }

    private ExportMessage deliverNext(DeliveryOrder order) {
        ExportMessage next = order.free(now).first();
        order.remove(next);
        next.deliver("receipt", now, false);
        order.add(next, now);
        return next;
    }

    private ExportMessage publish() {
        ExportMessage message = new ExportMessage(all.size(), ids, null, "", now);
        all.add(message);
        return message;
    }

    private Comparator<ExportMessage> counting() {
        return (one, other) -> {
            comparisons++;
            return Long.compare(one.number(), other.number());
        };
    }
}

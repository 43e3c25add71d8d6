package io.github.d365fo.connector.internal.job;

import io.github.d365fo.connector.ActivityId;
import io.github.d365fo.connector.dequeue.AckRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * The deliveries that a client has acknowledged. A delivery that comes back is forgotten; pop receipts are kept as
 * hashes, since they are secrets. Thread-safe.
 */
public final class Acknowledged {
    private static final int KEPT = 4096;

    private final Set<String> deliveries = Collections.synchronizedSet(Collections.newSetFromMap(new NewestEntries()));

    /** The identity of a delivery. */
    record Delivery(String hash) {
        static Delivery of(ActivityId job, AckRequest request) {
            try {
                byte[] hash = MessageDigest.getInstance("SHA-256")
                        .digest((job + "\n" + request.correlationId() + "\n" + request.popReceipt())
                                .getBytes(StandardCharsets.UTF_8));
                return new Delivery(HexFormat.of().formatHex(hash));
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("every JDK has SHA-256", e);
            }
        }
    }

    void add(Delivery delivery) {
        deliveries.add(delivery.hash());
    }

    void remove(Delivery delivery) {
        deliveries.remove(delivery.hash());
    }

    boolean contains(Delivery delivery) {
        return deliveries.contains(delivery.hash());
    }

    /** A map that keeps only the newest entries. */
    private static final class NewestEntries extends LinkedHashMap<String, Boolean> {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > KEPT;
        }
    }
}

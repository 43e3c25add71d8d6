package io.github.d365fo.testkit.internal.journal;

import io.github.d365fo.connector.Operation;
import io.github.d365fo.testkit.internal.http.Bearer;
import io.github.d365fo.testkit.internal.http.HttpCall;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The secrets of a server, and the search for them in places where they do not belong. Thread-safe. */
public final class Secrets {
    /** The replacement for a secret in a journal. */
    static final String GONE = "[redacted]";

    private static final Set<Operation> WITHOUT_TOKEN =
            EnumSet.of(Operation.BLOB_UPLOAD, Operation.BLOB_DOWNLOAD, Operation.ACCESS_TOKEN);

    /** The length of a piece of a secret that counts as the secret. */
    private static final int PIECE = 16;

    /** The distance between pieces, so that any 20 consecutive characters contain one. */
    private static final int STEP = 4;

    /** A password may be any word; shorter ones are not looked for. */
    private static final int SHORTEST_CHOICE = 8;

    private final int most;
    private final Set<String> known = new LinkedHashSet<>();
    private final Map<Integer, Map<String, Integer>> pieces = new HashMap<>();

    /** Knows the {@code most} secrets used last, and permanent ones. */
    public Secrets(int most) {
        this.most = most;
    }

    /** Remembers {@code secret} permanently, unless it is so short that it could be any word. */
    public synchronized void keep(String secret) {
        if (secret.length() >= SHORTEST_CHOICE) {
            pieces(secret).forEach(this::add);
        }
    }

    public synchronized void learn(String secret) {
        if (!known.remove(secret)) {
            pieces(secret).forEach(this::add);
        }
        known.add(secret);
        if (known.size() > most) {
            Iterator<String> oldest = known.iterator();
            pieces(oldest.next()).forEach(this::remove);
            oldest.remove();
        }
    }

    /** Returns whether {@code text} contains a secret in any encoding, or twenty characters of one. */
    public boolean isIn(String text) {
        return Decodings.of(text).stream().anyMatch(this::isInDecoding);
    }

    /** Returns {@code text}, or its replacement if it contains a secret. */
    String clean(String text) {
        return isIn(text) ? GONE : text;
    }

    /** Returns where a request contains a secret that should not be there; its token is known from then on. */
    List<String> leaks(HttpCall call, Optional<Operation> operation) {
        Optional<String> token = Bearer.of(call);
        token.ifPresent(this::learn);
        List<String> leaks = new ArrayList<>();
        if (token.isPresent() && operation.filter(WITHOUT_TOKEN::contains).isPresent()) {
            leaks.add("header authorization");
        }
        if (isIn(call.rawPath())) {
            leaks.add("path");
        }
        add(leaks, "header ", call.allHeaders(), "authorization");
        add(leaks, "query parameter ", call.allParameters(), "sig");
        return leaks;
    }

    private void add(List<String> leaks, String kind, List<Map.Entry<String, String>> values, String allowed) {
        for (Map.Entry<String, String> each : values) {
            boolean named = isIn(each.getKey());
            if (named || (!each.getKey().equalsIgnoreCase(allowed) && isIn(each.getValue()))) {
                leaks.add(kind + (named ? GONE : each.getKey()));
            }
        }
    }

    private synchronized boolean isInDecoding(String reading) {
        for (Map.Entry<Integer, Map<String, Integer>> each : pieces.entrySet()) {
            int length = each.getKey();
            for (int i = 0; i + length <= reading.length(); i++) {
                if (each.getValue().containsKey(reading.substring(i, i + length))) {
                    return true;
                }
            }
        }
        return false;
    }

    /** All tokens begin alike; the secret part is the signature. */
    private static Stream<String> pieces(String secret) {
        int dot = secret.startsWith("eyJ") ? secret.lastIndexOf('.') : -1;
        String own = Decodings.withoutSpace(secret.substring(dot + 1));
        return Stream.of(own, own.replace("+", "")).flatMap(Secrets::parts).distinct();
    }

    private static Stream<String> parts(String text) {
        return text.length() < PIECE
                ? Stream.of(text).filter(all -> !all.isEmpty())
                : IntStream.rangeClosed(0, (text.length() - PIECE) / STEP)
                        .mapToObj(i -> text.substring(i * STEP, i * STEP + PIECE));
    }

    private void add(String piece) {
        pieces.computeIfAbsent(piece.length(), length -> new HashMap<>()).merge(piece, 1, Integer::sum);
    }

    private void remove(String piece) {
        pieces.getOrDefault(piece.length(), Map.of())
                .computeIfPresent(piece, (text, count) -> count == 1 ? null : count - 1);
    }
}

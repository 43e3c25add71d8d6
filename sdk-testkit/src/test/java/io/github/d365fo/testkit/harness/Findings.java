package io.github.d365fo.testkit.harness;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What was tried to bring a secret to light, and what did. */
public final class Findings {
    /** What a secret may become on its way through whoever reads an answer. */
    private static final List<Spelling> USUAL = List.of(
            Spelling.PLAIN, Spelling.URL, Spelling.URL_LOWER_CASE, Spelling.JSON, Spelling.XML, Spelling.BASE64);

    private final Set<Object> ways = new HashSet<>();
    private final List<String> lost = new ArrayList<>();
    private int tried;

    /** Searches {@code seen}, without white space, for {@code secret}, which was thrown back in {@code way}. */
    public void search(List<?> way, String secret, Spelling spelling, String seen) {
        tried++;
        ways.addAll(way);
        Set<String> traces = new HashSet<>(spelling.traces(secret));
        USUAL.forEach(usual -> traces.addAll(usual.traces(secret)));
        for (String trace : traces) {
            int at = seen.indexOf(trace);
            if (at >= 0) {
                lost.add(way + " shows " + trace + " in "
                        + seen.substring(Math.max(0, at - 100), Math.min(seen.length(), at + 200)));
                return;
            }
        }
    }

    public int tried() {
        return tried;
    }

    public List<String> lost() {
        return lost;
    }

    /** Prints the figures. */
    public void print(String title) {
        System.out.println(title + ": " + tried + " echoes of " + ways.size() + " kinds, places, spellings and calls; "
                + lost.size() + " brought a secret to light");
    }
}

package io.github.d365fo.testkit.conformance;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.function.Predicate;

/**
 * What was seen of each fact.
 *
 * @param rows in the order of the facts
 */
record Report(List<Row> rows) {
    /**
     * What was seen of one fact.
     *
     * @param fact the fact
     * @param observed what was seen, or why nothing was
     * @param verdict what follows
     */
    record Row(Fact fact, String observed, Verdict verdict) {}

    /** What follows from what was seen. */
    enum Verdict {
        SAME("same"),
        DIFFERENT("**different**"),
        /** Nothing was seen. */
        OPEN("open");

        private final String text;

        Verdict(String text) {
            this.text = text;
        }
    }

    /** Asks for every fact whose effect is allowed. */
    static Report of(Target target, Set<Effect> allowed) throws InterruptedException {
        List<Row> rows = new ArrayList<>();
        for (Fact fact : Fact.all()) {
            rows.add(
                    allowed.contains(fact.effect())
                            ? look(fact, target)
                            : new Row(fact, "not asked: " + fact.effect(), Verdict.OPEN));
        }
        return new Report(List.copyOf(rows));
    }

    private static Row look(Fact fact, Target target) throws InterruptedException {
        try {
            String observed = fact.observe(target);
            return new Row(fact, observed, observed.equals(fact.expected()) ? Verdict.SAME : Verdict.DIFFERENT);
        } catch (Unobserved e) {
            return new Row(fact, "not seen: " + e.getMessage(), Verdict.OPEN);
        } catch (IOException | CompletionException e) {
            // Its message may hold an address with a signature.
            return new Row(fact, "not seen: " + e.getClass().getSimpleName(), Verdict.OPEN);
        }
    }

    List<String> names(Verdict verdict) {
        Predicate<Row> wanted = row -> row.verdict() == verdict;
        return rows.stream().filter(wanted).map(row -> row.fact().name()).toList();
    }

    String table() {
        StringBuilder table = new StringBuilder(
                "| fact | what it says | confidence | fake | observed | verdict |\n|---|---|---|---|---|---|\n");
        for (Row row : rows) {
            Fact fact = row.fact();
            table.append("| %s | %s | %s | %s | %s | %s |\n"
                    .formatted(
                            fact.name(),
                            cell(fact.says()),
                            fact.confidence(),
                            cell(fact.expected()),
                            cell(row.observed()),
                            row.verdict().text));
        }
        return table.toString();
    }

    private static String cell(String text) {
        return text.replace("|", "\\|").replaceAll("\\R", " ");
    }
}

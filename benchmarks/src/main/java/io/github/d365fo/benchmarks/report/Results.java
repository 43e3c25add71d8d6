package io.github.d365fo.benchmarks.report;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What was measured for one row, round by round. */
final class Results {
    private final Row row;
    private final Map<String, List<double[]>> measured = new LinkedHashMap<>();

    private Results(Row row) {
        this.row = row;
    }

    /** Measures all clients of a row in turn, so many times. */
    static Results of(Row row, int rounds) throws Exception {
        Results results = new Results(row);
        for (int round = 0; round < rounds; round++) {
            for (String contender : row.contenders()) {
                results.measured
                        .computeIfAbsent(contender, name -> new ArrayList<>())
                        .add(row.run().measure(contender));
            }
        }
        return results;
    }

    Row row() {
        return row;
    }

    /**
     * Returns a table in Markdown: medians and, in brackets, the median ratio to the first client with its least and
     * largest round.
     */
    String markdown() {
        StringBuilder text = new StringBuilder("### " + row.title() + "\n\n| client |");
        row.figures().forEach(figure -> text.append(' ').append(figure.name()).append(" |"));
        text.append("\n|---|").append("--:|".repeat(row.figures().size())).append('\n');
        for (String contender : row.contenders()) {
            text.append("| ").append(contender).append(" |");
            for (Row.Figure figure : row.figures()) {
                text.append(' ')
                        .append(Row.number(median(contender, figure)))
                        .append(ratio(contender, figure))
                        .append(" |");
            }
            text.append('\n');
        }
        return text.append('\n').toString();
    }

    /** Returns each measurement as a line: row, client, round, figure, value. */
    String csv() {
        StringBuilder text = new StringBuilder();
        measured.forEach((contender, rounds) -> {
            for (int round = 0; round < rounds.size(); round++) {
                for (Row.Figure figure : row.figures()) {
                    text.append('"')
                            .append(row.title())
                            .append("\",\"")
                            .append(contender)
                            .append("\",");
                    text.append(round).append(",\"").append(figure.name()).append("\",");
                    text.append(figure.of().applyAsDouble(rounds.get(round))).append('\n');
                }
            }
        });
        return text.toString();
    }

    double median(String contender, Row.Figure figure) {
        return median(values(contender, figure));
    }

    double least(String contender, Row.Figure figure) {
        return Collections.min(values(contender, figure));
    }

    double largest(String contender, Row.Figure figure) {
        return Collections.max(values(contender, figure));
    }

    private String ratio(String contender, Row.Figure figure) {
        if (contender.equals(row.contenders().get(0))) {
            return "";
        }
        List<Double> ours = values(contender, figure);
        List<Double> reference = values(row.contenders().get(0), figure);
        List<Double> ratios = new ArrayList<>();
        for (int round = 0; round < ours.size(); round++) {
            ratios.add(ours.get(round) / reference.get(round));
        }
        ratios.sort(null);
        if (!Double.isFinite(ratios.get(0)) || !Double.isFinite(ratios.get(ratios.size() - 1))) {
            return "";
        }
        return " (" + Row.number(median(ratios)) + "x, " + Row.number(ratios.get(0)) + "-"
                + Row.number(ratios.get(ratios.size() - 1)) + ")";
    }

    private List<Double> values(String contender, Row.Figure figure) {
        return measured.getOrDefault(contender, List.of()).stream()
                .map(each -> figure.of().applyAsDouble(each))
                .toList();
    }

    private static double median(List<Double> values) {
        List<Double> sorted = new ArrayList<>(values);
        sorted.sort(null);
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }
}

package io.github.d365fo.benchmarks.report;

import java.util.List;
import java.util.Locale;

/** Bars of each row's first figure: the median, and a line from the least round to the largest. */
final class Plot {
    private static final int WIDTH = 760;
    private static final int NAMES = 170;
    private static final int FIGURES = 80;
    private static final int BAR = 20;
    private static final int HEAD = 46;
    private static final String STYLE = "text{font:13px sans-serif;fill:#24292f}.title{font-weight:bold}"
            + ".bar{fill:#8c959f}.sdk{fill:#0969da}.spread{stroke:#24292f;stroke-width:1.5}";

    private final List<Results> results;

    Plot(List<Results> results) {
        this.results = results;
    }

    /** Returns the picture, which is readable on a white ground alone, so it has one. */
    String svg() {
        StringBuilder bars = new StringBuilder();
        int y = 0;
        for (Results each : results) {
            y = draw(each, y, bars);
        }
        int height = y + BAR / 2;
        return "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"" + WIDTH + "\" height=\"" + height
                + "\" viewBox=\"0 0 " + WIDTH + " " + height + "\">\n<style>" + STYLE + "</style>\n"
                + "<rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>\n" + bars + "</svg>\n";
    }

    private static int draw(Results results, int top, StringBuilder bars) {
        Row.Figure figure = results.row().figures().get(0);
        double most = results.row().contenders().stream()
                .mapToDouble(client -> results.largest(client, figure))
                .max()
                .orElse(1);
        text(bars, 10, top + 26, "title", results.row().title() + ": " + figure.name());
        int y = top + HEAD - BAR / 2;
        for (String client : results.row().contenders()) {
            int middle = y + BAR / 2;
            text(bars, 10, middle + 4, "", client);
            double median = results.median(client, figure);
            bars.append(String.format(
                    Locale.ROOT,
                    "<rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\"/>%n",
                    client.startsWith("sdk") || client.startsWith("feed") ? "sdk" : "bar",
                    NAMES,
                    y + 2,
                    length(median, most),
                    BAR - 4));
            bars.append(String.format(
                    Locale.ROOT,
                    "<line class=\"spread\" x1=\"%.1f\" y1=\"%d\" x2=\"%.1f\" y2=\"%d\"/>%n",
                    NAMES + length(results.least(client, figure), most),
                    middle,
                    NAMES + length(results.largest(client, figure), most),
                    middle));
            text(bars, WIDTH - FIGURES + 8, middle + 4, "", Row.number(median));
            y += BAR;
        }
        return y;
    }

    private static double length(double value, double most) {
        return most == 0 ? 0 : value / most * (WIDTH - NAMES - FIGURES);
    }

    private static void text(StringBuilder to, int x, int y, String style, String text) {
        to.append("<text x=\"").append(x).append("\" y=\"").append(y).append("\" class=\"");
        to.append(style).append("\">").append(text.replace("&", "&amp;").replace("<", "&lt;"));
        to.append("</text>\n");
    }
}

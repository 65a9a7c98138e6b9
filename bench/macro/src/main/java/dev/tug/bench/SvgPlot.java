package dev.tug.bench;

import java.util.List;
import java.util.function.Function;

/// Bars of time and of CPU time, client by client, with a line from the least to the most.
final class SvgPlot {
    private static final int NAMES = 330;
    private static final int BARS = 330;
    private static final int GAP = 70;
    private static final int ROW = 22;
    private static final int BAR = 14;
    private static final int TITLE = 44;
    private static final int MARGIN = 10;
    private static final String OURS = "#1f4e9e";
    private static final String OTHERS = "#95a5a6";

    private final StringBuilder text = new StringBuilder();

    private SvgPlot() {}

    static String of(List<Comparison> comparisons) {
        var plot = new SvgPlot();
        int width = 2 * MARGIN + NAMES + 2 * (BARS + GAP);
        int height =
                2 * MARGIN
                        + comparisons.stream().mapToInt(c -> TITLE + ROW * c.rows().size()).sum();
        plot.add(
                """
                <svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" font-family="sans-serif" font-size="12">
                <rect width="100%%" height="100%%" fill="white"/>\
                """
                        .formatted(width, height));
        int top = MARGIN;
        for (var comparison : comparisons) {
            plot.comparison(comparison, top);
            top += TITLE + ROW * comparison.rows().size();
        }
        plot.add("</svg>");
        return plot.text.toString();
    }

    private void comparison(Comparison comparison, int top) {
        int left = MARGIN + NAMES;
        words(MARGIN, top + 16, "start", comparison.title(), " font-weight=\"bold\"");
        words(left, top + 16, "start", "seconds to the proof", "");
        words(left + BARS + GAP, top + 16, "start", "CPU seconds per GB", "");
        column(comparison, top, left, Comparison.Row::wallSeconds);
        column(comparison, top, left + BARS + GAP, comparison::cpuPerGigabyte);
        int row = 0;
        for (var each : comparison.rows()) {
            words(left - 8, top + TITLE - 8 + ROW * row++, "end", each.client(), "");
        }
    }

    private void column(
            Comparison comparison, int top, int left, Function<Comparison.Row, Spread> value) {
        double most =
                comparison.rows().stream()
                        .mapToDouble(row -> value.apply(row).max())
                        .max()
                        .orElse(1);
        double scale = BARS / most;
        int middle = top + TITLE - 12;
        for (var row : comparison.rows()) {
            var spread = value.apply(row);
            add(
                    "<rect x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"%s\"/>"
                            .formatted(
                                    left,
                                    middle - BAR / 2,
                                    spread.median() * scale,
                                    BAR,
                                    row.client().startsWith("tug") ? OURS : OTHERS));
            add(
                    "<path d=\"M%.1f %dH%.1f\" stroke=\"black\" stroke-width=\"1.5\"/>"
                            .formatted(
                                    left + spread.min() * scale,
                                    middle,
                                    left + spread.max() * scale));
            words(
                    left + (int) (spread.max() * scale) + 5,
                    middle + 4,
                    "start",
                    "%.2f".formatted(spread.median()),
                    "");
            middle += ROW;
        }
    }

    private void words(int x, int y, String anchor, String words, String more) {
        add(
                "<text x=\"%d\" y=\"%d\" text-anchor=\"%s\"%s>%s</text>"
                        .formatted(
                                x,
                                y,
                                anchor,
                                more,
                                words.replace("&", "&amp;").replace("<", "&lt;")));
    }

    private void add(String element) {
        text.append(element).append('\n');
    }
}

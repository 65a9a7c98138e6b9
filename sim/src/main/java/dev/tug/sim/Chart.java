package dev.tug.sim;

import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.CategorySeries.CategorySeriesRenderStyle;
import org.knowm.xchart.VectorGraphicsEncoder;
import org.knowm.xchart.VectorGraphicsEncoder.VectorGraphicsFormat;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;

import java.awt.BasicStroke;
import java.awt.Color;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/// Draws time over the optimum by network and strategy, on a logarithmic scale.
final class Chart {
    private static final int WIDTH = 1_100;
    private static final int HEIGHT = 560;

    /// Where pulls are drawn that never finish.
    private static final double NEVER = 30;

    /// How a strategy is drawn.
    private record Look(Strategy strategy, Color color, Marker marker) {}

    private static final List<Look> LOOKS =
            List.of(
                    new Look(Strategy.CLASSIC, new Color(0xB0, 0x3A, 0x2E), SeriesMarkers.CIRCLE),
                    new Look(Strategy.FIXED_16, new Color(0xE6, 0x7E, 0x22), SeriesMarkers.CIRCLE),
                    new Look(Strategy.FIXED_1, new Color(0x95, 0xA5, 0xA6), SeriesMarkers.CIRCLE),
                    new Look(Strategy.LADDER, new Color(0x7D, 0x3C, 0x98), SeriesMarkers.CIRCLE),
                    new Look(Strategy.AIMD, new Color(0x27, 0xAE, 0x60), SeriesMarkers.CIRCLE),
                    new Look(Strategy.TUG, new Color(0x1F, 0x4E, 0x9E), SeriesMarkers.DIAMOND));

    /// The library numbers clips anew in each run.
    private static final Pattern CLIP = Pattern.compile("clip-?[0-9]+");

    private Chart() {}

    static void write(Contest contest, Path file) throws IOException {
        System.setProperty("java.awt.headless", "true");
        var chart =
                new CategoryChartBuilder()
                        .width(WIDTH)
                        .height(HEIGHT)
                        .title("Time over the best static setting (30: never finishes)")
                        .yAxisTitle("time / optimum")
                        .build();
        var style = chart.getStyler();
        style.setDefaultSeriesRenderStyle(CategorySeriesRenderStyle.Scatter);
        style.setYAxisLogarithmic(true);
        style.setYAxisMin(0.1);
        style.setYAxisMax(100.0);
        style.setLegendPosition(LegendPosition.OutsideE);
        style.setChartBackgroundColor(Color.WHITE);
        style.setXAxisLabelRotation(45);
        // Dashes would be drawn one by one.
        style.setPlotGridLinesStroke(new BasicStroke(0.5f));
        style.setPlotGridVerticalLinesVisible(false);
        style.setPlotBorderVisible(false);
        for (var look : LOOKS) {
            add(chart, contest, look);
        }
        var bytes = new ByteArrayOutputStream();
        VectorGraphicsEncoder.saveVectorGraphic(chart, bytes, VectorGraphicsFormat.SVG);
        Files.writeString(
                file, CLIP.matcher(bytes.toString(StandardCharsets.UTF_8)).replaceAll("clip"));
    }

    private static void add(CategoryChart chart, Contest contest, Look look) {
        var trials = contest.of(look.strategy);
        var series =
                chart.addSeries(
                        look.strategy.word(),
                        trials.stream().map(trial -> trial.network().name()).toList(),
                        trials.stream().map(trial -> Math.min(NEVER, trial.ratio())).toList());
        series.setMarker(look.marker);
        series.setMarkerColor(look.color);
    }
}

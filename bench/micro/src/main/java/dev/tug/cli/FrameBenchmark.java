package dev.tug.cli;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;

/// What it costs to draw the progress of a pull once.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class FrameBenchmark {
    private static final int WIDTH = 100;
    private static final int HEIGHT = 30;

    /// Blobs of the model.
    @Param({"5", "1000"})
    public int blobs;

    private final FrameRenderer renderer = new FrameRenderer(true);
    private Picture picture = new Picture(List.of(), row(0, 0), "", false);

    /// Makes the picture.
    @Setup
    public void make() {
        var rows = new ArrayList<Picture.Row>();
        for (int blob = 0; blob < blobs; blob++) {
            rows.add(row(blob * 1_000L, 4_000_000_000L));
        }
        picture = new Picture(rows, row(1_000_000, 4_000_000_000L * blobs), "16 streams", false);
    }

    private static Picture.Row row(long completed, long total) {
        return new Picture.Row(
                "0123456789ab", "model", completed, total, false, true, OptionalDouble.of(5e8));
    }

    /// One frame.
    @Benchmark
    public Object render() {
        return renderer.render(picture, WIDTH, HEIGHT);
    }
}

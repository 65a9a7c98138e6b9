package dev.tug.bench;

import com.fasterxml.jackson.jr.ob.JSON;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;

/// A command that was run to its end, with each line of its stdout and when it came.
///
/// @param startNanos as of `System.nanoTime`, like all times here
record Watched(List<Line> lines, long startNanos, long endNanos) {
    /// How often its process is looked at.
    private static final long LOOK_MILLIS = 2;

    /// One line and when it came.
    record Line(String text, long nanos) {}

    /// Runs what is built; its stderr goes to `errors`.
    ///
    /// @param look is given the process's number again and again while it runs
    static Watched run(ProcessBuilder builder, Path errors, LongConsumer look)
            throws IOException, InterruptedException {
        builder.redirectErrorStream(false)
                .redirectOutput(ProcessBuilder.Redirect.PIPE)
                .redirectError(errors.toFile());
        var lines = new ArrayList<Line>();
        long start = System.nanoTime();
        var process = builder.start();
        var reader = Thread.ofPlatform().daemon().start(() -> read(process, lines));
        while (process.isAlive()) {
            look.accept(process.pid());
            Thread.sleep(LOOK_MILLIS);
        }
        reader.join();
        long end = System.nanoTime();
        if (process.exitValue() != 0) {
            throw new IOException(
                    "ended with %d: %s%n%s%n%s"
                            .formatted(
                                    process.exitValue(),
                                    builder.command(),
                                    Files.readString(errors),
                                    lines.isEmpty() ? "" : lines.getLast().text()));
        }
        return new Watched(List.copyOf(lines), start, end);
    }

    private static void read(Process process, List<Line> lines) {
        try (var out = process.inputReader()) {
            for (var line = out.readLine(); line != null; line = out.readLine()) {
                lines.add(new Line(line, System.nanoTime()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// When Tug said that the model is in the store.
    Optional<Line> success() {
        return lines.stream().filter(line -> line.text().contains("\"success\"")).findFirst();
    }

    /// What Tug says that the pull took, from its beginning and not from the process's.
    double elapsedSeconds() throws IOException {
        var last = success().orElseThrow(() -> new IOException("no success in " + lines));
        if (JSON.std.mapFrom(last.text()).get("elapsed_ms") instanceof Number millis) {
            return millis.doubleValue() / 1e3;
        }
        throw new IOException("no time in " + last.text());
    }
}

package dev.tug.internal.control;

import dev.tug.failure.TransferFailure;
import dev.tug.internal.control.StreamControl.Decision;
import dev.tug.internal.control.StreamControl.PathEvent;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.IntPredicate;

/// A path in miniature: opens what the control allows, moves bytes at one rate for each stream, and
/// does to connections what the test says.
final class PathRig {
    static final TransferFailure CUT = new TransferFailure.Cut("h", 1, "end");
    static final TransferFailure REFUSED = new TransferFailure.Unreachable("h", "refused");
    private static final TransferFailure FORBIDDEN =
            new TransferFailure.Refused("h", 403, Duration.ZERO, "", "");
    private static final long STEP_MILLIS = 100;

    /// What is there of a stream's connection.
    private static final class Line {
        private final long since;
        private long bytes;

        Line(long since) {
            this.since = since;
        }
    }

    final StreamControl control;
    long now = 10_000;
    long bytesPerSecond = 1_000_000;
    long linkBytesPerSecond = Long.MAX_VALUE / 1_000;
    long remaining = 100_000_000_000L;
    int openMax;
    int openings;

    /// Whether a connection comes about beside so many.
    IntPredicate admits = _ -> true;

    /// Whether who is not admitted is let in, and refused when it asks.
    boolean refusesRequests;

    private final TreeMap<Integer, Line> lines = new TreeMap<>();
    private int next;
    private long nextOpening;

    PathRig(StreamControl control) {
        this.control = control;
    }

    /// Lets `millis` pass.
    PathRig run(long millis) {
        for (long until = now + millis; now < until; now += STEP_MILLIS) {
            step();
        }
        return this;
    }

    private void step() {
        while (lines.size() > control.decision().streams()) {
            int last = lines.lastKey();
            lines.remove(last);
            control.observe(new PathEvent.Ended(now, last));
        }
        if (lines.size() < control.decision().streams()
                && now >= nextOpening
                && now >= control.decision().notBeforeMillis()) {
            openOne();
        }
        long each = Math.min(bytesPerSecond, linkBytesPerSecond / Math.max(1, lines.size()));
        lines.forEach((stream, line) -> {
            long bytes = each * STEP_MILLIS / 1_000;
            line.bytes += bytes;
            remaining -= bytes;
            if (bytes > 0) {
                control.observe(new PathEvent.Received(now, stream, bytes));
            }
        });
        control.observe(new PathEvent.Tick(now, remaining));
    }

    private void openOne() {
        int stream = next++;
        openings++;
        nextOpening = now + control.decision().spacing().toMillis();
        control.observe(new PathEvent.Opening(now, stream));
        if (admits.test(lines.size())) {
            control.observe(new PathEvent.Opened(now, stream, 20));
            control.observe(new PathEvent.Answered(now, stream, 206, 30, 4_000_000));
            lines.put(stream, new Line(now));
            openMax = Math.max(openMax, lines.size());
        } else if (refusesRequests) {
            control.observe(new PathEvent.Opened(now, stream, 20));
            control.observe(new PathEvent.Tick(now, remaining));
            control.observe(
                    new PathEvent.Failed(now, stream, Duration.ZERO, 0, 4_000_000, FORBIDDEN));
        } else {
            fail(stream, new Line(now), REFUSED);
        }
    }

    /// Ends all connections at this instant.
    PathRig endAll() {
        open().forEach(this::end);
        return this;
    }

    /// Ends the connection of one stream.
    Decision end(int stream) {
        var line = lines.remove(stream);
        return fail(stream, line == null ? new Line(now) : line, CUT);
    }

    Decision fail(int stream, TransferFailure why) {
        var line = lines.remove(stream);
        return fail(stream, line == null ? new Line(now) : line, why);
    }

    private Decision fail(int stream, Line line, TransferFailure why) {
        return control.observe(
                new PathEvent.Failed(
                        now,
                        stream,
                        Duration.ofMillis(now - line.since),
                        line.bytes,
                        4_000_000,
                        why));
    }

    /// Ends each connection that is older than `millis`.
    PathRig endOlderThan(long millis) {
        open().stream().filter(stream -> now - age(stream) >= millis).forEach(this::end);
        return this;
    }

    private long age(int stream) {
        var line = lines.get(stream);
        return line == null ? now : line.since;
    }

    /// The streams with a connection.
    List<Integer> open() {
        return new ArrayList<>(lines.keySet());
    }

    int streams() {
        return control.decision().streams();
    }
}

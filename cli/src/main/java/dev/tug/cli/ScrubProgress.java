package dev.tug.cli;

import dev.tug.Models;
import dev.tug.blob.Descriptor;

import java.util.List;
import java.util.Optional;

/// One bar for a scrub, on a terminal only. Owned by the scrubbing thread but for [#close].
final class ScrubProgress implements Models.CheckListener, AutoCloseable {
    private final Surroundings surroundings;
    private final Optional<Surroundings.Window> window;
    private final Screen screen;
    private final RateMeter rate = new RateMeter();
    private long drawnAtNanos;

    ScrubProgress(Surroundings surroundings, Optional<Surroundings.Window> window) {
        this.surroundings = surroundings;
        this.window = window;
        this.screen = new Screen(surroundings.err(), false);
        this.drawnAtNanos = surroundings.nanos().getAsLong();
        rate.add(drawnAtNanos, 0);
    }

    @Override
    public void on(Descriptor blob, long bytesDone, long bytesTotal) {
        if (window.isEmpty()) {
            return;
        }
        var now = surroundings.nanos().getAsLong();
        rate.add(now, bytesDone);
        if (now - drawnAtNanos < TerminalDisplay.REDRAW.toNanos() && bytesDone < bytesTotal) {
            return;
        }
        drawnAtNanos = now;
        var size = window.get().size().get();
        var row =
                new Picture.Row(
                        blob.digest().shortForm(),
                        Layers.kind(blob.mediaType()),
                        bytesDone,
                        bytesTotal,
                        bytesDone == bytesTotal,
                        true,
                        rate.bytesPerSecond(now));
        var frame =
                new FrameRenderer(window.get().unicode())
                        .render(
                                new Picture(List.of(row), row, "", false),
                                size.columns(),
                                size.rows());
        screen.show(List.of(), frame, size.columns());
    }

    @Override
    public void close() {
        screen.leave();
    }
}

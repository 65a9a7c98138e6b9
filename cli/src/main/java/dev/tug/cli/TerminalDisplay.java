package dev.tug.cli;

import dev.tug.Bandwidth;
import dev.tug.PullEvent;

import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/// Bars at the bottom of a terminal.
///
/// Events only change what is known, under a lock held for arithmetic alone; a thread of its own
/// draws at most every [#REDRAW]. A terminal that is stopped stops that thread and not the pull.
final class TerminalDisplay implements Display {
    /// The least time between two drawings.
    static final Duration REDRAW = Duration.ofMillis(100);

    private static final Duration CLOSE_MAX = Duration.ofMillis(500);

    private final PrintStream err;
    private final Surroundings.Window window;
    private final LongSupplier nanos;
    private final boolean verbose;
    private final EventLines lines;
    private final FrameRenderer renderer;
    private final Screen screen;
    private final Thread drawer;

    // Guarded by this.
    private final PullProgress progress = new PullProgress(Bandwidth.ofProcess()::limit);
    private List<String> above = new ArrayList<>();
    private boolean isClosed;

    TerminalDisplay(
            PrintStream err,
            Surroundings.Window window,
            LongSupplier nanos,
            boolean colour,
            boolean verbose) {
        this.err = err;
        this.window = window;
        this.nanos = nanos;
        this.verbose = verbose;
        this.lines = new EventLines(verbose);
        this.renderer = new FrameRenderer(window.unicode());
        this.screen = new Screen(err, colour);
        this.drawer = Thread.ofPlatform().name("tug-display").daemon().unstarted(this::run);
    }

    /// Begins to draw.
    void start() {
        drawer.start();
    }

    @Override
    public synchronized void on(PullEvent event) {
        progress.apply(event, nanos.getAsLong());
        lines.of(event).ifPresent(above::add);
    }

    /// Adds a line that stays, above the bars.
    synchronized void note(String line) {
        if (isClosed) {
            err.println(line);
        } else {
            above.add(line);
        }
    }

    @Override
    public void succeeded(String facts) {
        close();
        err.println(facts);
    }

    @Override
    public void failed(Complaint complaint) {
        close();
        complaint.print(err, verbose);
    }

    @Override
    public void close() {
        synchronized (this) {
            if (isClosed) {
                return;
            }
            isClosed = true;
            notifyAll();
        }
        try {
            if (!drawer.join(CLOSE_MAX)) {
                return;
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } finally {
            screen.restore();
        }
    }

    private void run() {
        try {
            while (!draw()) {
                synchronized (this) {
                    if (!isClosed) {
                        wait(REDRAW.toMillis());
                    }
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } finally {
            screen.leave();
        }
    }

    /// Whether that was the last time.
    private boolean draw() {
        var size = window.size().get();
        List<String> notes;
        Picture picture;
        boolean isLast;
        synchronized (this) {
            notes = above;
            above = new ArrayList<>();
            picture = progress.picture(nanos.getAsLong());
            isLast = isClosed;
        }
        screen.show(notes, renderer.render(picture, size.columns(), size.rows()), size.columns());
        return isLast;
    }
}

package dev.tug.cli;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/// Turns the signals that end a program into an interrupt of the thread that works.
///
/// The first signal interrupts and leaves that thread [#GRACE] to put things in order; a second
/// one, or the end of that time, halts the process. A shutdown hook would not do: the platform
/// ignores signals while hooks run.
final class CtrlC {
    /// How long an interrupted pull may take to end.
    static final Duration GRACE = Duration.ofSeconds(2);

    /// A second signal so soon is the first once more: `timeout` and shells send one to a process and one to
    /// its group.
    private static final Duration ECHO = Duration.ofMillis(300);

    private static final int SIGNAL_EXIT_BASE = 128;

    private final Thread worker;
    private final Runnable restore;
    private final AtomicInteger signalNumber = new AtomicInteger();
    private long firstNanos;

    private CtrlC(Thread worker, Runnable restore) {
        this.worker = worker;
        this.restore = restore;
    }

    /// Watches over the calling thread from now on.
    ///
    /// @param restore brings the terminal and the disk back to order before a halt
    static CtrlC watch(Runnable restore) {
        var watch = new CtrlC(Thread.currentThread(), restore);
        for (var name : List.of("INT", "TERM", "HUP")) {
            ProcessSignals.handle(name, watch::on);
        }
        return watch;
    }

    /// The exit code of a process that ends now: 128 and the signal's number, or `otherwise`.
    int exitCode(int otherwise) {
        var number = signalNumber.get();
        return number == 0 ? otherwise : SIGNAL_EXIT_BASE + number;
    }

    private synchronized void on(int number) {
        if (!signalNumber.compareAndSet(0, number)) {
            if (System.nanoTime() - firstNanos > ECHO.toNanos()) {
                halt();
            }
            return;
        }
        firstNanos = System.nanoTime();
        worker.interrupt();
        Thread.ofPlatform().name("tug-grace").daemon().start(this::haltAfterGrace);
    }

    private void haltAfterGrace() {
        try {
            if (worker.join(GRACE)) {
                return;
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        halt();
    }

    private void halt() {
        try {
            restore.run();
        } finally {
            Runtime.getRuntime().halt(exitCode(ExitCode.INTERRUPTED.code()));
        }
    }
}

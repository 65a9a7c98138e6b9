package dev.tug.internal.store;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;

/// Finishes short work on files even if the thread is interrupted, and passes the interrupt on.
///
/// An interrupt closes the file channel that its thread works on. Cancelling a transfer is an
/// interrupt, and it must not leave half a journal.
public final class Uninterrupted {
    private Uninterrupted() {}

    /// Work that may be run again from its start.
    @FunctionalInterface
    public interface Work<T> {
        T run() throws IOException;
    }

    /// Work without a result, that may be run again from its start.
    @FunctionalInterface
    public interface Action {
        void run() throws IOException;
    }

    /// Runs `work` to its end, whatever interrupts come.
    public static <T> T call(Work<T> work) throws IOException {
        var interrupted = Thread.interrupted();
        try {
            while (true) {
                try {
                    return work.run();
                } catch (ClosedByInterruptException e) {
                    interrupted = Thread.interrupted();
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /// Runs `action` to its end, whatever interrupts come.
    public static void run(Action action) throws IOException {
        var _ =
                call(() -> {
                    action.run();
                    return true;
                });
    }
}

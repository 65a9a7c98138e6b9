package dev.tug.internal.store;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;

/// Finishes short work on files even if the thread is interrupted, and passes the interrupt on.
///
/// An interrupt closes the file channel that its thread works on. Cancelling a transfer is an
/// interrupt, and it must not leave half a journal.
final class Uninterrupted {
    private Uninterrupted() {}

    /// Work that may be run again from its start.
    @FunctionalInterface
    interface Work<T> {
        T run() throws IOException;
    }

    /// Work without a result, that may be run again from its start.
    @FunctionalInterface
    interface Action {
        void run() throws IOException;
    }

    static <T> T call(Work<T> work) throws IOException {
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

    static void run(Action action) throws IOException {
        var _ =
                call(() -> {
                    action.run();
                    return true;
                });
    }
}

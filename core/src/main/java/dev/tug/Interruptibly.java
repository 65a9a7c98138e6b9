package dev.tug;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/// Waits for work that an interrupt cannot reach, and ends it when one comes.
final class Interruptibly {
    private Interruptibly() {}

    /// Runs `work` on a thread of its own and returns what it returns.
    ///
    /// @param abort ends the work soon, from any thread
    /// @throws InterruptedException if the calling thread was interrupted; the work has ended then
    @SuppressWarnings("unchecked") // `work` declares what it throws
    static <T, X extends Exception> T call(Work<T, X> work, Runnable abort)
            throws X, InterruptedException {
        var task = new FutureTask<>((Callable<T>) work::run);
        // A virtual thread that waits for a socket leaves a poller in native code, for which the
        // JVM
        // waits 300 ms when the process ends.
        var thread = Thread.ofPlatform().name("tug-manifest").daemon().start(task);
        try {
            return task.get();
        } catch (InterruptedException e) {
            abort.run();
            thread.interrupt();
            thread.join();
            throw e;
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case RuntimeException broken -> throw broken;
                case Error broken -> throw broken;
                case null -> throw new IllegalStateException(e);
                default -> throw (X) e.getCause();
            }
        }
    }

    /// Work that returns a value or throws its own exception.
    @FunctionalInterface
    interface Work<T, X extends Exception> {
        /// Does it.
        T run() throws X, InterruptedException;
    }
}

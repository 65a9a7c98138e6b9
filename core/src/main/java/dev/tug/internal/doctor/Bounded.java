package dev.tug.internal.doctor;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Waits for work that nothing can end, no longer than it may take.
final class Bounded {
    private Bounded() {}

    /// What `work` returns; empty if it was not done within `limit` and is left to itself.
    ///
    /// @throws Exception what `work` throws
    static <T> Optional<T> call(Duration limit, Callable<T> work) throws Exception {
        var task = new FutureTask<>(work);
        // A lookup in the C library holds a virtual thread's carrier for as long as it takes.
        Thread.ofPlatform().name("tug-doctor").daemon().start(task);
        try {
            return Optional.of(task.get(limit.toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException _) {
            task.cancel(true);
            return Optional.empty();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Exception cause) {
                throw cause;
            }
            throw e;
        }
    }
}

package dev.tug.internal.proxy;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// The thread that runs scripts, and its successor where something holds it that nothing can end: a
/// lookup, or the engine's own work. Safe for threads.
final class Answerers {
    /// What holds so many threads will hold another one.
    private static final int STUCK_MAX = 3;

    private static final int QUESTIONS_MAX = 256;

    /// Both are guarded by `this`.
    private ThreadPoolExecutor current = one();

    private int stuck;

    /// One thread, which goes when nobody asks. A deep stack, and a script that cannot be ended, are
    /// its own.
    private static ThreadPoolExecutor one() {
        var pool =
                new ThreadPoolExecutor(
                        1,
                        1,
                        1,
                        TimeUnit.SECONDS,
                        new LinkedBlockingQueue<>(QUESTIONS_MAX),
                        task -> Thread.ofPlatform().daemon().name("proxy-script").unstarted(task),
                        new ThreadPoolExecutor.DiscardPolicy());
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    /// Has `task` complete `answer` when its turn comes, or fails it when the time is over.
    void run(CompletableFuture<?> answer, Duration timeMax, Runnable task) {
        ThreadPoolExecutor mine;
        synchronized (this) {
            mine = current;
        }
        var begun = new CompletableFuture<Void>();
        var _ =
                answer.orTimeout(timeMax.toMillis(), TimeUnit.MILLISECONDS)
                        .whenComplete((_, e) -> {
                            if (e instanceof TimeoutException && begun.isDone()) {
                                leave(mine);
                            }
                        });
        mine.execute(() -> {
            begun.complete(null);
            try {
                task.run();
            } finally {
                back(mine);
            }
        });
    }

    /// Whoever asks next is not to wait behind what `one` is held by.
    private synchronized void leave(ThreadPoolExecutor one) {
        if (one.equals(current) && stuck < STUCK_MAX) {
            stuck++;
            // What waits behind it is asked again by who still wants to know.
            one.shutdownNow();
            current = one();
        }
    }

    /// It was held for long, and not for ever.
    private synchronized void back(ThreadPoolExecutor one) {
        if (!one.equals(current)) {
            stuck--;
        }
    }
}

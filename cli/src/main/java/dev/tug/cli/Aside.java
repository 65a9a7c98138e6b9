package dev.tug.cli;

/// Long arithmetic that knows nothing of interrupts, on a thread that a caller can turn its back on.
final class Aside {
    private Aside() {}

    /// Returns when `work` is done. An interrupt ends the wait alone: `work` goes on until it is done
    /// or the process ends.
    static void run(String name, Runnable work) throws InterruptedException {
        var thread = Thread.ofPlatform().name(name).daemon().start(work);
        thread.join();
    }
}

package dev.tug.internal.name;

/// Which of several attempts at a connection is started when (RFC 8305 5): one after another, 250 ms
/// apart, and at once when one has failed. Owned by one thread.
final class Race {
    /// RFC 8305 5, "Connection Attempt Delay".
    static final long DELAY_MILLIS = 250;

    private final int runners;
    private int started;
    private int failed;
    private long nextMillis;

    Race(int runners, long nowMillis) {
        this.runners = runners;
        this.nextMillis = nowMillis;
    }

    /// What is to be done.
    sealed interface Step {
        /// Start an attempt.
        record Start(int runner) implements Step {}

        /// Wait for news, until the next one is due.
        record Await(long untilMillis) implements Step {}

        /// All have failed.
        record Lost() implements Step {}
    }

    Step next(long nowMillis) {
        if (started < runners && nowMillis >= nextMillis) {
            nextMillis = nowMillis + DELAY_MILLIS;
            return new Step.Start(started++);
        }
        if (failed == runners) {
            return new Step.Lost();
        }
        return new Step.Await(started < runners ? nextMillis : Long.MAX_VALUE);
    }

    /// An attempt came to nothing: the next need not wait.
    void failed(long nowMillis) {
        failed++;
        nextMillis = nowMillis;
    }
}

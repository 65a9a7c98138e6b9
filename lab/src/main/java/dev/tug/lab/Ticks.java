package dev.tug.lab;

import java.time.Duration;

/// The only place of the lab that reads a monotonic clock or sleeps.
final class Ticks {
    private Ticks() {}

    static long nanos() {
        return System.nanoTime();
    }

    static void sleep(Duration time) throws InterruptedException {
        if (time.isPositive()) {
            Thread.sleep(time);
        }
    }
}

package dev.tug.sim;

import dev.tug.internal.control.RetryRule;

import java.time.Duration;

/// How long a pull goes on without progress.
///
/// @param attempts failures in a row of one range
/// @param stall the longest silence of a connection
/// @param firstAnswer how long nobody may answer before the first byte
/// @param outage how long nobody may answer after it
record Patience(int attempts, Duration stall, Duration firstAnswer, Duration outage) {
    /// That of a real pull.
    static final Patience USUAL =
            new Patience(6, Duration.ofSeconds(30), Duration.ofSeconds(63), Duration.ofHours(12));

    static final Patience ENDLESS =
            new Patience(
                    Integer.MAX_VALUE,
                    Duration.ofSeconds(30),
                    Duration.ofDays(365),
                    Duration.ofDays(365));

    /// The rule for a pull that has brought some bytes, or none yet.
    RetryRule rule(boolean begun) {
        return new RetryRule(attempts, begun ? outage : firstAnswer);
    }
}

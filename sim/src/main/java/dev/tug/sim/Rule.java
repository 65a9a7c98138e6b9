package dev.tug.sim;

import java.util.List;

/// Something that a network does to those who pull through it; a network has any number of rules.
///
/// Times are seconds, sizes bytes, rates bytes per second.
sealed interface Rule {
    /// Each connection breaks at random, on average after `everySeconds`.
    record RandomCuts(double everySeconds) implements Rule {}

    /// More than `limit` connections are not borne.
    record Wall(List<Level> limits, Overload overload) implements Rule {
        Wall(int limit, Overload overload) {
            this(List.of(new Level(0, limit)), overload);
        }
    }

    /// From `sinceSeconds` on, `limit` connections are borne.
    record Level(double sinceSeconds, int limit) {}

    /// What happens above a wall.
    sealed interface Overload {
        /// Connections above it are reset, those within live.
        record NewReset() implements Overload {}

        /// After `graceSeconds` above it all are cut, and for `penaltySeconds` nobody is let in.
        ///
        /// @param reset whether by RST; if not, by FIN
        /// @param volleySeconds all are told of it within this time
        record AllCut(
                double graceSeconds, boolean reset, double penaltySeconds, double volleySeconds)
                implements Overload {
            AllCut(double graceSeconds, boolean reset, double penaltySeconds) {
                this(graceSeconds, reset, penaltySeconds, 0.05);
            }
        }
    }

    /// Above `limit` connections each dies with this hazard per second and connection above it.
    record SoftWall(int limit, double hazard) implements Rule {}

    /// More than `perSecond` handshakes in a second: nobody is let in for `refusalSeconds`.
    record Handshakes(double perSecond, double refusalSeconds) implements Rule {}

    /// Connections end at this age.
    record Lifetime(double seconds) implements Rule {}

    /// Connections end when they have carried so many body bytes.
    record ByteBudget(long bytes) implements Rule {}

    /// Answers above this size are cut before their first byte.
    record AnswerCap(long bytes) implements Rule {}

    /// An answer is passed on once it was read whole and looked at for `secondsPerMegabyte`.
    ///
    /// @param upTo larger answers pass unscanned
    record ScanAndHold(double secondsPerMegabyte, long upTo) implements Rule {}

    /// Requests above a rate are answered with a status and Retry-After.
    record RequestRate(double perSecond, int status, int retryAfterSeconds) implements Rule {}

    /// Nothing moves; who connects is refused, or waits in vain.
    record Outage(double fromSecond, double toSecond, boolean refusing) implements Rule {}

    /// Ranges are taken off requests: the answer is the whole blob.
    record RangesStripped() implements Rule {}

    /// Only so many connections get bytes at a time.
    record Starvation(int served) implements Rule {}

    /// Some connections are far slower.
    ///
    /// @param share of the connections, 0..1
    record SlowFlows(double share, double bytesPerSecond) implements Rule {}
}

package dev.tug.internal.control;

import java.util.Optional;

/// What the number of streams is for at the time; a try knows what it is compared with.
sealed interface Phase {
    /// Upwards, as fast as connections come about.
    record Grow() implements Phase {}

    /// To be held for a while.
    record Certify() implements Phase {}

    /// Proved; from time to time more is tried.
    record Hold() implements Phase {}

    /// More is being tried.
    ///
    /// @param before the number to go back to
    /// @param goodputBefore bytes per second with it
    /// @param cuts the test for overload, where there was any
    record Probe(int before, double goodputBefore, Optional<Comparison> cuts) implements Phase {}

    /// Twice what an earlier pull learned run for a moment: whether there is anything to gain.
    record Peek(int before, double goodputBefore) implements Phase {}

    /// What an earlier pull found to be too many is run, to see whether it still is.
    record Defy(int before) implements Phase {}

    /// Fewer are being tried, whether they do as well.
    record Trim(int before, double goodputBefore, double share) implements Phase {}

    /// All are ended from time to time, and more is brought in than with those that are borne.
    record Bear(int before, double goodputBefore) implements Phase {}

    /// Fewer are being tried, whether they are cut less.
    record Ease(int before) implements Phase {}

    /// The number that counts for another pull while `level` run.
    default int settled(int level) {
        return switch (this) {
            case Grow(), Certify(), Hold() -> level;
            case Probe(var before, _, _) -> before;
            case Peek(var before, _) -> before;
            case Defy(var before) -> before;
            case Trim(var before, _, _) -> before;
            case Bear(var before, _) -> before;
            case Ease(var before) -> before;
        };
    }
}

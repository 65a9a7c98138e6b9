package dev.tug.diagnosis;

import dev.tug.failure.PullFailure;

import java.time.Instant;
import java.util.Optional;

/// What one check found.
///
/// @param name one or two words that stay the same: `names`, `first byte`
/// @param subject the host, or the directory, that was looked at
/// @param found what is so, without a full stop, a query or a secret
/// @param failure what a pull would end with; of failed checks alone
/// @param at when it was done, by this machine's clock; empty if nobody looked
public record Check(
        String name,
        String subject,
        Outcome outcome,
        String found,
        Cause cause,
        Optional<PullFailure> failure,
        Optional<Instant> at) {
    /// The same with its time still open.
    private Check(
            String name,
            String subject,
            Outcome outcome,
            String found,
            Cause cause,
            Optional<PullFailure> failure) {
        this(name, subject, outcome, found, cause, failure, Optional.empty());
    }

    /// How a check ended.
    public enum Outcome {
        /// Nothing stands in the way.
        OK,
        /// A pull has to get around something, and can; or something is worth knowing.
        WARN,
        /// A pull would end here.
        FAIL,
        /// It could not be looked at, and `found` says why.
        SKIPPED
    }

    /// All is well.
    public static Check ok(String name, String subject, String found) {
        return new Check(name, subject, Outcome.OK, found, Cause.NONE, Optional.empty());
    }

    /// A pull gets around `cause`.
    public static Check warn(String name, String subject, String found, Cause cause) {
        return new Check(name, subject, Outcome.WARN, found, cause, Optional.empty());
    }

    /// A pull would end with `failure`.
    public static Check fail(
            String name, String subject, String found, Cause cause, PullFailure failure) {
        return new Check(name, subject, Outcome.FAIL, found, cause, Optional.of(failure));
    }

    /// It was not looked at.
    ///
    /// @param why to be read after the name
    public static Check skipped(String name, String subject, String why) {
        return new Check(name, subject, Outcome.SKIPPED, why, Cause.NONE, Optional.empty());
    }

    /// There was no time to look at it.
    ///
    /// @param why to be read after the name
    public static Check late(String name, String subject, String why) {
        return new Check(name, subject, Outcome.SKIPPED, why, Cause.NO_TIME, Optional.empty());
    }

    /// The same, done at `time`.
    public Check at(Instant time) {
        return new Check(name, subject, outcome, found, cause, failure, Optional.of(time));
    }

    /// Whether a pull would end here.
    public boolean isFail() {
        return outcome == Outcome.FAIL;
    }
}

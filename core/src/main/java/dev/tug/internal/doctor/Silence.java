package dev.tug.internal.doctor;

import dev.tug.diagnosis.Cause;
import dev.tug.diagnosis.Check;
import dev.tug.failure.PullFailure;
import dev.tug.failure.TransferFailure;

import java.time.Duration;
import java.time.InstantSource;

/// Says of silence no more than it proves: a pull waits longer than an examination can.
///
/// Who has answered somewhere on the way, but took long for it, makes silence no proof at all. Where
/// nobody took long, it is most likely for good.
final class Silence {
    /// What was waited for so many times longer than the slowest answer took would have come.
    private static final int SLOWEST_FACTOR = 2;

    /// Who was given less has hardly been asked.
    private static final Duration WAIT_LEAST = Duration.ofSeconds(1);

    private final Witness witness;
    private final InstantSource calendar;
    private final Duration pull;

    /// @param pull the longest silence that a pull bears at the least
    Silence(Witness witness, InstantSource calendar, Duration pull) {
        this.witness = witness;
        this.calendar = calendar;
        this.pull = pull;
    }

    /// `check` with what was waited for, and what it is worth.
    Check judged(Check check) {
        if (!check.isFail()
                || !(check.failure().orElse(null)
                        instanceof PullFailure.Network(_, _, var transfer))
                || !isSilent(transfer)) {
            return check;
        }
        var waited = waited(Failures.host(transfer, check.subject()));
        if (waited.compareTo(least(pull, WAIT_LEAST)) < 0) {
            return Examination.late(check.name(), check.subject());
        }
        if (waited.compareTo(pull) >= 0) {
            return check;
        }
        var found =
                "%s; waited for %s, and a pull waits %d s"
                        .formatted(
                                check.found(), HostLook.time(waited.toMillis()), pull.toSeconds());
        return isSlow(waited)
                ? Check.warn(check.name(), check.subject(), found, Cause.SLOW)
                : Check.fail(
                        check.name(), check.subject(), found, check.cause(), check.failure().get());
    }

    /// Whether nothing came, as far as was waited, after somebody had taken the connection.
    static boolean isSilent(TransferFailure failure) {
        return switch (failure) {
            case TransferFailure.Stalled _ -> true;
            case TransferFailure.HandshakeFailed(_, var detail) -> detail.equals(NO_ANSWER);
            case TransferFailure.Cut(_, _, var detail) -> detail.equals(ABORTED);
            case TransferFailure.Unresolved _,
                    TransferFailure.Unreachable _,
                    TransferFailure.Untrusted _,
                    TransferFailure.ProxyUnreachable _,
                    TransferFailure.ProxyScriptFailed _,
                    TransferFailure.ProxyDenied _,
                    TransferFailure.ProxyRefused _,
                    TransferFailure.Refused _,
                    TransferFailure.Blocked _,
                    TransferFailure.WrongRange _,
                    TransferFailure.BadRedirect _,
                    TransferFailure.Corrupt _ ->
                    false;
        };
    }

    /// The transport's word where a handshake gets no answer.
    static final String NO_ANSWER = "no answer in time";

    /// The transport's word where the time is over.
    static final String ABORTED = "aborted";

    private Duration waited(String host) {
        return witness.sightings().stream()
                .filter(seen -> seen.host().equals(host))
                .reduce((_, last) -> last)
                .map(this::waited)
                .orElse(pull);
    }

    /// Silence came before the head of an answer, or after it.
    private Duration waited(Sighting last) {
        return last.failure().isPresent()
                ? last.firstByte()
                : Duration.between(last.at(), calendar.instant());
    }

    private static Duration least(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }

    private boolean isSlow(Duration waited) {
        return witness.sightings().stream()
                .filter(seen -> seen.failure().isEmpty())
                .anyMatch(seen ->
                        seen.firstByte().multipliedBy(SLOWEST_FACTOR).compareTo(waited) >= 0);
    }
}

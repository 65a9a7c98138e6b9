package dev.tug.internal.control;

import dev.tug.failure.Page;
import dev.tug.failure.TransferFailure;

import java.time.Duration;
import java.util.random.RandomGenerator;

/// Says whether a range that failed is asked for again, and when.
///
/// A try counts only while nothing moves: bytes of this range, or of any other of the pull, refill
/// the budget. While nobody answers at all, the clock counts instead of the tries, so that a network
/// that is down for some seconds costs nothing.
///
/// @param attempts failures in a row without progress that end it (Ollama: 6)
/// @param outage how long nobody may answer (Ollama gives up after 63 s)
public record RetryRule(int attempts, Duration outage) {
    /// Ollama's rule for resolving: `n^2 * 10 ms`, at most 10 s, times 0.5..1.5.
    private static final long STEP_MILLIS = 10;

    private static final long DELAY_MILLIS_MAX = 10_000;

    /// A server that asks for more than this is not waited for.
    private static final Duration RETRY_AFTER_MAX = Duration.ofMinutes(10);

    /// A pull under way goes on so long without progress.
    private static final Duration NO_PROGRESS_MAX = Duration.ofMinutes(10);

    /// So long a name server's definite answer is doubted before the first byte: who has mistyped a
    /// name is told soon, and a link that is just coming up has a moment.
    private static final Duration NAME_DOUBTED = Duration.ofSeconds(4);

    /// So often in a row somebody speaks no TLS before it is believed: no clock mends a wrong port.
    private static final int PLAIN_MAX = 2;

    private static final int FORBIDDEN = 403;

    /// Pages in a row that are believed, whoever they are of.
    private static final int PAGES_MAX = 2;

    /// What to do about a failure.
    public sealed interface Verdict {
        /// Ask again after `delay`.
        record Again(Duration delay) implements Verdict {}

        /// The failure is final.
        record GiveUp() implements Verdict {}
    }

    /// What is known when a range has failed.
    ///
    /// @param counted failures of this range in a row without progress, this one included, that
    ///     neither came of an outage nor were forgiven
    /// @param inARow all of its failures in a row
    /// @param othersMoved whether other streams of the pull received bytes since its failure before
    /// @param unanswered whether nobody answers any stream
    /// @param begun whether the pull has received any byte
    /// @param silence how long no stream of the pull has received a byte
    public record State(
            int counted,
            int inARow,
            boolean othersMoved,
            boolean unanswered,
            boolean begun,
            Duration silence) {}

    /// Whether nobody answered: the clock then counts, not the tries.
    public static boolean isOutage(TransferFailure failure) {
        return switch (failure) {
            case TransferFailure.Unresolved _,
                    TransferFailure.Unreachable _,
                    TransferFailure.ProxyUnreachable _,
                    TransferFailure.HandshakeFailed _ ->
                    true;
            case TransferFailure.ProxyRefused(_, _, var status, _, _) -> isAway(status);
            case TransferFailure.Cut _,
                    TransferFailure.Stalled _,
                    TransferFailure.WrongRange _,
                    TransferFailure.Refused _,
                    TransferFailure.Blocked _,
                    TransferFailure.ProxyDenied _,
                    TransferFailure.ProxyScriptFailed _,
                    TransferFailure.Untrusted _,
                    TransferFailure.BadRedirect _,
                    TransferFailure.Corrupt _ ->
                    false;
        };
    }

    /// How long nobody may answer before the first byte, where that is `usual` for most failures.
    public static Duration firstAnswer(TransferFailure failure, Duration usual) {
        boolean isDefinite =
                failure.reason() instanceof TransferFailure.Unresolved unresolved
                        && unresolved.trouble().isDefinite();
        return isDefinite && usual.compareTo(NAME_DOUBTED) > 0 ? NAME_DOUBTED : usual;
    }

    /// Judges `failure`; `random` spreads the delays of many streams.
    public Verdict judge(TransferFailure failure, State state, RandomGenerator random) {
        var delay = backoff(state.inARow(), random);
        return switch (failure) {
            case TransferFailure.Unresolved _,
                    TransferFailure.Unreachable _,
                    TransferFailure.ProxyUnreachable _,
                    TransferFailure.HandshakeFailed _ ->
                    isPlain(failure) && !hasMoved(state) && state.inARow() >= PLAIN_MAX
                            ? new Verdict.GiveUp()
                            : unanswered(state, delay);
            case TransferFailure.ProxyRefused(_, _, var status, _, _) when isAway(status) ->
                    unanswered(state, delay);
            case TransferFailure.ProxyRefused(_, _, var status, _, _) ->
                    isFinal(status) ? new Verdict.GiveUp() : refused(status, state, delay);
            case TransferFailure.Stalled _ when state.unanswered() -> unanswered(state, delay);
            case TransferFailure.Cut _, TransferFailure.Stalled _, TransferFailure.WrongRange _ ->
                    counted(state, delay);
            case TransferFailure.Refused(_, var status, var retryAfter, _, _) ->
                    isFinal(status) || retryAfter.compareTo(RETRY_AFTER_MAX) > 0
                            ? new Verdict.GiveUp()
                            : refused(status, state, longer(delay, retryAfter));
            case TransferFailure.Blocked(_, var page) -> blocked(page, state, delay);
            case TransferFailure.Untrusted _,
                    TransferFailure.ProxyDenied _,
                    TransferFailure.ProxyScriptFailed _,
                    TransferFailure.BadRedirect _,
                    TransferFailure.Corrupt _ ->
                    new Verdict.GiveUp();
        };
    }

    /// Before the first byte a page is taken at its word: scanners and filters hold repeated requests
    /// against whoever sends them. Once bytes have come it may be about a connection too many.
    private Verdict blocked(Page page, State state, Duration delay) {
        if (page.kind().isPassing()) {
            return refused(page.answer().status(), state, delay);
        }
        boolean came = hasMoved(state);
        if (came && page.kind() != Page.Kind.MALWARE) {
            return refused(FORBIDDEN, state, delay);
        }
        boolean again = (came || !page.isCertain()) && state.inARow() < PAGES_MAX;
        return again ? new Verdict.Again(delay) : new Verdict.GiveUp();
    }

    /// Whether bytes have come, so that what happens now may be about a connection too many.
    private static boolean hasMoved(State state) {
        return state.begun() || state.othersMoved();
    }

    private static boolean isPlain(TransferFailure failure) {
        return failure.reason() instanceof TransferFailure.HandshakeFailed handshake
                && handshake.isPlain();
    }

    /// Whether a proxy says so of a server that nobody reaches through it.
    private static boolean isAway(int status) {
        return status == 502 || status == 503 || status == 504;
    }

    private Verdict unanswered(State state, Duration delay) {
        return state.silence().compareTo(outage) < 0
                ? new Verdict.Again(delay)
                : new Verdict.GiveUp();
    }

    /// Before the first byte the tries count, after it the time: a server that fails for a minute in
    /// the middle of a pull does not end it.
    private Verdict counted(State state, Duration delay) {
        boolean patient = state.begun() && state.silence().compareTo(noProgress()) < 0;
        return state.counted() >= attempts && !state.othersMoved() && !patient
                ? new Verdict.GiveUp()
                : new Verdict.Again(delay);
    }

    private Duration noProgress() {
        return outage.compareTo(NO_PROGRESS_MAX) < 0 ? outage : NO_PROGRESS_MAX;
    }

    /// What may pass is waited for; who is forbidden is told so after the usual tries.
    private Verdict refused(int status, State state, Duration delay) {
        boolean mayPass = status >= 500 || status == 408 || status == 425 || status == 429;
        return mayPass || state.counted() < attempts || state.othersMoved()
                ? counted(state, delay)
                : new Verdict.GiveUp();
    }

    /// Statuses that stay however often one asks. 403 is none: appliances answer so to a connection
    /// too many.
    private static boolean isFinal(int status) {
        return switch (status) {
            case 400, 401, 404, 405, 407, 451 -> true;
            default -> false;
        };
    }

    private static Duration backoff(int inARow, RandomGenerator random) {
        long n = Math.max(1, inARow);
        double millis = Math.min(STEP_MILLIS * n * n, DELAY_MILLIS_MAX);
        return Duration.ofMillis(Math.round(millis * random.nextDouble(0.5, 1.5)));
    }

    private static Duration longer(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? b : a;
    }
}

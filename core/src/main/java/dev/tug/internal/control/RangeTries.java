package dev.tug.internal.control;

import dev.tug.failure.TransferFailure;

/// The failures of a range in a row, since the last byte of it.
///
/// A range that another stream takes over brings its past with it, as far as it is the range's own:
/// that somebody answered, and not with the bytes. That a connection broke or went silent was the
/// trouble of the stream that had it, and the next one begins without.
///
/// @param inARow all of them
/// @param counted those of them that use up the budget
/// @param answered those that stay with the bytes
/// @param answeredCounted those of them that use up the budget
/// @param landed missing bytes that the whole pull had brought at the last failure
public record RangeTries(int inARow, int counted, int answered, int answeredCounted, long landed) {
    /// No failure yet.
    public static final RangeTries NONE = new RangeTries(0, 0, 0, 0, 0);

    /// One failure more, when the pull had brought `nowLanded` missing bytes.
    ///
    /// @param counts whether it uses up the budget
    public RangeTries failed(TransferFailure why, boolean counts, long nowLanded) {
        int one = counts ? 1 : 0;
        return isAnswer(why)
                ? new RangeTries(
                        inARow + 1, counted + one, answered + 1, answeredCounted + one, nowLanded)
                : new RangeTries(inARow + 1, counted + one, answered, answeredCounted, nowLanded);
    }

    /// What was counted so far counts no more.
    public RangeTries forgiven() {
        return new RangeTries(0, 0, 0, 0, landed);
    }

    /// What another stream takes over with the bytes.
    public RangeTries handedOn() {
        return new RangeTries(answered, answeredCounted, answered, answeredCounted, landed);
    }

    /// The one of both that is nearer to its end.
    RangeTries worse(RangeTries other) {
        return other.counted > counted || (other.counted == counted && other.inARow > inARow)
                ? other
                : this;
    }

    /// Whether somebody answered, so that it is for the bytes and not for the connection.
    private static boolean isAnswer(TransferFailure failure) {
        return switch (failure) {
            case TransferFailure.Refused _,
                    TransferFailure.Blocked _,
                    TransferFailure.WrongRange _,
                    TransferFailure.BadRedirect _,
                    TransferFailure.Corrupt _ ->
                    true;
            case TransferFailure.Cut _,
                    TransferFailure.Stalled _,
                    TransferFailure.Unresolved _,
                    TransferFailure.Unreachable _,
                    TransferFailure.ProxyUnreachable _,
                    TransferFailure.ProxyRefused _,
                    TransferFailure.ProxyDenied _,
                    TransferFailure.ProxyScriptFailed _,
                    TransferFailure.HandshakeFailed _,
                    TransferFailure.Untrusted _ ->
                    false;
        };
    }
}

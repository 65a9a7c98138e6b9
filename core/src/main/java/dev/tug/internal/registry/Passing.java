package dev.tug.internal.registry;

import dev.tug.failure.Page;
import dev.tug.failure.TransferFailure;

import java.time.Duration;

/// Which failures of a request for a manifest may pass.
final class Passing {
    private Passing() {}

    /// Whether nobody answered at all.
    static boolean isUnanswered(TransferFailure failure) {
        return failure instanceof TransferFailure.Unresolved
                || failure instanceof TransferFailure.Unreachable
                || failure instanceof TransferFailure.ProxyUnreachable
                || failure instanceof TransferFailure.HandshakeFailed
                || (failure instanceof TransferFailure.ProxyRefused refused
                        && isTransient(refused.status()));
    }

    /// Whether the same request may well succeed later.
    static boolean isTransient(TransferFailure failure) {
        return switch (failure) {
            case TransferFailure.Unresolved _,
                    TransferFailure.Unreachable _,
                    TransferFailure.ProxyUnreachable _,
                    TransferFailure.HandshakeFailed _,
                    TransferFailure.Cut _,
                    TransferFailure.Stalled _,
                    TransferFailure.Corrupt _ ->
                    true;
            case TransferFailure.Refused refused ->
                    isTransient(refused.status())
                            && refused.retryAfter().compareTo(Patience.RETRY_AFTER_MAX) <= 0;
            // A filter that is asked again and again may take that for an attack.
            case TransferFailure.Blocked(_, var page) -> page.kind() == Page.Kind.PROXY;
            case TransferFailure.ProxyRefused refused -> isTransient(refused.status());
            case TransferFailure.Untrusted _,
                    TransferFailure.ProxyDenied _,
                    TransferFailure.ProxyScriptFailed _,
                    TransferFailure.WrongRange _,
                    TransferFailure.BadRedirect _ ->
                    false;
        };
    }

    private static boolean isTransient(int status) {
        return switch (status) {
            case 408, 425, 429 -> true;
            // Not implemented, version not supported, and a portal that wants a login (RFC 6585 6).
            case 501, 505, 511 -> false;
            default -> status >= 500;
        };
    }

    /// How long the server wants to be left alone.
    static Duration retryAfter(TransferFailure failure) {
        return failure instanceof TransferFailure.Refused refused
                ? refused.retryAfter()
                : Duration.ZERO;
    }
}

package dev.tug.internal.doctor;

import dev.tug.diagnosis.Check;
import dev.tug.failure.PullFailure;
import dev.tug.failure.TransferFailure;
import dev.tug.internal.proxy.Hop;

import java.util.function.UnaryOperator;

/// Where a connection from this machine goes: to a server, or to a proxy before it.
///
/// @param failure what a pull calls a failure to get there
/// @param isLast whether no other way is left
record Goal(String host, int port, UnaryOperator<TransferFailure> failure, boolean isLast) {
    /// A server.
    static Goal server(String host, int port) {
        return new Goal(host, port, UnaryOperator.identity(), true);
    }

    /// A proxy.
    static Goal proxy(Hop.Via via, boolean isLast) {
        var proxy = via.proxy();
        return new Goal(
                proxy.host(),
                proxy.port(),
                failure ->
                        new TransferFailure.ProxyUnreachable(
                                proxy.toString(), via.source(), detail(failure)),
                isLast);
    }

    private static String detail(TransferFailure failure) {
        return failure instanceof TransferFailure.Unreachable(_, var detail)
                ? detail
                : "no address found for it";
    }

    /// A check that found no way there.
    Check unreached(String name, String found, TransferFailure what) {
        var it = failure.apply(what);
        var cause = Failures.cause(it);
        return isLast
                ? Check.fail(
                        name,
                        host,
                        found,
                        cause,
                        new PullFailure.Network("connection to " + host, 1, it))
                : Check.warn(name, host, found, cause);
    }
}

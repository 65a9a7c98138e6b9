package dev.tug.internal.doctor;

import dev.tug.diagnosis.Check;
import dev.tug.failure.PullFailure;
import dev.tug.failure.TransferFailure;
import dev.tug.internal.proxy.Hop;

import java.util.function.UnaryOperator;

/// Where a connection from this machine goes: to a server, or to a proxy before it.
///
/// @param subject whose trouble it is if there is no way: the server's in any case
/// @param failure what a pull calls a failure to get there
/// @param isLast whether no other way is left
record Goal(
        String host,
        int port,
        String subject,
        UnaryOperator<TransferFailure> failure,
        boolean isLast) {
    /// A server.
    static Goal server(String host, int port) {
        return new Goal(host, port, host, UnaryOperator.identity(), true);
    }

    /// A proxy on the way to `server`.
    static Goal proxy(Hop.Via via, String server, boolean isLast) {
        var proxy = via.proxy();
        return new Goal(
                proxy.host(),
                proxy.port(),
                server,
                failure ->
                        TransferFailure.ProxyUnreachable.of(
                                proxy.toString(), via.source(), failure),
                isLast);
    }

    /// A check that found no way there.
    Check unreached(String name, String found, TransferFailure what) {
        var it = failure.apply(what);
        var cause = Failures.cause(it);
        var words = host.equals(subject) ? found : "the proxy " + host + ": " + found;
        return isLast
                ? Check.fail(
                        name,
                        subject,
                        words,
                        cause,
                        new PullFailure.Network("connection to " + subject, 1, it))
                : Check.warn(name, subject, words, cause);
    }
}

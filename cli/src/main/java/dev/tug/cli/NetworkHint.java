package dev.tug.cli;

import dev.tug.failure.Culprit;
import dev.tug.failure.TransferFailure;

/// What a user can do about a request that failed.
final class NetworkHint {
    private static final int PROXY_AUTHENTICATION_REQUIRED = 407;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int FORBIDDEN = 403;
    private static final int UNAVAILABLE_FOR_LEGAL_REASONS = 451;

    private NetworkHint() {}

    /// Advice by what went wrong.
    ///
    /// @param model as typed, for commands to copy
    static String of(TransferFailure cause, String model) {
        return switch (cause) {
            case TransferFailure.Unresolved unresolved ->
                    NameHint.of(unresolved) + "; where only a proxy knows names: `--proxy URL`";
            case TransferFailure.Unreachable(var host, _) ->
                    "check that this machine may reach "
                            + host
                            + " (firewall, VPN); where a proxy is the only way out: `--proxy URL` or"
                            + " HTTPS_PROXY=URL";
            case TransferFailure.ProxyUnreachable proxy -> ProxyHint.unreachable(proxy);
            case TransferFailure.ProxyScriptFailed script -> ProxyHint.scriptFailed(script);
            case TransferFailure.ProxyDenied proxy -> ProxyHint.denied(proxy);
            case TransferFailure.ProxyRefused proxy -> ProxyHint.refused(proxy);
            case TransferFailure.HandshakeFailed handshake -> handshake(handshake, model);
            case TransferFailure.Untrusted untrusted -> TrustHint.of(untrusted);
            case TransferFailure.Cut(var host, _, var detail)
                    when detail.equals(TransferFailure.Cut.MUTE) ->
                    host + " most probably speaks TLS: leave `--insecure` and http:// away";
            case TransferFailure.Cut _ ->
                    "what arrived is kept: run the same command to go on, with fewer connections:"
                            + " tug pull --parts 1 "
                            + model;
            case TransferFailure.Stalled(var host, _) ->
                    "what arrived is kept: run the same command to go on; if "
                            + host
                            + " falls silent each time, a scanner may hold the data back: try"
                            + " `--parts 1`";
            case TransferFailure.Refused refused -> refused(refused);
            case TransferFailure.Blocked(var host, var page) -> PageHint.of(host, page);
            case TransferFailure.WrongRange(var host, _) ->
                    "something between here and "
                            + host
                            + " drops range requests; ask for it to be exempt from scanning, or try"
                            + " `--parts 1`";
            case TransferFailure.BadRedirect(var host, _) ->
                    host
                            + " points to a place that is not followed, often a login page or a"
                            + " block page: open https://"
                            + host
                            + " in a browser on this machine";
            case TransferFailure.Corrupt(_, _, var culprit) -> corrupt(culprit, model);
        };
    }

    private static String handshake(TransferFailure.HandshakeFailed failure, String model) {
        var host = failure.host();
        return failure.isPlain()
                ? "if "
                        + host
                        + " is a registry without TLS, use `--insecure`; else a proxy or the"
                        + " port is wrong"
                : "something between here and "
                        + host
                        + " breaks TLS, often under many connections at once: try `tug pull"
                        + " --parts 1 "
                        + model
                        + "`";
    }

    static String corrupt(Culprit culprit, String model) {
        return switch (culprit) {
            case UNKNOWN ->
                    "run the same command again: what is right is kept; if it happens again, try"
                            + " `--parts 1` or another network";
            case PATH ->
                    "what arrived is kept: run the same command on another network (another VPN,"
                            + " Wi-Fi or proxy), or with `--parts 1`; something here changes bytes";
            case SOURCE ->
                    "tell the registry's owner that `"
                            + model
                            + "` is damaged, or pull it from another registry; if it is whole"
                            + " elsewhere, something here rewrites content, so run the same command"
                            + " on another network: what arrived is kept";
            case DISK ->
                    "check this machine's disk and memory (dmesg, smartctl, a memory test), or pull"
                            + " elsewhere with `--store DIR`";
        };
    }

    private static String refused(TransferFailure.Refused refused) {
        var host = refused.host();
        if (refused.status() == PROXY_AUTHENTICATION_REQUIRED) {
            return "a proxy on the way that nobody named wants a login: name it with `--proxy URL`, or"
                    + " ask IT to allow "
                    + host
                    + " without a login";
        }
        if (refused.status() == TOO_MANY_REQUESTS) {
            return host + " limits how much you may ask: wait a while, log in, or lower `--parts`";
        }
        if (refused.status() == UNAVAILABLE_FOR_LEGAL_REASONS) {
            return host + " is forbidden here by law or by this network: ask IT to allow it";
        }
        if (refused.status() == FORBIDDEN) {
            return host
                    + " or a filter on the way forbids it: check the login, or ask IT to allow"
                    + " the host";
        }
        if (refused.status() >= 500) {
            return host + " has trouble of its own: what arrived is kept, so try again later";
        }
        return "run with `--verbose` to see each answer";
    }
}

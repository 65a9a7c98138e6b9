package dev.tug.cli;

import dev.tug.failure.TransferFailure;

import java.util.List;

/// What a user can do about a proxy, or the script that names it.
final class ProxyHint {
    private ProxyHint() {}

    static String unreachable(TransferFailure.ProxyUnreachable failure) {
        if (failure.isOfScript()) {
            return "check "
                    + failure.source()
                    + ": is the "
                    + failure.proxy()
                    + " right, and can this machine read it? `--proxy URL` names the proxy itself,"
                    + " `--no-proxy` goes past all";
        }
        return plain(failure)
                + "check "
                + failure.source()
                + ": is "
                + failure.proxy()
                + " right, and up? `tug config` shows who named it; `--no-proxy` goes past"
                + " it, `--noproxy LIST` for some hosts";
    }

    private static String plain(TransferFailure.ProxyUnreachable failure) {
        return failure.reason() instanceof TransferFailure.HandshakeFailed handshake
                        && handshake.isPlain()
                ? "most proxies are spoken to in the clear, so write http:// before it; else "
                : "";
    }

    static String scriptFailed(TransferFailure.ProxyScriptFailed failure) {
        return "tell whoever writes "
                + failure.script()
                + ", if that is the right one; meanwhile name the proxy itself with `--proxy URL` in place of "
                + failure.source();
    }

    static String refused(TransferFailure.ProxyRefused failure) {
        var host = failure.host();
        var proxy = failure.proxy();
        if (failure.status() >= 500) {
            return "the proxy cannot reach "
                    + host
                    + " itself: what arrived is kept, try later, or tell IT what "
                    + proxy
                    + " answered";
        }
        return proxy.startsWith("socks")
                ? "ask IT to allow connections to " + host + " at " + proxy
                : "ask IT to allow " + host + ":443 by CONNECT at " + proxy;
    }

    static String denied(TransferFailure.ProxyDenied denied) {
        if (denied.schemes().equals(List.of("Negotiate"))) {
            return "get a Kerberos ticket with `kinit`, and look at it with `klist`; the proxy's name"
                    + " must be the one that it has in the domain, not an address";
        }
        var who = denied.user().isEmpty() ? "NAME" : denied.user();
        return "correct the login: `--proxy-user "
                + who
                + "` asks for the password, `--proxy-password-file FILE` or ~/.netrc keep it; a wrong one"
                + " is tried no more than twice, so that the account is not locked";
    }
}

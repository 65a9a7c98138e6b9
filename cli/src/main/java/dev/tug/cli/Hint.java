package dev.tug.cli;

import dev.tug.failure.Culprit;
import dev.tug.failure.NameTrouble;
import dev.tug.failure.Page;
import dev.tug.failure.PullFailure;
import dev.tug.failure.TransferFailure;

import java.nio.file.Path;
import java.util.List;

/// What a user can do about a failure: one or more lines, each an action.
///
/// Advice lives here alone, made from the failure's type; the library only says what happened.
final class Hint {
    private static final int PROXY_AUTHENTICATION_REQUIRED = 407;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int FORBIDDEN = 403;
    private static final int UNAVAILABLE_FOR_LEGAL_REASONS = 451;
    private static final String DEFAULT_REGISTRY = "registry.ollama.ai";

    private Hint() {}

    /// Advice for a pull of `model` that ended so.
    ///
    /// @param model as typed, for commands to copy
    static String of(PullFailure failure, String model) {
        return switch (failure) {
            case PullFailure.BadName _ ->
                    "write it as `model:tag`, `user/model:tag` or `host/user/model:tag`";
            case PullFailure.NotFound(var host, _) -> notFound(host);
            case PullFailure.Unauthorized(var host, _) -> unauthorized(host);
            case PullFailure.BadManifest(var host, _) ->
                    "check that `"
                            + model
                            + "` is a model and not an image or an index; if a proxy stands in"
                            + " between, look at what it answers: curl -v https://"
                            + host
                            + "/v2/";
            case PullFailure.Network(_, _, var cause) -> network(cause, model);
            case PullFailure.Integrity(_, _, var culprit) -> corrupt(culprit, model);
            case PullFailure.NoSpace(var path, var needed, var available) ->
                    noSpace(path, needed, available);
            case PullFailure.NotWritable(var path, _) -> notWritable(path, model);
            case PullFailure.Busy(_, var pid) ->
                    "wait until that pull is done, or end it"
                            + (pid > 0 ? " with `kill " + pid + "`" : "")
                            + "; what it has is kept";
            case PullFailure.Disk(var path, _) ->
                    "check the disk of "
                            + path
                            + " (dmesg, free space, mount options), or pull elsewhere with"
                            + " `--store DIR`";
            case PullFailure.Interrupted _ -> "run the same command to go on";
        };
    }

    private static String notFound(String host) {
        return switch (host) {
            case DEFAULT_REGISTRY ->
                    "check name and tag at https://ollama.com/library; a user's model is"
                            + " `user/model:tag`";
            case "hf.co", "huggingface.co" ->
                    "check that https://huggingface.co/USER/MODEL exists and has that GGUF file;"
                            + " the tag is the quantisation, such as `:Q4_K_M`";
            default ->
                    isFolder(host)
                            ? "see `tug list` for what is there"
                            : "check name and tag with whoever runs " + host;
        };
    }

    /// Where a model was looked for is a store's folder or a host, which has no slashes.
    static boolean isFolder(String where) {
        return where.indexOf('/') >= 0 || where.indexOf('\\') >= 0;
    }

    private static String unauthorized(String host) {
        return switch (host) {
            case DEFAULT_REGISTRY ->
                    "a private model wants the public key ~/.ollama/id_ed25519.pub added at"
                            + " https://ollama.com/settings/keys; a misspelt name is also answered"
                            + " this way";
            case "hf.co", "huggingface.co" ->
                    "accept the model's licence on its page, then: tug pull --user NAME"
                            + " --password-stdin MODEL, with an access token as the password";
            default ->
                    "log in with `docker login "
                            + host
                            + "`, or use `--user NAME --password-stdin`";
        };
    }

    private static String network(TransferFailure cause, String model) {
        return switch (cause) {
            case TransferFailure.Unresolved(var host, var trouble) ->
                    unresolved(host, trouble) + "; where only a proxy knows names: `--proxy URL`";
            case TransferFailure.Unreachable(var host, _) ->
                    "check that this machine may reach "
                            + host
                            + " (firewall, VPN); where a proxy is the only way out: `--proxy URL` or"
                            + " HTTPS_PROXY=URL";
            case TransferFailure.ProxyUnreachable(var proxy, var source, _) ->
                    "check "
                            + source
                            + ": is "
                            + proxy
                            + " right, and up? `tug config` shows who named it; `--no-proxy` goes past"
                            + " it, `--noproxy LIST` for some hosts";
            case TransferFailure.ProxyScriptFailed(var script, var source, _) ->
                    "tell whoever writes "
                            + script
                            + "; meanwhile name the proxy itself with `--proxy URL` in place of "
                            + source;
            case TransferFailure.ProxyDenied denied -> denied(denied);
            case TransferFailure.ProxyRefused(var host, var proxy, var status, _, _) ->
                    status >= 500
                            ? "the proxy cannot reach "
                                    + host
                                    + " itself: what arrived is kept, try later,"
                                    + " or tell IT what "
                                    + proxy
                                    + " answered"
                            : proxy.startsWith("socks")
                                    ? "ask IT to allow connections to " + host + " at " + proxy
                                    : "ask IT to allow " + host + ":443 by CONNECT at " + proxy;
            case TransferFailure.HandshakeFailed(var host, var detail)
                    when detail.equals(TransferFailure.HandshakeFailed.PLAIN) ->
                    "if "
                            + host
                            + " is a registry without TLS, use `--insecure`; else a proxy or the"
                            + " port is wrong";
            case TransferFailure.HandshakeFailed(var host, _) ->
                    "something between here and "
                            + host
                            + " breaks TLS, often under many connections at once: try `tug pull"
                            + " --parts 1 "
                            + model
                            + "`";
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
            case TransferFailure.Blocked(var host, var page) -> blocked(host, page);
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

    private static String unresolved(String host, NameTrouble trouble) {
        return switch (trouble) {
            case UNKNOWN ->
                    "the name server does not know "
                            + host
                            + ": check with `nslookup "
                            + host
                            + "`; try another one (1.1.1.1, 8.8.8.8), or ask for the host to be"
                            + " allowed";
            case NO_SUCH_NAME, REFUSED, NO_ADDRESS ->
                    "this network's name server hides "
                            + host
                            + ", or the name is wrong: ask IT to allow it; where policy lets you,"
                            + " ask another one with `--doh https://cloudflare-dns.com/dns-query`,"
                            + " or give the address with `--resolve "
                            + host
                            + ":PORT:ADDRESS` (PORT is 443 unless the registry's name has one)";
            case SERVER_FAILURE ->
                    "the name server has trouble of its own, or the name's owner has: try again"
                            + " later, or another one with `--doh"
                            + " https://cloudflare-dns.com/dns-query`";
            case NO_ANSWER ->
                    "no name server answers: check the network, the VPN and /etc/resolv.conf";
        };
    }

    private static String denied(TransferFailure.ProxyDenied denied) {
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

    private static String corrupt(Culprit culprit, String model) {
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

    private static String blocked(String host, Page page) {
        var who = page.vendor().isEmpty() ? "this network's filter" : page.vendor();
        return switch (page.kind()) {
            case BLOCK ->
                    who
                            + " forbids "
                            + host
                            + (page.category().isEmpty() ? "" : " as `" + page.category() + "`")
                            + ": ask IT to allow the host, whole, and without scanning; no setting"
                            + " of Tug gets around that, another network may";
            case MALWARE ->
                    who
                            + " takes a file of "
                            + host
                            + " for malware: do not try again, that makes it worse; ask IT to"
                            + " exempt the host, and check the model's name and source";
            case SIZE ->
                    who
                            + " lets no file of that size through: ask IT to exempt "
                            + host
                            + " from scanning";
            case PORTAL ->
                    "this network wants a login or its terms accepted first: open"
                            + " http://neverssl.com in a browser, then run the same command";
            case LOGIN ->
                    "a login is asked for where "
                            + host
                            + " should answer: open https://"
                            + host
                            + " in a browser and log in, or ask IT to let programs through"
                            + " without";
            case PROXY ->
                    who
                            + " cannot reach "
                            + host
                            + " ("
                            + (page.reason().isEmpty() ? "it does not say why" : page.reason())
                            + "): ask whoever runs it";
            case UNKNOWN ->
                    "that is a web page, not a registry's answer: probably a block page of this"
                            + " network's filter; ask IT to allow "
                            + host;
        };
    }

    private static String noSpace(Path path, long needed, long available) {
        return "free "
                + Human.bytes(Math.max(0, needed - available))
                + " more ("
                + Human.bytes(needed)
                + " needed, "
                + Human.bytes(available)
                + " free in "
                + path
                + "): `tug prune` removes leftovers, `tug rm MODEL` whole models; or put the store"
                + " elsewhere with OLLAMA_MODELS=DIR";
    }

    private static String notWritable(Path path, String model) {
        if (path.startsWith(ServiceStore.DIRECTORY)) {
            return "this store belongs to the Ollama service; either pull as its user:\n"
                    + "  "
                    + ServiceStore.asServiceUser("pull " + model)
                    + "\nor join its group and let the group write:\n"
                    + "  sudo usermod -aG ollama $USER\n"
                    + "  sudo chmod -R g+rwX "
                    + ServiceStore.DIRECTORY
                    + "\n  (log in again for the group to count)";
        }
        return "make it yours with `sudo chown -R $USER "
                + path
                + "`, or use another store: `--store DIR` or OLLAMA_MODELS=DIR";
    }
}

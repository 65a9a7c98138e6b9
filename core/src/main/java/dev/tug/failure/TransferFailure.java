package dev.tug.failure;

import dev.tug.blob.Digest;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Why one attempt at some bytes ended early.
///
/// A failure is a value: the retry rule and the stream control switch over it, events carry it, and
/// the command turns it into advice. [TransferException] carries it up a call stack.
public sealed interface TransferFailure {
    /// The host's name has no address.
    ///
    /// @param also what a second source of names said, which was asked too; empty if there is none
    record Unresolved(String host, NameTrouble trouble, String also) implements TransferFailure {
        /// The same, when nobody else was asked.
        public Unresolved(String host, NameTrouble trouble) {
            this(host, trouble, "");
        }

        /// The same, when nobody could be asked why.
        public Unresolved(String host) {
            this(host, NameTrouble.UNKNOWN);
        }

        private String words() {
            return (trouble.words().isEmpty() ? "" : ": " + trouble.words())
                    + (also.isEmpty() ? "" : "; " + also);
        }
    }

    /// No connection came about: refused, unreachable, or no answer in time.
    record Unreachable(String host, String detail) implements TransferFailure {}

    /// The TLS handshake failed for a reason other than trust.
    record HandshakeFailed(String host, String detail) implements TransferFailure {
        /// The detail where TLS was spoken to who does not.
        public static final String PLAIN = "the other side speaks no TLS";

        /// Whether TLS was spoken to who does not, which the next handshake does not change.
        public boolean isPlain() {
            return detail.equals(PLAIN);
        }
    }

    /// The server's certificates do not prove that it is the host.
    ///
    /// @param issuer common name and organisation of who issued the last of them; empty if that was not
    ///     seen
    /// @param detail what exactly is wrong
    /// @param fault the same, for programs
    /// @param vendor the product that made them up on the way, by their names; empty if they tell none
    record Untrusted(
            String host, String issuer, String detail, ChainFault fault, Optional<String> vendor)
            implements TransferFailure {
        /// The same where nothing more is known.
        public Untrusted(String host, String issuer, String detail) {
            this(host, issuer, detail, ChainFault.OTHER, Optional.empty());
        }
    }

    /// No connection to the proxy came about: no address, refused, no answer in time, or a broken
    /// conversation.
    ///
    /// @param proxy its scheme, host and port
    /// @param source who named it, such as `HTTPS_PROXY`
    /// @param why what it would be called if the proxy were a server; empty if servers know no such
    ///     thing
    record ProxyUnreachable(
            String proxy, String source, String detail, Optional<TransferFailure> why)
            implements TransferFailure {
        private static final String SCRIPT = "script ";

        /// The same, when there is nothing to compare it with.
        public ProxyUnreachable(String proxy, String source, String detail) {
            this(proxy, source, detail, Optional.empty());
        }

        /// What a server would be called `why` for.
        public static ProxyUnreachable of(String proxy, String source, TransferFailure why) {
            return new ProxyUnreachable(proxy, source, detail(why), Optional.of(why));
        }

        private static String detail(TransferFailure why) {
            return switch (why) {
                case Unresolved unresolved -> "no address found for it" + unresolved.words();
                case Unreachable(_, var detail) -> detail;
                case HandshakeFailed(_, var detail) -> "TLS handshake failed: " + detail;
                case Cut(_, _, var detail) -> detail;
                case Stalled _ -> "no answer in time";
                case Untrusted _,
                        ProxyUnreachable _,
                        ProxyScriptFailed _,
                        ProxyDenied _,
                        ProxyRefused _,
                        Refused _,
                        Blocked _,
                        WrongRange _,
                        BadRedirect _,
                        Corrupt _ ->
                        why.summary();
            };
        }

        /// It is the script which names the proxies that cannot be had.
        ///
        /// @param script its address or path
        public static ProxyUnreachable ofScript(
                String script, String source, String detail, Optional<TransferFailure> why) {
            return new ProxyUnreachable(SCRIPT + script, source, detail, why);
        }

        /// Whether it is not the proxy, but the script that names it.
        public boolean isOfScript() {
            return proxy.startsWith(SCRIPT);
        }
    }

    /// The script that chooses the proxy goes wrong, and would again.
    ///
    /// @param script its address or path
    /// @param source who named it, such as `--proxy-pac`
    record ProxyScriptFailed(String script, String source, String detail)
            implements TransferFailure {}

    /// The proxy wants a login that nobody has, or refused the one that it was shown.
    ///
    /// @param proxy its scheme, host and port
    /// @param schemes the ways to log in that it offers, such as `NTLM`
    /// @param user empty if none is known
    record ProxyDenied(String proxy, List<String> schemes, String user, String detail)
            implements TransferFailure {
        public ProxyDenied {
            schemes = List.copyOf(schemes);
        }
    }

    /// The proxy would not or could not connect to the host.
    ///
    /// @param proxy its scheme, host and port
    /// @param status of its answer; for SOCKS, what an HTTP proxy answers in the same case
    /// @param snippet the start of its page as printable text, at most 200 characters
    record ProxyRefused(String host, String proxy, int status, String contentType, String snippet)
            implements TransferFailure {}

    /// The connection ended before the bytes were complete: FIN, RST, TLS alert or a short body.
    ///
    /// @param received body bytes of this response, all kept
    record Cut(String host, long received, String detail) implements TransferFailure {
        /// The detail where plain http got no answer at all.
        public static final String MUTE = "closed without an answer to plain http";
    }

    /// No byte arrived for `idle`.
    record Stalled(String host, Duration idle) implements TransferFailure {}

    /// The server answered with a status that is not the bytes.
    ///
    /// @param retryAfter zero if the answer named none
    /// @param snippet the start of the body as printable text, at most 200 characters
    record Refused(String host, int status, Duration retryAfter, String contentType, String snippet)
            implements TransferFailure {}

    /// Somebody answered in the server's place, or the server with a page for people.
    record Blocked(String host, Page page) implements TransferFailure {}

    /// The answer claims success and is not the range that was asked for.
    record WrongRange(String host, String detail) implements TransferFailure {}

    /// Redirects without end, to nowhere, or from https down to http.
    record BadRedirect(String host, String detail) implements TransferFailure {}

    /// All bytes arrived and they are not the blob.
    record Corrupt(Digest expected, Digest actual, Culprit culprit) implements TransferFailure {
        /// The same, when nobody looked why.
        public Corrupt(Digest expected, Digest actual) {
            this(expected, actual, Culprit.UNKNOWN);
        }
    }

    /// What kept whoever was to be connected to away, be it the server or a proxy before it.
    default TransferFailure reason() {
        return this instanceof ProxyUnreachable(_, _, _, var why) ? why.orElse(this) : this;
    }

    /// One line for a log or a terminal: no full stop, no URL, no secret.
    default String summary() {
        return switch (this) {
            case Unresolved unresolved ->
                    "no address found for " + unresolved.host() + unresolved.words();
            case Unreachable(var host, var detail) -> "cannot connect to " + host + ": " + detail;
            case HandshakeFailed(var host, var detail) ->
                    "TLS handshake with " + host + " failed: " + detail;
            case Untrusted(var host, var issuer, var detail, _, var vendor) ->
                    "certificate of "
                            + host
                            + (issuer.isEmpty() ? "" : ", issued by `" + issuer + "`")
                            + vendor.map(name -> " (inspected by " + name + ")").orElse("")
                            + ", is not trusted: "
                            + detail;
            case ProxyUnreachable(var proxy, var source, var detail, _) ->
                    "cannot connect to the proxy " + proxy + " (from " + source + "): " + detail;
            case ProxyScriptFailed(var script, var source, var detail) ->
                    "the proxy script " + script + " (from " + source + ") fails: " + detail;
            case ProxyDenied(var proxy, var schemes, var user, var detail) ->
                    "the proxy "
                            + proxy
                            + " wants a login"
                            + (schemes.isEmpty() ? "" : " by " + String.join(" or ", schemes))
                            + ": "
                            + detail
                            + (user.isEmpty() ? "" : " (user " + user + ")");
            case ProxyRefused(var host, var proxy, var status, var contentType, var snippet) ->
                    "the proxy "
                            + proxy
                            + " does not connect to "
                            + host
                            // SOCKS has words of its own and no statuses.
                            + (proxy.startsWith("socks") ? "" : ": HTTP " + status)
                            + (contentType.isEmpty() ? "" : " (" + contentType + ")")
                            + (snippet.isEmpty() ? "" : ": " + snippet);
            case Cut(var host, var received, var detail) ->
                    "connection to " + host + " ended after " + received + " bytes: " + detail;
            case Stalled(var host, var idle) ->
                    "no byte from " + host + " for " + idle.toMillis() / 1000.0 + " s";
            case Refused(var host, var status, _, var contentType, var snippet) ->
                    host
                            + " answered HTTP "
                            + status
                            + (contentType.isEmpty() ? "" : " (" + contentType + ")")
                            + (snippet.isEmpty() ? "" : ": " + snippet);
            case Blocked(var host, var page) -> page.summary(host);
            case WrongRange(var host, var detail) ->
                    host + " did not send the bytes asked for: " + detail;
            case BadRedirect(var host, var detail) ->
                    "redirect from " + host + " not followed: " + detail;
            case Corrupt(var expected, var actual, var culprit) ->
                    "content is "
                            + actual
                            + ", not "
                            + expected
                            + (culprit == Culprit.UNKNOWN ? "" : ": " + culprit.words());
        };
    }
}

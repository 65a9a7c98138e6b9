package dev.tug.internal.http;

import dev.tug.failure.TransferFailure.HandshakeFailed;
import dev.tug.internal.tls.UntrustedChain;

import org.apache.hc.client5.http.HttpHostConnectException;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.MalformedChunkCodingException;
import org.apache.hc.core5.http.NoHttpResponseException;
import org.apache.hc.core5.http.TruncatedChunkException;

import java.io.EOFException;
import java.security.cert.CertificateException;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;

/// What an exception says, in words of ours: those of the client library and of the TLS providers are
/// for who wrote them. The operating system's, such as `Connection reset`, are known to everybody.
final class Words {
    /// The connection ended where the head of an answer should have begun.
    static final String NO_ANSWER = "closed without an answer";

    private static final Pattern BORING =
            Pattern.compile("OPENSSL_internal:((?:SSLV3|TLSV1)_ALERT_)?([A-Z0-9_]+)");
    private static final Pattern ALERT =
            Pattern.compile("(?i)received fatal alert: ([a-z0-9_]{1,40})");
    private static final Pattern SYSTEM =
            Pattern.compile("(?i)connection reset|broken pipe|connection refused|timed out");

    /// What the JDK and BoringSSL say when the first bytes are no record of TLS.
    private static final Pattern PLAIN =
            Pattern.compile(
                    "(?i)unrecognized SSL message|unable to parse TLS packet header|"
                            + "wrong.version.number|http.request");

    private Words() {}

    static String of(Throwable e) {
        return switch (e) {
            case TruncatedChunkException _ -> "closed in the middle of a chunk";
            case MalformedChunkCodingException _ -> "malformed chunk";
            case NoHttpResponseException _ -> NO_ANSWER;
            case ConnectionClosedException _, EOFException _ -> "closed early";
            case HttpHostConnectException connect -> system(connect).orElse("no connection");
            case HttpException _ -> "malformed answer";
            case SSLPeerUnverifiedException _ -> "the certificate is of another host";
            case SSLException tls -> tls(tls);
            case UntrustedChain chain -> message(chain);
            case CertificateException _ -> "the certificate is not in order";
            default -> message(e);
        };
    }

    private static String tls(SSLException e) {
        var text = message(e);
        if (PLAIN.matcher(text).find()) {
            return HandshakeFailed.PLAIN;
        }
        return alert(text)
                .or(() -> boring(text))
                .or(() -> system(e))
                .orElseGet(() -> other(text.toLowerCase(Locale.ROOT)));
    }

    private static String other(String text) {
        if (text.contains("terminated the handshake") || text.contains("closed")) {
            return "closed in the TLS handshake";
        }
        if (text.contains("mac") || text.contains("tag mismatch")) {
            return "TLS: bytes changed on the way";
        }
        return text.contains("no certificate") ? text : "TLS: protocol error";
    }

    private static Optional<String> alert(String text) {
        var alert = ALERT.matcher(text);
        return alert.find()
                ? Optional.of("TLS alert of the other side: " + words(alert.group(1)))
                : Optional.empty();
    }

    /// BoringSSL's come in several lines of addresses around the one word that tells.
    private static Optional<String> boring(String text) {
        return BORING.matcher(text)
                .results()
                .reduce((_, last) -> last)
                .map(word ->
                        (word.group(1) == null ? "TLS: " : "TLS alert of the other side: ")
                                + words(word.group(2)));
    }

    private static Optional<String> system(Throwable e) {
        return Optional.of(SYSTEM.matcher(message(e))).filter(Matcher::find).map(Matcher::group);
    }

    private static String words(String constant) {
        return constant.replace('_', ' ').toLowerCase(Locale.ROOT);
    }

    /// Exceptions of the platform may come without one.
    private static String message(Throwable e) {
        return Objects.requireNonNullElseGet(e.getMessage(), e.getClass()::getSimpleName).strip();
    }
}

package dev.tug.internal.http;

import dev.tug.failure.ChainFault;
import dev.tug.failure.TransferFailure;
import dev.tug.internal.name.NameFailure;
import dev.tug.internal.proxy.ProxyException;
import dev.tug.internal.tls.UntrustedChain;

import org.apache.hc.client5.http.ConnectTimeoutException;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedChannelException;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.Optional;

import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;

/// Names what an exception from the network means.
final class NetworkErrors {
    /// An exception chain is never this long by itself; the bound guards against cycles.
    private static final int CAUSES_MAX = 16;

    private static final String FORGED = " looks forged, or a portal answers";

    private NetworkErrors() {}

    /// The failure behind `e`, which struck after `received` body bytes.
    static TransferFailure classify(String host, Duration stall, long received, IOException e) {
        return switch (e) {
            case NameFailure known ->
                    new TransferFailure.Unresolved(host, known.trouble(), known.also());
            case ProxyException proxy -> ProxyRefusal.judged(proxy);
            case UnknownHostException _ -> new TransferFailure.Unresolved(host);
            case ConnectTimeoutException _ ->
                    new TransferFailure.Unreachable(host, "no answer in time");
            case ConnectException refused ->
                    new TransferFailure.Unreachable(host, Words.of(refused));
            case NoRouteToHostException noRoute ->
                    new TransferFailure.Unreachable(host, Words.of(noRoute));
            case SSLPeerUnverifiedException unverified ->
                    new TransferFailure.Untrusted(
                            host,
                            "another name",
                            Words.of(unverified) + "; the DNS answer for " + host + FORGED,
                            ChainFault.WRONG_NAME,
                            Optional.empty());
            case SSLHandshakeException handshake -> handshake(host, handshake);
            case SocketTimeoutException _ -> new TransferFailure.Stalled(host, stall);
            case SSLException tls when refusal(tls).isPresent() -> handshake(host, tls);
            case InterruptedIOException _, ClosedChannelException _ ->
                    new TransferFailure.Cut(host, received, "aborted");
            default -> new TransferFailure.Cut(host, received, Words.of(e));
        };
    }

    private static TransferFailure handshake(String host, SSLException e) {
        return refusal(e)
                .map(refused -> untrusted(host, refused))
                .orElseGet(() -> new TransferFailure.HandshakeFailed(host, Words.of(e)));
    }

    private static TransferFailure untrusted(String host, CertificateException refused) {
        return refused instanceof UntrustedChain chain
                ? new TransferFailure.Untrusted(
                        host, chain.issuer(), detail(host, chain), chain.fault(), chain.vendor())
                : new TransferFailure.Untrusted(host, "unknown", Words.of(refused));
    }

    private static String detail(String host, UntrustedChain chain) {
        return chain.fault() == ChainFault.WRONG_NAME
                ? Words.of(chain) + "; the DNS answer for " + host + FORGED
                : Words.of(chain);
    }

    /// The verdict on a certificate among the causes of `e`.
    private static Optional<CertificateException> refusal(SSLException e) {
        Throwable cause = e;
        for (int depth = 0; depth < CAUSES_MAX && cause != null; depth++) {
            if (cause instanceof CertificateException refused) {
                return Optional.of(refused);
            }
            cause = cause.getCause();
        }
        return Optional.empty();
    }
}

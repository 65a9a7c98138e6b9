package dev.tug.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tug.failure.ChainFault;
import dev.tug.failure.TransferFailure;
import dev.tug.internal.tls.UntrustedChain;

import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.client5.http.HttpHostConnectException;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.MalformedChunkCodingException;
import org.apache.hc.core5.http.NoHttpResponseException;
import org.apache.hc.core5.http.TruncatedChunkException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;

import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLProtocolException;

final class NetworkErrorsTest {
    private static final Duration STALL = Duration.ofSeconds(30);

    private static final String BORING =
            "Read error: ssl=0x7fb5: Failure in SSL library, usually a protocol error\n"
                    + "error:100003fc:SSL routines:OPENSSL_internal:";

    private static final TransferFailure BOX =
            new TransferFailure.Untrusted(
                    "h",
                    "CN=Box",
                    "not trusted",
                    ChainFault.UNKNOWN_AUTHORITY,
                    Optional.of("Boxes"));

    record Row(IOException thrown, TransferFailure expected) {}

    static Stream<Row> rows() {
        return Stream.of(
                new Row(new UnknownHostException("h"), new TransferFailure.Unresolved("h")),
                new Row(
                        new ConnectTimeoutException("connect timed out"),
                        new TransferFailure.Unreachable("h", "no answer in time")),
                new Row(
                        new ConnectException("Connection refused"),
                        new TransferFailure.Unreachable("h", "Connection refused")),
                new Row(
                        new HttpHostConnectException("Connect to h failed"),
                        new TransferFailure.Unreachable("h", "no connection")),
                new Row(
                        new NoRouteToHostException("No route to host"),
                        new TransferFailure.Unreachable("h", "No route to host")),
                new Row(
                        new SSLPeerUnverifiedException("names other"),
                        new TransferFailure.Untrusted(
                                "h",
                                "another name",
                                "the certificate is of another host; the DNS answer for h looks forged, or a portal answers",
                                ChainFault.WRONG_NAME,
                                Optional.empty())),
                new Row(
                        new SSLHandshakeException("closed by peer"),
                        new TransferFailure.HandshakeFailed("h", "closed in the TLS handshake")),
                new Row(caused(new SSLHandshakeException("no"), chain()), BOX),
                new Row(caused(new SSLException("no"), new IllegalStateException(chain())), BOX),
                new Row(
                        caused(new SSLProtocolException("no"), new CertificateException("bad")),
                        new TransferFailure.Untrusted(
                                "h", "unknown", "the certificate is not in order")),
                new Row(
                        new SSLException("bad record MAC"),
                        new TransferFailure.Cut("h", 5, "TLS: bytes changed on the way")),
                new Row(
                        new SSLException(BORING + "SSLV3_ALERT_BAD_RECORD_MAC (/a.cc:491 0x7:0x3)"),
                        new TransferFailure.Cut(
                                "h", 5, "TLS alert of the other side: bad record mac")),
                new Row(
                        new SSLException(
                                BORING
                                        + "BAD_DECRYPT (/a.cc:1 0x7:0x0)\nerror:1000008b:SSL routines:"
                                        + "OPENSSL_internal:DECRYPTION_FAILED_OR_BAD_RECORD_MAC (/b.cc)"),
                        new TransferFailure.Cut(
                                "h", 5, "TLS: decryption failed or bad record mac")),
                new Row(
                        new SocketTimeoutException("Read timed out"),
                        new TransferFailure.Stalled("h", STALL)),
                new Row(
                        new ConnectionClosedException("Premature end"),
                        new TransferFailure.Cut("h", 5, "closed early")),
                new Row(
                        new TruncatedChunkException("Truncated chunk"),
                        new TransferFailure.Cut("h", 5, "closed in the middle of a chunk")),
                new Row(
                        new MalformedChunkCodingException("Bad chunk"),
                        new TransferFailure.Cut("h", 5, "malformed chunk")),
                new Row(
                        new NoHttpResponseException("h failed to respond"),
                        new TransferFailure.Cut("h", 5, "closed without an answer")),
                new Row(
                        new SocketException("Connection reset"),
                        new TransferFailure.Cut("h", 5, "Connection reset")),
                new Row(
                        new InterruptedIOException("shut down"),
                        new TransferFailure.Cut("h", 5, "aborted")),
                new Row(new EOFException(), new TransferFailure.Cut("h", 5, "closed early")));
    }

    @ParameterizedTest
    @MethodSource("rows")
    void says_what_an_exception_means(Row row) {
        assertThat(NetworkErrors.classify("h", STALL, 5, row.thrown())).isEqualTo(row.expected());
    }

    /// What the libraries say, as seen.
    static Stream<IOException> foreign() {
        return Stream.of(
                new ConnectionClosedException(
                        "Premature end of Content-Length delimited message body (expected: 9; received: 5)"),
                new TruncatedChunkException("Truncated chunk (expected size: 9; actual size: 5)"),
                new MalformedChunkCodingException("Bad chunk header: PKIX"),
                new NoHttpResponseException("The target server failed to respond"),
                new HttpHostConnectException("Connect to http://h:1 [h/1.2.3.4] failed: x"),
                new SSLHandshakeException("Received fatal alert: handshake_failure"),
                new SSLHandshakeException("Remote host terminated the handshake"),
                new SSLException("Unsupported or unrecognized SSL message"),
                new SSLException(BORING + "WRONG_VERSION_NUMBER (/a.cc:1 0x7:0x0)"),
                new SSLPeerUnverifiedException("Certificate for <h> doesn't match any of []"),
                caused(
                        new SSLHandshakeException("PKIX path building failed"),
                        new CertificateException("PKIX path building failed")),
                new SSLException("Tag mismatch"),
                new SSLException("Read error: ssl=0x7f: I/O error during system call, Success"));
    }

    @ParameterizedTest
    @MethodSource("foreign")
    void no_library_s_words_are_told(IOException thrown) {
        var text = NetworkErrors.classify("h", STALL, 5, thrown).summary();

        assertThat(text)
                .doesNotContain(
                        "Premature",
                        "chunk (",
                        "PKIX",
                        "target server",
                        "Connect to",
                        "fatal",
                        "Remote host",
                        "unrecognized",
                        "OPENSSL",
                        "ssl=",
                        "<h>",
                        "Tag")
                .doesNotContainPattern("Exception|0x[0-9a-f]");
    }

    @Test
    void a_cycle_of_causes_has_an_end() {
        var first = new SSLHandshakeException("first");
        var second = new IllegalStateException(first);
        first.initCause(second);

        assertThat(NetworkErrors.classify("h", STALL, 0, first))
                .isEqualTo(new TransferFailure.HandshakeFailed("h", "TLS: protocol error"));
    }

    private static CertificateException chain() {
        return new UntrustedChain(
                "CN=Box", Optional.of("Boxes"), ChainFault.UNKNOWN_AUTHORITY, "not trusted");
    }

    private static IOException caused(IOException e, Throwable cause) {
        e.initCause(cause);
        return e;
    }
}

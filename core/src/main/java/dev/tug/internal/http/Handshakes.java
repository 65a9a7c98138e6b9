package dev.tug.internal.http;

import dev.tug.internal.tls.Tls;

import org.apache.hc.client5.http.ssl.DefaultHostnameVerifier;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.http.protocol.HttpContext;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;

import javax.net.ssl.SSLSocket;

/// Has [Tls] shake hands on the client's connections.
///
/// @param patience the longest silence in a handshake
record Handshakes(Tls tls, Duration patience) implements TlsSocketStrategy {
    private static final DefaultHostnameVerifier NAMES = new DefaultHostnameVerifier();

    @Override
    public SSLSocket upgrade(
            Socket socket, String target, int port, Object attachment, HttpContext context)
            throws IOException {
        return tls.over(socket, target, port, patience, NAMES::verify);
    }
}

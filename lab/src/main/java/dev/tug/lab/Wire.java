package dev.tug.lab;

import org.jspecify.annotations.Nullable;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/// One connection, with or without TLS, that can end in every way a connection ends.
///
/// The TLS socket is layered over a plain one, so that TCP can end under the feet of TLS. One thread
/// reads and one writes; [#end(Fault.CutKind)] and [#close()] may be called by any.
final class Wire implements AutoCloseable {
    private static final int RECORD_BYTES = 512;
    private static final String HTTP_1 = "http/1.1";
    private static final String HTTP_2 = "h2";

    private final Socket tcp;
    private final Socket top;
    private final InputStream in;
    private final OutputStream out;
    private volatile Runnable farewell = () -> {};

    private Wire(Socket tcp, Socket top) throws IOException {
        this.tcp = tcp;
        this.top = top;
        this.in = top.getInputStream();
        this.out = top.getOutputStream();
    }

    /// The server's side; performs the handshake unless `tls` is null.
    static Wire accept(Socket tcp, @Nullable SSLContext tls) throws IOException {
        tcp.setTcpNoDelay(true);
        if (tls == null) {
            return new Wire(tcp, tcp);
        }
        var ssl = (SSLSocket) tls.getSocketFactory().createSocket(tcp, null, true);
        ssl.startHandshake();
        return new Wire(tcp, ssl);
    }

    /// The server's side for clients that may offer HTTP/2, which it then chooses.
    static Wire acceptHttp2(Socket tcp, SSLContext tls) throws IOException {
        tcp.setTcpNoDelay(true);
        var ssl = (SSLSocket) tls.getSocketFactory().createSocket(tcp, null, true);
        ssl.setHandshakeApplicationProtocolSelector((_, offered) ->
                offered.contains(HTTP_2) ? HTTP_2 : offered.contains(HTTP_1) ? HTTP_1 : "");
        ssl.startHandshake();
        return new Wire(tcp, ssl);
    }

    /// Whether both sides have agreed on HTTP/2.
    boolean isHttp2() {
        return top instanceof SSLSocket ssl && HTTP_2.equals(ssl.getApplicationProtocol());
    }

    /// The client's side; performs the handshake unless `tls` is null, and checks the host's name.
    static Wire connect(Socket tcp, @Nullable SSLContext tls, String host) throws IOException {
        tcp.setTcpNoDelay(true);
        if (tls == null) {
            return new Wire(tcp, tcp);
        }
        var ssl = (SSLSocket) tls.getSocketFactory().createSocket(tcp, host, tcp.getPort(), true);
        var parameters = ssl.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        ssl.setSSLParameters(parameters);
        ssl.startHandshake();
        return new Wire(tcp, ssl);
    }

    /// Bytes from the peer.
    InputStream in() {
        return in;
    }

    /// Bytes from the peer, for reading one by one.
    InputStream bufferedIn() {
        return new BufferedInputStream(in);
    }

    /// Bytes to the peer; large writes are best.
    OutputStream out() {
        return out;
    }

    /// Has `action` run just before this side ends the connection, perhaps more than once.
    void beforeEnd(Runnable action) {
        farewell = action;
    }

    /// Ends the connection.
    void end(Fault.CutKind kind) throws IOException {
        farewell.run();
        switch (kind) {
            case FIN_WITH_CLOSE_NOTIFY -> top.close();
            case FIN_BARE -> {
                tcp.shutdownOutput();
                tcp.close();
            }
            case RST -> reset(tcp);
            case TLS_ALERT -> {
                if (top instanceof SSLSocket && tcp instanceof DamagedSocket damaged) {
                    damaged.garbleInput();
                    provokeAlert();
                    tcp.close();
                } else {
                    reset(tcp);
                }
            }
            case BAD_RECORD_MAC -> {
                if (top instanceof SSLSocket && tcp instanceof DamagedSocket damaged) {
                    damaged.damageOutput();
                    out.write(new byte[RECORD_BYTES]);
                    tcp.close();
                } else {
                    reset(tcp);
                }
            }
        }
    }

    /// No Java TLS sends an alert on demand, but it answers garbage with one.
    private void provokeAlert() {
        try {
            var _ = in.read();
        } catch (IOException e) {
            // The alert is out.
        }
    }

    /// Ends a bare connection by RST.
    static void reset(Socket tcp) throws IOException {
        tcp.setSoLinger(true, 0);
        tcp.close();
    }

    /// Ends TCP at once, without a word of TLS.
    @Override
    public void close() throws IOException {
        tcp.close();
    }
}

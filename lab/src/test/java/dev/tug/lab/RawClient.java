package dev.tug.lab;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.util.Map;
import java.util.TreeMap;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;

/// One HTTP connection that tells exactly what came over the wire and how it ended.
///
/// It speaks TLS 1.2 over a tapped socket, where alerts travel under a record type of their own, so
/// that an end with close_notify can be told from one without.
final class RawClient implements AutoCloseable {
    private static final int TIMEOUT_MILLIS = 10_000;

    private final TappedSocket tcp;
    private final SSLSocket ssl;

    /// How a response ended.
    enum End {
        COMPLETE,
        CLOSE_NOTIFY,
        BARE_FIN,
        RESET,
        ALERT,
        BAD_RECORD,
        SILENCE
    }

    /// @param body entity bytes that arrived, with chunk framing removed
    /// @param status 0 if the connection ended before the headers
    record Response(int status, Map<String, String> headers, Bytes body, End end) {
        String header(String name) {
            return headers.getOrDefault(name, "");
        }

        int length() {
            return body.toArray().length;
        }
    }

    /// Bytes as a value.
    record Bytes(String latin1) {
        static Bytes of(byte[] bytes) {
            return new Bytes(new String(bytes, ISO_8859_1));
        }

        byte[] toArray() {
            return latin1.getBytes(ISO_8859_1);
        }
    }

    RawClient(SSLContext trust, String baseUrl) throws IOException {
        var url = URI.create(baseUrl);
        tcp = new TappedSocket(url.getPort());
        ssl =
                (SSLSocket)
                        trust.getSocketFactory()
                                .createSocket(tcp, url.getHost(), url.getPort(), true);
        ssl.setEnabledProtocols(new String[] {"TLSv1.2"});
        tcp.setSoTimeout(TIMEOUT_MILLIS);
        try {
            ssl.startHandshake();
        } catch (IOException e) {
            tcp.close();
            throw e;
        }
    }

    /// One GET on a connection of its own.
    static Response get(SSLContext trust, String url, String... headers) throws IOException {
        var parsed = URI.create(url);
        try (var client = new RawClient(trust, "https://" + parsed.getRawAuthority())) {
            return client.send("GET", target(parsed), headers);
        }
    }

    static String target(URI url) {
        return url.getRawQuery() == null
                ? url.getRawPath()
                : url.getRawPath() + "?" + url.getRawQuery();
    }

    SSLSocket socket() {
        return ssl;
    }

    void silentAfterMillis(int millis) throws IOException {
        tcp.setSoTimeout(millis);
    }

    Response send(String method, String target, String... headers) throws IOException {
        var head = new StringBuilder(method + " " + target + " HTTP/1.1\r\nHost: lab\r\n");
        for (var header : headers) {
            head.append(header).append("\r\n");
        }
        var status = 0;
        var received = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
        var body = new ByteArrayOutputStream();
        var end = End.COMPLETE;
        try {
            ssl.getOutputStream().write(head.append("\r\n").toString().getBytes(ISO_8859_1));
            var in = ssl.getInputStream();
            status = Integer.parseInt(line(in).split(" ", -1)[1]);
            for (var line = line(in); !line.isEmpty(); line = line(in)) {
                var colon = line.indexOf(": ");
                received.put(line.substring(0, colon), line.substring(colon + 2));
            }
            if (!method.equals("HEAD")) {
                readBody(in, received, body);
            }
        } catch (Ended e) {
            end = tcp.sawAlert() ? End.CLOSE_NOTIFY : End.BARE_FIN;
        } catch (SocketTimeoutException e) {
            end = End.SILENCE;
        } catch (SocketException e) {
            end = End.RESET;
        } catch (SSLException e) {
            end = e.toString().contains("Received fatal alert") ? End.ALERT : End.BAD_RECORD;
        }
        return new Response(status, received, Bytes.of(body.toByteArray()), end);
    }

    @Override
    public void close() throws IOException {
        tcp.close();
    }

    /// The stream ended.
    private static final class Ended extends IOException {
        private static final long serialVersionUID = 1;
    }

    private static void readBody(
            InputStream in, Map<String, String> headers, ByteArrayOutputStream body)
            throws IOException {
        if (headers.containsKey("Transfer-Encoding")) {
            for (var size = chunkSize(in); size > 0; size = chunkSize(in)) {
                copy(in, body, size);
                line(in);
            }
            line(in);
        } else {
            copy(in, body, Long.parseLong(headers.getOrDefault("Content-Length", "999999999")));
        }
    }

    private static int chunkSize(InputStream in) throws IOException {
        return Integer.parseInt(line(in), 16);
    }

    private static void copy(InputStream in, ByteArrayOutputStream body, long count)
            throws IOException {
        var buffer = new byte[16 * 1024];
        for (var left = count; left > 0; ) {
            var read = in.read(buffer, 0, (int) Math.min(left, buffer.length));
            if (read < 0) {
                throw new Ended();
            }
            body.write(buffer, 0, read);
            left -= read;
        }
    }

    private static String line(InputStream in) throws IOException {
        var line = new StringBuilder();
        for (var c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new Ended();
            }
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }

    /// A socket that notes the types of the TLS records it receives.
    private static final class TappedSocket extends Socket {
        private static final int ALERT = 21;

        private volatile int lastType;

        TappedSocket(int port) throws IOException {
            super("127.0.0.1", port);
        }

        boolean sawAlert() {
            return lastType == ALERT;
        }

        @Override
        public InputStream getInputStream() throws IOException {
            var in = super.getInputStream();
            return new InputStream() {
                private final byte[] head = new byte[5];
                private int headBytes;
                private int bodyLeft;

                @Override
                public int read() throws IOException {
                    var one = new byte[1];
                    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
                }

                @Override
                public int read(byte[] into, int off, int len) throws IOException {
                    var count = in.read(into, off, len);
                    for (var i = 0; i < count; i++) {
                        take(into[off + i]);
                    }
                    return count;
                }

                private void take(byte b) {
                    if (bodyLeft > 0) {
                        bodyLeft--;
                        return;
                    }
                    head[headBytes++] = b;
                    if (headBytes == head.length) {
                        lastType = head[0];
                        bodyLeft = (head[3] & 0xff) << 8 | (head[4] & 0xff);
                        headBytes = 0;
                    }
                }
            };
        }
    }
}

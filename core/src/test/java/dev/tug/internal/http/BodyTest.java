package dev.tug.internal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.tug.failure.TransferException;
import dev.tug.failure.TransferFailure;
import dev.tug.internal.tls.Native;
import dev.tug.internal.tls.Tls;
import dev.tug.internal.tls.TlsSettings;
import dev.tug.lab.CertificateAuthority;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.Provider;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;

import javax.net.ServerSocketFactory;

/// Bodies come whole whatever they are cut into, by TLS, by chunks and by who reads them.
@Timeout(60)
final class BodyTest {
    private static final CertificateAuthority AUTHORITY = CertificateAuthority.create("CN=Bodies");
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int BODIES = 20;

    private final long seed = Long.getLong("seed", System.nanoTime());
    private final Random random = new Random(seed);

    /// Where the next request is to be waited for, in what a server says.
    private final List<Integer> ends = new ArrayList<>();

    @TempDir Path directory;
    private Path pem;

    /// Which way a body comes.
    enum Line {
        NATIVE,
        JSSE,
        PLAIN
    }

    static Stream<Line> lines() {
        return Stream.of(Line.values());
    }

    @BeforeEach
    void writeAuthority() throws IOException {
        pem = directory.resolve("authority.pem");
        AUTHORITY.writeAuthorityPem(pem);
    }

    @ParameterizedTest
    @MethodSource("lines")
    void a_body_is_the_same_whatever_cuts_it(Line line) throws Exception {
        for (int round = 0; round < 2; round++) {
            var bodies = new byte[BODIES][];
            Arrays.setAll(bodies, _ -> bytes());
            var script = script(bodies, random.nextBoolean());
            try (var server = server(line, script);
                    var transport = transport(line)) {
                for (int i = 0; i < BODIES; i++) {
                    var call = transport.call(Request.get(uri(line, server), PATIENCE));
                    try (var response = call.send()) {
                        assertThat(read(response)).as("seed %d, %d", seed, i).isEqualTo(bodies[i]);
                        assertThat(response.connection().id()).as("reused").isEqualTo(1);
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("lines")
    void a_body_that_ends_early_gives_what_came(Line line) throws Exception {
        var head = "HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n".getBytes(US_ASCII);
        var some = new byte[300_000];
        random.nextBytes(some);
        var buffer = ByteBuffer.allocateDirect(400_000);
        try (var server = server(line, concat(head, some));
                var transport = transport(line);
                var response = transport.call(Request.get(uri(line, server), PATIENCE)).send()) {
            assertThatExceptionOfType(TransferException.class)
                    .isThrownBy(() -> {
                        while (response.read(buffer) >= 0) {
                            assertThat(buffer.hasRemaining()).isTrue();
                        }
                    })
                    .satisfies(
                            e -> assertThat(e.failure()).isInstanceOf(TransferFailure.Cut.class));
        }
        var came = new byte[buffer.position()];
        buffer.get(0, came);
        assertThat(came).as("seed %d", seed).isEqualTo(some);
    }

    private byte[] bytes() {
        var bytes = new byte[random.nextInt(random.nextBoolean() ? 2_000 : 200_000)];
        random.nextBytes(bytes);
        return bytes;
    }

    /// The answers of one connection after each other, each with its length or in chunks.
    private byte[] script(byte[][] bodies, boolean mayChunk) {
        var all = new ByteArrayOutputStream();
        for (var body : bodies) {
            if (mayChunk && random.nextBoolean()) {
                all.writeBytes(
                        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n".getBytes(US_ASCII));
                for (int at = 0; at < body.length; ) {
                    int count = Math.min(body.length - at, 1 + random.nextInt(70_000));
                    all.writeBytes((Integer.toHexString(count) + "\r\n").getBytes(US_ASCII));
                    all.write(body, at, count);
                    all.writeBytes("\r\n".getBytes(US_ASCII));
                    at += count;
                }
                all.writeBytes("0\r\n\r\n".getBytes(US_ASCII));
            } else {
                var head = "HTTP/1.1 200 OK\r\nContent-Length: " + body.length + "\r\n\r\n";
                all.writeBytes(head.getBytes(US_ASCII));
                all.writeBytes(body);
            }
            ends.add(all.size());
        }
        return all.toByteArray();
    }

    private byte[] read(Response response) throws TransferException {
        var read = new ByteArrayOutputStream();
        int count = 0;
        while (count >= 0) {
            int length = 1 + random.nextInt(random.nextBoolean() ? 3_000 : 300_000);
            var buffer =
                    random.nextInt(4) == 0
                            ? ByteBuffer.allocate(length)
                            : ByteBuffer.allocateDirect(length);
            count = response.read(buffer);
            assertThat(buffer.position()).isEqualTo(Math.max(0, count));
            var bytes = new byte[buffer.position()];
            buffer.get(0, bytes);
            read.writeBytes(bytes);
        }
        return read.toByteArray();
    }

    /// Says `script` to one client in pieces, up to the next mark after each request.
    private ServerSocket server(Line line, byte[] script) throws IOException {
        ServerSocketFactory factory =
                line == Line.PLAIN
                        ? ServerSocketFactory.getDefault()
                        : AUTHORITY.serverContext("localhost").getServerSocketFactory();
        var server = factory.createServerSocket(0, 1, InetAddress.getLoopbackAddress());
        var marks = ends.isEmpty() ? List.of(script.length) : List.copyOf(ends);
        ends.clear();
        var pieces = new Random(seed + 1);
        Thread.ofVirtual()
                .start(() -> {
                    try (server;
                            var client = server.accept()) {
                        int at = 0;
                        for (int mark : marks) {
                            awaitRequest(client.getInputStream());
                            at = say(client.getOutputStream(), script, at, mark, pieces);
                        }
                    } catch (IOException _) {
                        // The test tells from what it read.
                    }
                });
        return server;
    }

    private static void awaitRequest(InputStream in) throws IOException {
        int last = 0;
        while (last != 0x0d0a0d0a) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("no request");
            }
            last = last << 8 | next;
        }
    }

    private static int say(OutputStream out, byte[] script, int from, int to, Random pieces)
            throws IOException {
        int at = from;
        while (at < to) {
            int count = Math.min(to - at, 1 + pieces.nextInt(40_000));
            out.write(script, at, count);
            out.flush();
            at += count;
        }
        return at;
    }

    private static byte[] concat(byte[] a, byte[] b) {
        var both = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, both, a.length, b.length);
        return both;
    }

    private static URI uri(Line line, ServerSocket server) {
        var scheme = line == Line.PLAIN ? "http" : "https";
        return URI.create(scheme + "://localhost:" + server.getLocalPort() + "/blob");
    }

    private Transport transport(Line line) {
        Optional<Provider> provider = line == Line.NATIVE ? Native.provider() : Optional.empty();
        var settings = TlsSettings.of(List.of(pem));
        var tls = Tls.of(provider, settings, InstantSource.system(), _ -> {});
        return new ApacheTransport(new HttpSettings(tls, "test", PATIENCE));
    }
}

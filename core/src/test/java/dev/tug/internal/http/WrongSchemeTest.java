package dev.tug.internal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.tug.failure.TransferException;
import dev.tug.failure.TransferFailure;
import dev.tug.internal.tls.Native;
import dev.tug.internal.tls.Tls;
import dev.tug.internal.tls.TlsSettings;

import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.security.Provider;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// One side speaks plain http, and the other TLS.
@Timeout(30)
final class WrongSchemeTest {
    static Stream<Optional<Provider>> providers() {
        return Stream.of(Native.provider(), Optional.empty());
    }

    @ParameterizedTest
    @MethodSource("providers")
    void tls_to_a_server_without_is_named(Optional<Provider> provider) throws Exception {
        var answer = "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n";

        assertThat(failure(provider, "https", answer))
                .isEqualTo(
                        new TransferFailure.HandshakeFailed(
                                "127.0.0.1", TransferFailure.HandshakeFailed.PLAIN));
    }

    /// A TLS server says `unexpected_message`, or nothing.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u0015\u0003\u0003\u0000\u0002\u0002\n",
                "\u0015\u0003\u0001\u0000\u0002\u0002F",
                ""
            })
    void plain_http_to_a_server_with_tls_is_named(String answer) throws Exception {
        assertThat(failure(Optional.empty(), "http", answer))
                .isEqualTo(new TransferFailure.Cut("127.0.0.1", 0, TransferFailure.Cut.MUTE));
    }

    private static TransferFailure failure(
            Optional<Provider> provider, String scheme, String answer) throws Exception {
        try (var server = new ServerSocket(0, 9, InetAddress.getLoopbackAddress());
                var transport =
                        new ApacheTransport(
                                new HttpSettings(
                                        Tls.of(
                                                provider,
                                                TlsSettings.of(List.of()),
                                                InstantSource.system(),
                                                _ -> {}),
                                        "test",
                                        Duration.ofSeconds(9)))) {
            Thread.ofVirtual().start(() -> serve(server, answer));
            var uri = URI.create(scheme + "://127.0.0.1:" + server.getLocalPort() + "/");
            var call = transport.call(Request.get(uri, Duration.ofSeconds(9)));
            return catchThrowableOfType(TransferException.class, call::send).failure();
        }
    }

    private static void serve(ServerSocket server, String answer) {
        while (!server.isClosed()) {
            try (var socket = server.accept()) {
                var in = socket.getInputStream();
                var _ = in.read(new byte[8 << 10]);
                socket.getOutputStream().write(answer.getBytes(ISO_8859_1));
                socket.shutdownOutput();
                in.transferTo(OutputStream.nullOutputStream());
            } catch (IOException _) {
                // The client has had enough, or the test is over.
            }
        }
    }
}

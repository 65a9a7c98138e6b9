package dev.tug.internal.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.security.Provider;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;

/// What goes out before anything has come in.
@Timeout(30)
final class GreetingTest {
    /// The longest of the hosts that a pull meets.
    private static final String HOST = "dd20bb891979d25aebc8bec07b2b3bbc.r2.cloudflarestorage.com";

    /// A segment carries 1,200 bytes through any tunnel.
    private static final int BYTES_MAX = 1_200;

    private static final String X25519_ALONE_FIRST =
            "\u0000\u0006\u0000\u001d\u0000\u0017\u0000\u0018";

    static Stream<Optional<Provider>> providers() {
        return Stream.of(Native.provider(), Optional.empty());
    }

    @ParameterizedTest
    @MethodSource("providers")
    void fits_into_one_small_segment(Optional<Provider> provider) throws Exception {
        var greeting = greetings(Handshake.knowing(provider), 1);

        assertThat(greeting.length).isBetween(100, BYTES_MAX);
        assertThat(new String(greeting, ISO_8859_1))
                .contains(HOST)
                .as("the groups are x25519, secp256r1, secp384r1")
                .contains(X25519_ALONE_FIRST);
    }

    @ParameterizedTest
    @MethodSource("providers")
    void names_the_host_without_the_dot_that_ends_a_name(Optional<Provider> provider)
            throws Exception {
        var greeting = greetings(Handshake.knowing(provider), 1, HOST + ".");

        assertThat(new String(greeting, ISO_8859_1)).contains(HOST).doesNotContain(HOST + ".");
    }

    @ParameterizedTest
    @MethodSource("providers")
    void offers_1_2_alone_after_two_silent_deaths_and_then_1_3_again(Optional<Provider> provider)
            throws Exception {
        var tls = Handshake.knowing(provider);

        assertThat(offersTls13(greetings(tls, 1))).isTrue();
        assertThat(offersTls13(greetings(tls, 1))).isTrue();
        assertThat(offersTls13(greetings(tls, 1))).isFalse();
        assertThat(offersTls13(greetings(tls, 1))).isTrue();
    }

    /// `supported_versions` names 3.4, which is TLS 1.3.
    private static boolean offersTls13(byte[] greeting) {
        return new String(greeting, ISO_8859_1).contains("\u0003\u0004\u0003\u0003");
    }

    /// What the last of some handshakes sends to a server that then closes.
    private static byte[] greetings(Tls tls, int count) throws Exception {
        return greetings(tls, count, HOST);
    }

    private static byte[] greetings(Tls tls, int count, String host) throws Exception {
        byte[] greeting = {};
        for (int i = 0; i < count; i++) {
            try (var server = new ServerSocket(0, 9, InetAddress.getLoopbackAddress());
                    var plain =
                            new Socket(InetAddress.getLoopbackAddress(), server.getLocalPort())) {
                var record = new FutureTask<>(() -> record(server));
                Thread.ofVirtual().start(record);
                assertThatExceptionOfType(IOException.class)
                        .isThrownBy(() ->
                                tls.over(plain, host, 443, Duration.ofSeconds(9), (_, _) -> {}));
                greeting = record.get();
            }
        }
        return greeting;
    }

    private static byte[] record(ServerSocket server) throws IOException {
        try (var socket = server.accept()) {
            var in = new DataInputStream(socket.getInputStream());
            in.readNBytes(3);
            return in.readNBytes(in.readUnsignedShort());
        }
    }
}

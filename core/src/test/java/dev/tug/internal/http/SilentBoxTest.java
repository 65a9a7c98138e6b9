package dev.tug.internal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.tug.failure.TransferException;
import dev.tug.failure.TransferFailure;
import dev.tug.internal.tls.Native;
import dev.tug.internal.tls.Seen;
import dev.tug.internal.tls.Tls;
import dev.tug.internal.tls.TlsSettings;
import dev.tug.lab.CertificateAuthority;
import dev.tug.lab.GeneratedBlob;
import dev.tug.lab.LabCdn;

import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Provider;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// A box on the way that swallows every greeting of TLS 1.3.
@Timeout(30)
final class SilentBoxTest {
    private static final CertificateAuthority OURS = CertificateAuthority.create("CN=Ours,O=Box");
    private static final String TLS_1_3_WITH_1_2 = "\u0003\u0004\u0003\u0003";

    @TempDir Path directory;

    static Stream<Optional<Provider>> providers() {
        return Stream.of(Native.provider(), Optional.empty());
    }

    @ParameterizedTest
    @MethodSource("providers")
    void is_passed_with_tls_1_2_at_the_third_try(Optional<Provider> provider) throws Exception {
        var pem = Files.writeString(directory.resolve("ours.pem"), OURS.pem());
        try (var cdn = LabCdn.start(OURS);
                var box = new ServerSocket(0, 9, InetAddress.getLoopbackAddress());
                var transport =
                        new ApacheTransport(
                                new HttpSettings(
                                        Tls.of(
                                                provider,
                                                TlsSettings.of(List.of(pem)),
                                                InstantSource.system(),
                                                _ -> {}),
                                        "test",
                                        Duration.ofSeconds(9)))) {
            var blob = GeneratedBlob.random(1, 100);
            cdn.add(blob);
            int port = URI.create(cdn.baseUrl()).getPort();
            Thread.ofVirtual().start(() -> serve(box, port));
            var uri =
                    URI.create(
                            cdn.locationOf(blob.hex())
                                    .replace(":" + port, ":" + box.getLocalPort()));

            for (int i = 0; i < 2; i++) {
                var call = transport.call(Request.get(uri, Duration.ofSeconds(9)));
                assertThat(catchThrowableOfType(TransferException.class, call::send).failure())
                        .isInstanceOf(TransferFailure.HandshakeFailed.class);
            }
            var third = transport.call(Request.get(uri, Duration.ofSeconds(9)));
            try (var response = third.send()) {
                assertThat(response.connection().protocol()).isEqualTo("TLSv1.2");
                assertThat(response.connection().seen().old()).isEqualTo(Seen.Old.SUSPECTED);
            }
        }
    }

    private static void serve(ServerSocket box, int target) {
        while (!box.isClosed()) {
            try {
                var client = box.accept();
                Thread.ofVirtual().start(() -> relay(client, target));
            } catch (IOException _) {
                // The test is over.
            }
        }
    }

    private static void relay(Socket client, int target) {
        try (client) {
            var in = new DataInputStream(client.getInputStream());
            var head = in.readNBytes(5);
            var greeting = in.readNBytes(((head[3] & 0xff) << 8) | (head[4] & 0xff));
            if (new String(greeting, ISO_8859_1).contains(TLS_1_3_WITH_1_2)) {
                return;
            }
            try (var server = new Socket(InetAddress.getLoopbackAddress(), target)) {
                server.getOutputStream().write(head);
                server.getOutputStream().write(greeting);
                Thread.ofVirtual().start(() -> pump(server, client));
                in.transferTo(server.getOutputStream());
            }
        } catch (IOException _) {
            // One of the two is gone.
        }
    }

    private static void pump(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException _) {
            // One of the two is gone.
        }
    }
}

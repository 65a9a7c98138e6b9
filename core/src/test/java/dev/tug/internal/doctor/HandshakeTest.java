package dev.tug.internal.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tug.lab.CertificateAuthority;
import dev.tug.lab.LabCdn;

import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;

@Timeout(30)
final class HandshakeTest {
    /// The host is a registry's to choose, in a redirect.
    @ParameterizedTest
    @ValueSource(strings = {"localhost", "cdn.test.", "cdn.test..", "a_b.test", "127.0.0.1", "::1"})
    void looks_at_a_server_whatever_its_host_is_called(String host) throws Exception {
        var authority = CertificateAuthority.create("CN=Doctored");
        try (var cdn = LabCdn.start(authority)) {
            int port = URI.create(cdn.baseUrl()).getPort();
            var socket = new Socket(InetAddress.getLoopbackAddress(), port);

            var shown = Handshake.on(socket, host, port, Duration.ofSeconds(9));

            assertThat(shown.issuer()).isEqualTo("CN=Doctored");
        }
    }
}

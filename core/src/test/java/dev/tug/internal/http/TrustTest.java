package dev.tug.internal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tug.failure.TransferException;
import dev.tug.failure.TransferFailure;
import dev.tug.internal.tls.Native;
import dev.tug.internal.tls.Tls;
import dev.tug.internal.tls.TlsSettings;
import dev.tug.lab.CertificateAuthority;
import dev.tug.lab.GeneratedBlob;
import dev.tug.lab.LabCdn;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Provider;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import javax.net.ssl.SSLServerSocket;

/// Whom a transport believes must not depend on who does its TLS.
final class TrustTest {
    private static final CertificateAuthority OURS = CertificateAuthority.create("CN=Ours,O=Trust");
    private static final CertificateAuthority THEIRS =
            CertificateAuthority.create("CN=Theirs,O=Somebody Else");

    @TempDir Path directory;
    private final List<String> warnings = new ArrayList<>();

    static Stream<Optional<Provider>> providers() {
        return Stream.of(Native.provider(), Optional.empty());
    }

    @Test
    void the_native_provider_loads_here() {
        assertThat(Native.provider()).isPresent();
    }

    @ParameterizedTest
    @MethodSource("providers")
    void believes_an_authority_that_was_added(Optional<Provider> provider) throws Exception {
        try (var cdn = LabCdn.start(OURS);
                var transport = transport(provider, OURS)) {
            var blob = GeneratedBlob.random(1, 100);
            cdn.add(blob);
            var uri = URI.create(cdn.locationOf(blob.hex()));
            try (var response = transport.call(Request.get(uri, Duration.ofSeconds(9))).send()) {
                assertThat(response.status()).isEqualTo(200);
                assertThat(response.connection().protocol()).isEqualTo("TLSv1.3");
                assertThat(response.connection().chain()).isNotEmpty();
            }
        }
        assertThat(warnings).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("providers")
    void names_the_issuer_of_a_chain_that_nobody_vouches_for(Optional<Provider> provider)
            throws Exception {
        try (var cdn = LabCdn.start(THEIRS);
                var transport = transport(provider, OURS)) {
            var failure = failure(transport, URI.create(cdn.baseUrl() + "/x"));

            assertThat(failure)
                    .isInstanceOfSatisfying(
                            TransferFailure.Untrusted.class,
                            untrusted -> assertThat(untrusted.issuer()).contains("Somebody Else"));
            assertThat(failure.summary()).contains("vouches").doesNotContain("PKIX");
        }
    }

    @ParameterizedTest
    @MethodSource("providers")
    void refuses_a_certificate_of_another_host(Optional<Provider> provider) throws Exception {
        try (var server = serverOf("other.test");
                var transport = transport(provider, OURS)) {
            var failure =
                    failure(transport, URI.create("https://localhost:" + server.getLocalPort()));

            assertThat(failure).isInstanceOf(TransferFailure.Untrusted.class);
        }
    }

    @Test
    void passes_over_a_file_that_holds_no_certificate_with_a_warning() throws Exception {
        var junk = Files.writeString(directory.resolve("junk.pem"), "no certificate");
        try (var cdn = LabCdn.start(THEIRS);
                var transport = transport(Native.provider(), TlsSettings.of(List.of(junk)))) {
            assertThat(failure(transport, URI.create(cdn.baseUrl() + "/x")))
                    .isInstanceOf(TransferFailure.Untrusted.class);
        }
        assertThat(warnings).hasSize(1).first().asString().contains("junk.pem");
    }

    private Transport transport(Optional<Provider> provider, CertificateAuthority authority)
            throws IOException {
        var pem = Files.writeString(directory.resolve("authority.pem"), authority.pem());
        return transport(provider, TlsSettings.of(List.of(pem)));
    }

    private Transport transport(Optional<Provider> provider, TlsSettings settings) {
        return new ApacheTransport(
                new HttpSettings(
                        Tls.of(provider, settings, InstantSource.system(), warnings::add),
                        "test",
                        Duration.ofSeconds(9)));
    }

    private static TransferFailure failure(Transport transport, URI uri) {
        var call = transport.call(Request.get(uri, Duration.ofSeconds(9)));
        return catchThrowableOfType(TransferException.class, call::send).failure();
    }

    /// A server that shakes hands until it is closed.
    private static SSLServerSocket serverOf(String host) throws IOException {
        var server =
                (SSLServerSocket)
                        OURS.serverContext(host)
                                .getServerSocketFactory()
                                .createServerSocket(0, 5, InetAddress.getByName("localhost"));
        Thread.ofVirtual()
                .start(() -> {
                    while (!server.isClosed()) {
                        try (var socket = server.accept()) {
                            socket.getInputStream().readAllBytes();
                        } catch (IOException _) {
                            // The client refused, as it should, or the test is over.
                        }
                    }
                });
        return server;
    }
}

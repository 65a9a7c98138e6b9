package dev.tug.internal.tls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tug.failure.ChainFault;
import dev.tug.lab.Certifier;
import dev.tug.lab.Certifier.Order;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/// Certificates that the machine was told to distrust, as Fedora's `ca-bundle.trust.crt` tells.
@Timeout(30)
final class DistrustTest {
    private static final String SERVERS = "1.3.6.1.5.5.7.3.1";
    private static final String MAIL = "1.3.6.1.5.5.7.3.4";

    private static final Certifier ROOT = Certifier.root(Order.of("CN=Bad Root"));
    private static final Certifier SUB = ROOT.vouch(Order.of("CN=Bad Sub"));
    private static final Order LEAF = Order.of("CN=localhost");

    @TempDir Path directory;

    private Distrust distrust(Certifier rejected) throws Exception {
        var file = directory.resolve("ca-bundle.trust.crt");
        Files.writeString(file, rejected.trustedPem(List.of(), List.of(SERVERS)));
        return new Distrust(List.of(directory));
    }

    private UntrustedChain refusal(List<Source> sources, Distrust distrust) throws Exception {
        try (var server = new Handshake(SUB.server(LEAF, 9, Handshake.HOST))) {
            return server.refusedBy(Handshake.knowing(Native.provider(), sources, distrust));
        }
    }

    @ParameterizedTest
    @EnumSource
    void an_authority_that_is_distrusted_is_so_wherever_it_is_trusted_too(Origin origin)
            throws Exception {
        var source = new Source(origin, "", () -> List.of(ROOT.certificate()));

        var refusal = refusal(List.of(source), distrust(ROOT));

        assertThat(refusal.fault()).isEqualTo(ChainFault.DISTRUSTED);
        assertThat(refusal).hasMessage("`CN=Bad Root` is marked as distrusted by " + directory);
    }

    @Test
    void one_between_that_is_distrusted_proves_nothing() throws Exception {
        var source = new Source(Origin.SYSTEM, "", () -> List.of(ROOT.certificate()));

        assertThat(refusal(List.of(source), distrust(SUB)).fault())
                .isEqualTo(ChainFault.DISTRUSTED);
    }

    @Test
    void an_authority_that_is_distrusted_alone_is_named_so() throws Exception {
        assertThat(refusal(List.of(), distrust(ROOT)))
                .hasMessageContaining("`CN=Bad Root` is marked as distrusted");
    }

    @Test
    void what_a_setting_s_file_says_for_itself_is_heeded() throws Exception {
        for (var pem :
                List.of(
                        ROOT.trustedPem(List.of(), List.of(SERVERS)),
                        ROOT.trustedPem(List.of(MAIL), List.of()))) {
            var file = Files.writeString(directory.resolve("corp.pem"), pem);
            var tls =
                    Tls.of(
                            Native.provider(),
                            TlsSettings.of(List.of(file)),
                            InstantSource.system(),
                            new ArrayList<String>()::add);
            try (var server = new Handshake(SUB.server(LEAF, 9, Handshake.HOST))) {
                assertThat(server.refusedBy(tls).fault())
                        .isIn(ChainFault.DISTRUSTED, ChainFault.UNKNOWN_AUTHORITY);
            }
        }
    }

    @Test
    void a_plain_copy_beside_one_for_mail_counts() throws Exception {
        Files.writeString(directory.resolve("mail.pem"), ROOT.trustedPem(List.of(MAIL), List.of()));
        var plain = Files.writeString(directory.resolve("z.pem"), ROOT.pem());
        var tls =
                Tls.of(
                        Native.provider(),
                        TlsSettings.of(List.of(directory, plain)),
                        InstantSource.system(),
                        new ArrayList<String>()::add);
        try (var server = new Handshake(SUB.server(LEAF, 9, Handshake.HOST))) {
            assertThat(server.by(tls).verified()).isTrue();
        }
    }
}

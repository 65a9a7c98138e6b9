package dev.tug.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tug.lab.CertificateAuthority;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;

/// A box that drops every packet with a greeting of TLS 1.3, and lets those of 1.2 pass (networks.md
/// T1, T14).
///
/// Needs root, for namespaces.
@Timeout(120)
final class SwallowedGreetingTest {
    private static final String WORDS = "only TLS 1.2 gets through to ";

    @TempDir Path directory;
    private Path config;

    @BeforeEach
    void write() throws Exception {
        // Two handshakes with each host are waited out: 15 s each is what this takes otherwise.
        config = Files.writeString(directory.resolve("config.toml"), "stall_seconds = 2\n");
    }

    private TugCommand command(NetworkLab lab) {
        return lab.command().with("TUG_CONFIG", config.toString());
    }

    @Test
    void is_passed_with_tls_1_2_and_met_with_that_at_once_when_it_is_certain() throws Exception {
        try (var lab = NetworkLab.start(directory, 3_000_000)) {
            assertFallsBackAndRemembers(lab, command(lab));
        }
    }

    @Test
    void is_remembered_behind_a_proxy_too() throws Exception {
        try (var lab = NetworkLab.start(directory, 3_000_000);
                var squid =
                        ProxySquid.start(
                                lab.rules().network(),
                                CertificateAuthority.create("CN=It Root,O=It"),
                                ProxySquid.Auth.NONE,
                                "")) {
            assertFallsBackAndRemembers(
                    lab, command(lab).with("HTTPS_PROXY", "http://" + ProxySquid.PLACE));

            assertThat(squid.asked()).isNotEmpty();
        }
    }

    private static void assertFallsBackAndRemembers(NetworkLab lab, TugCommand command)
            throws Exception {
        var swallowed = lab.rules().swallowGreetings();

        assertSaysNothing(lab.awaitPulled(lab.pull(command)));
        assertThat(swallowed.packets()).isPositive();

        PulledModel.delete(command.models());
        var again = lab.rules().swallowGreetings();
        assertSaysSo(lab.awaitPulled(lab.pull(command)));
        assertThat(again.packets()).isPositive();

        PulledModel.delete(command.models());
        var more = lab.rules().swallowGreetings();
        assertSaysSo(lab.awaitPulled(lab.pull(command)));
        assertThat(more.packets()).isZero();
    }

    /// Two deaths may be an outage.
    private static void assertSaysNothing(Story story) {
        assertThat(story.lines()).noneMatch(line -> line.contains(WORDS));
    }

    private static void assertSaysSo(Story story) {
        assertThat(story.lines())
                .anyMatch(line -> line.contains(WORDS + "registry.tug.test"))
                .anyMatch(line -> line.contains(WORDS + "cdn.tug.test"));
    }
}

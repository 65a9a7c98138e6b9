package dev.tug.it;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;

/// `tug doctor` behind squid as a proxy that was named and wants a login.
///
/// The client's machine knows no address but the proxy's. Needs root, for namespaces.
final class DoctorProxyTest {
    private static final long SIZE = 6_000_000;
    private static final int NETWORK = 5;
    private static final String HTTP_PROXY = "http://" + ProxySquid.PLACE;

    @TempDir Path directory;
    private NetworkLab lab;

    @BeforeEach
    void start() throws Exception {
        lab = NetworkLab.start(directory, SIZE);
        lab.rules()
                .network()
                .client()
                .show(
                        "hosts",
                        "127.0.0.1 localhost\n%s %s\n"
                                .formatted(
                                        PrivateNetwork.REGISTRY.getHostAddress(),
                                        PrivateNetwork.PROXY));
    }

    @AfterEach
    void close() {
        lab.close();
    }

    private ProxySquid squid() throws Exception {
        return ProxySquid.start(
                lab.rules().network(), lab.lab().authority(), ProxySquid.Auth.BASIC, "");
    }

    /// What it says with a login in the proxy's address, which must not be in it.
    private String diagnose(String login, int code, String... options) throws Exception {
        var arguments = new String[options.length + 2];
        arguments[0] = "doctor";
        arguments[1] = lab.lab().modelReference();
        System.arraycopy(options, 0, arguments, 2, options.length);
        var running =
                lab.command()
                        .with("HTTPS_PROXY", "http://" + login + "@" + ProxySquid.PLACE)
                        .run(arguments);
        var said = running.output() + running.errors();
        assertThat(running.process().exitValue()).as(said).isEqualTo(code);
        assertThat(said).doesNotContain("Exception", "PKIX", "\tat ", "s3cret");
        return said;
    }

    @Test
    void names_a_wrong_password_after_two_attempts_at_most() throws Exception {
        try (var squid = squid()) {
            assertThat(diagnose("puller:s3cret-wrong", NETWORK, "--probe"))
                    .containsPattern(
                            "fail +proxy .*wants a login by Basic: the password was refused \\(user"
                                    + " puller\\)")
                    .contains("a proxy on the way wants a login", "--proxy-user puller");
            assertThat(squid.asked()).filteredOn(ProxySquid.Asked::isLogin).hasSizeBetween(1, 2);
        }
    }

    @Test
    void names_the_proxy_and_how_it_was_logged_in_to() throws Exception {
        try (var _ = squid()) {
            assertThat(diagnose(ProxySquid.USER + ":s3cret%40word", 0))
                    .contains(
                            "proxy " + HTTP_PROXY + " (from HTTPS_PROXY)",
                            "lets it through; logged in by Basic as " + ProxySquid.USER,
                            "A pull works from here");
        }
    }

    @Test
    void writes_a_ticket_that_names_the_proxy() throws Exception {
        try (var _ = squid()) {
            assertThat(diagnose("puller:s3cret-wrong", NETWORK, "--ticket"))
                    .contains("through " + HTTP_PROXY, "curl -v --proxy '" + HTTP_PROXY + "'");
        }
    }
}

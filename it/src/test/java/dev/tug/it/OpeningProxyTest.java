package dev.tug.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tug.lab.CertificateAuthority;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;

/// squid as a proxy that clients are told of, which opens the TLS of each tunnel: what most offices
/// with an inspection have.
///
/// Needs root, for namespaces.
final class OpeningProxyTest {
    private static final long SIZE = 6_000_000;
    private static final int NETWORK = 5;
    private static final String HTTP_PROXY = "http://" + ProxySquid.PLACE;

    @TempDir Path directory;
    private NetworkLab lab;
    private CertificateAuthority forger;
    private ProxySquid squid;

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
        forger = CertificateAuthority.create("CN=Zscaler Root CA,O=Zscaler Inc.");
        squid = ProxySquid.opening(lab.rules().network(), lab.lab().authority(), forger);
    }

    @AfterEach
    void close() {
        squid.close();
        lab.close();
    }

    private TugCommand command() {
        return lab.command().with("HTTPS_PROXY", HTTP_PROXY);
    }

    @Test
    void a_pull_goes_through_it_and_says_who_reads_along() throws Exception {
        lab.trust(forger.pem());

        var running = lab.pull(command());

        lab.awaitPulled(running);
        assertThat(running.output()).contains("\"inspected\"", "Zscaler");
        assertThat(squid.asked())
                .anyMatch(asked -> asked.method().equals("CONNECT"))
                .anyMatch(asked -> asked.method().equals("GET") && asked.url().contains("/blob/"));
    }

    @Test
    void a_pull_is_told_whose_authority_is_missing() throws Exception {
        var running = command().run("pull", lab.modelReference());

        assertThat(running.process().exitValue()).isEqualTo(NETWORK);
        assertThat(running.errors())
                .contains(
                        "certificate of registry.tug.test, issued by `CN=Zscaler Root CA, O=Zscaler"
                                + " Inc.` (inspected by Zscaler), is not trusted",
                        "then `--cacert FILE`")
                .doesNotContain("PKIX", "EOF", "Exception");
        assertThat(squid.asked()).noneMatch(asked -> asked.method().equals("GET"));
    }

    @Test
    void a_doctor_names_the_proxy_and_who_reads_along() throws Exception {
        lab.trust(forger.pem());

        var running = command().run("doctor", lab.modelReference());

        assertThat(running.process().exitValue()).as(running.output()).isZero();
        assertThat(running.output())
                .contains(
                        "proxy " + HTTP_PROXY + " (from HTTPS_PROXY)",
                        "lets it through; it wants no login",
                        "A pull works from here")
                .containsPattern("warn +tls +registry.tug.test: .*Zscaler")
                .doesNotContain("Exception", "PKIX");
    }

    @Test
    void a_doctor_without_the_authority_blames_the_inspection_and_not_the_proxy() throws Exception {
        var running = command().run("doctor", lab.modelReference());

        assertThat(running.process().exitValue()).as(running.output()).isEqualTo(NETWORK);
        assertThat(running.output())
                .containsPattern("ok +proxy +registry.tug.test: ")
                .containsPattern("fail +tls +registry.tug.test: .*Zscaler")
                .contains(
                        "A pull fails: registry.tug.test: its certificate is signed by an authority");
    }
}

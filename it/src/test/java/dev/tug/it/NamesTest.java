package dev.tug.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tug.lab.GeneratedModel;
import dev.tug.lab.Lab;
import dev.tug.model.ModelName;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// Networks T15: the CDN's name is the one that a name server has trouble with, or gives addresses of
/// which some are of no use.
///
/// Needs root, for namespaces.
@Timeout(120)
final class NamesTest {
    private static final String CDN = "cdn.tug.test";
    private static final int NETWORK = 5;
    private static final InetAddress CDN_SIX = InetAddress.ofLiteral("fd99::2");
    private static final InetAddress BLACK_HOLE = InetAddress.ofLiteral("fd99::66");

    @TempDir Path directory;
    private final GeneratedModel model = GeneratedModel.simple(15, 3_000_000);

    /// A site whose CDN listens on `cdn`, and a client that has its name from a name server alone.
    private record Site(PrivateNetwork network, Lab lab) implements AutoCloseable {
        @Override
        public void close() {
            lab.close();
            network.close();
        }
    }

    private Site site(InetAddress cdn) throws Exception {
        var network = PrivateNetwork.create();
        try {
            var ip = Program.IP.path();
            var link = PrivateNetwork.LINK;
            network.client().run(ip, "address", "add", "fd99::9/64", "dev", link, "nodad");
            network.site().run(ip, "address", "add", "fd99::2/64", "dev", link, "nodad");
            // Packets to it go to a machine that is not there, and nobody says so.
            network.client()
                    .run(
                            ip,
                            "neigh",
                            "add",
                            BLACK_HOLE.getHostAddress(),
                            "lladdr",
                            "02:00:00:00:00:66",
                            "dev",
                            link,
                            "nud",
                            "permanent");
            network.client()
                    .hosts(PrivateNetwork.REGISTRY.getHostAddress() + " registry.tug.test\n");
            var named = InetAddress.getByAddress(CDN, cdn.getAddress());
            var lab = network.site().inside(() -> Lab.start(model, PrivateNetwork.REGISTRY, named));
            Files.writeString(directory.resolve("trust.pem"), lab.trustPem());
            return new Site(network, lab);
        } catch (Exception | AssertionError e) {
            network.close();
            throw e;
        }
    }

    private TugCommand command(Site site) {
        return TugCommand.trusting(directory.resolve("trust.pem"), directory.resolve("home"))
                .in(site.network().client());
    }

    private static InetAddress cdnFour() {
        return InetAddress.ofLiteral(PrivateNetwork.CDN.getHostAddress());
    }

    private static TestResolver resolver(Site site, int code, InetAddress... addresses)
            throws Exception {
        return TestResolver.start(site.network().client(), CDN, code, List.of(addresses));
    }

    @ParameterizedTest
    @CsvSource({
        "5, REFUSED",
        "2, SERVFAIL",
        "3, NXDOMAIN",
        "0, has no address",
    })
    void says_what_the_name_server_says_of_the_cdn(int code, String words) throws Exception {
        try (var site = site(cdnFour());
                var resolver = resolver(site, code)) {
            var pull =
                    command(site).run("pull", "--give-up-after", "1s", site.lab().modelReference());

            assertThat(pull.process().exitValue()).as(pull.errors()).isEqualTo(NETWORK);
            assertThat(pull.errors())
                    .contains("no address found for " + CDN)
                    .contains(words)
                    .contains(code == 2 ? "--doh" : "--resolve " + CDN);
            assertThat(resolver.asked()).isPositive();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "registry.tug.test, 5, REFUSED",
        "rejistry.tug.test, 0, NXDOMAIN",
    })
    void says_within_seconds_that_a_registry_s_name_is_denied(String host, int code, String words)
            throws Exception {
        try (var network = PrivateNetwork.create();
                var _ =
                        TestResolver.start(
                                network.client(), "registry.tug.test", code, List.of(cdnFour()))) {
            network.client().hosts("127.0.0.1 localhost\n");
            var command =
                    new TugCommand(directory.resolve("home"), Map.of(), network.client().wrapper());
            var start = System.nanoTime();

            var pull = command.run("pull", host + "/library/demo");

            var took = Duration.ofNanos(System.nanoTime() - start);
            System.out.printf("%s was told after %d ms%n", words, took.toMillis());
            assertThat(pull.process().exitValue()).as(pull.errors()).isEqualTo(NETWORK);
            assertThat(pull.errors()).contains("no address found for " + host, words);
            // The half of how long is waited where nobody answers; 4 s on a machine at rest.
            assertThat(took).isLessThan(Duration.ofSeconds(30));
        }
    }

    @Test
    void says_that_no_name_server_answers() throws Exception {
        try (var site = site(cdnFour())) {
            var pull =
                    command(site).run("pull", "--give-up-after", "1s", site.lab().modelReference());

            assertThat(pull.errors()).contains("no name server answers");
        }
    }

    @Test
    void calls_an_answer_forged_that_leads_to_somebody_else() throws Exception {
        try (var site = site(cdnFour());
                var _ =
                        resolver(
                                site,
                                TestResolver.NO_ERROR,
                                InetAddress.ofLiteral(PrivateNetwork.REGISTRY.getHostAddress()))) {
            // Whoever is there answers on that port too, with a certificate of its own.
            site.network()
                    .site()
                    .runIfAble(
                            Program.IPTABLES.path(),
                            "-t",
                            "nat",
                            "-A",
                            "PREROUTING",
                            "-p",
                            "tcp",
                            "--dport",
                            port(site.lab().cdn().baseUrl()),
                            "-j",
                            "REDIRECT",
                            "--to-ports",
                            port(site.lab().registry().baseUrl()));

            var pull = command(site).run("pull", site.lab().modelReference());

            assertThat(pull.process().exitValue()).as(pull.errors()).isEqualTo(NETWORK);
            assertThat(pull.errors()).contains("the DNS answer for " + CDN + " looks forged");
        }
    }

    private static String port(String url) {
        return url.replaceAll(".*:", "");
    }

    @Test
    void a_given_address_needs_no_name_server() throws Exception {
        try (var site = site(cdnFour())) {
            var port = port(site.lab().cdn().baseUrl());
            var address = cdnFour().getHostAddress();

            assertPulls(site, "--resolve", CDN + ":" + port + ":" + address);
        }
    }

    @Test
    void an_address_that_swallows_everything_costs_next_to_nothing() throws Exception {
        try (var site = site(cdnFour());
                var _ = resolver(site, TestResolver.NO_ERROR, cdnFour(), BLACK_HOLE)) {
            assertPulls(site);
        }
    }

    @Test
    void a_host_may_have_ipv6_alone() throws Exception {
        try (var site = site(CDN_SIX);
                var _ = resolver(site, TestResolver.NO_ERROR, CDN_SIX)) {
            assertPulls(site);
        }
    }

    @Test
    void a_host_may_have_ipv4_alone() throws Exception {
        try (var site = site(cdnFour());
                var _ = resolver(site, TestResolver.NO_ERROR, cdnFour())) {
            assertPulls(site);
        }
    }

    @Test
    void a_host_may_have_one_dead_address_of_each_kind() throws Exception {
        try (var site = site(cdnFour());
                var _ =
                        resolver(
                                site,
                                TestResolver.NO_ERROR,
                                // Nobody listens there.
                                InetAddress.ofLiteral(PrivateNetwork.REGISTRY.getHostAddress()),
                                CDN_SIX,
                                cdnFour())) {
            assertPulls(site);
        }
    }

    private void assertPulls(Site site, String... options) throws Exception {
        var command = command(site);
        var arguments = new String[options.length + 3];
        arguments[0] = "pull";
        arguments[1] = "--json";
        System.arraycopy(options, 0, arguments, 2, options.length);
        arguments[options.length + 2] = site.lab().modelReference();
        var pull = command.run(arguments);

        assertThat(pull.process().exitValue()).as(pull.errors() + pull.output()).isZero();
        assertThat(Story.of(pull).events("retrying")).isEmpty();
        PulledModel.assertStored(
                command.models(), ModelName.parse(site.lab().modelReference()), model);
    }
}

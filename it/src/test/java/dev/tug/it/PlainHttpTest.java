package dev.tug.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tug.lab.CertificateAuthority;
import dev.tug.lab.GeneratedModel;
import dev.tug.lab.LabCdn;
import dev.tug.lab.LabRegistry;
import dev.tug.model.ModelName;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

/// A registry without TLS behind squid that `http_proxy` names, which is asked for whole addresses
/// (networks.md T6).
///
/// The client's machine knows no address but the proxy's. Needs root, for namespaces.
@Timeout(120)
final class PlainHttpTest {
    private static final int PROXY_AUTHENTICATION_REQUIRED = 407;
    private static final String PROXY = "http://" + ProxySquid.PLACE;

    @TempDir Path directory;
    private final GeneratedModel model = GeneratedModel.simple(6, 3_000_000);
    private PrivateNetwork network;
    private ProxySquid squid;

    @BeforeEach
    void start() throws Exception {
        network = PrivateNetwork.create();
        network.client()
                .hosts(
                        "127.0.0.1 localhost\n%s %s\n"
                                .formatted(
                                        PrivateNetwork.REGISTRY.getHostAddress(),
                                        PrivateNetwork.PROXY));
        squid = squid(ProxySquid.Auth.NONE);
    }

    private ProxySquid squid(ProxySquid.Auth auth) throws Exception {
        return ProxySquid.start(network, CertificateAuthority.create("CN=It Root,O=It"), auth, "");
    }

    @AfterEach
    void close() {
        if (squid != null) {
            squid.close();
        }
        network.close();
    }

    /// A registry and a CDN.
    private record Plain(LabCdn cdn, LabRegistry registry) implements AutoCloseable {
        @Override
        public void close() {
            registry.close();
            cdn.close();
        }
    }

    private Plain serve(NetworkNamespace where, Callable<Plain> servers) throws Exception {
        var plain = where.inside(servers);
        plain.registry().add(model);
        return plain;
    }

    private Plain atSite(InetAddress registry, InetAddress cdn) throws Exception {
        return serve(
                network.site(),
                () -> {
                    var store = LabCdn.startPlain(cdn);
                    return new Plain(store, LabRegistry.startPlain(registry, store));
                });
    }

    private TugCommand command() {
        return new TugCommand(
                directory.resolve("home"), Map.of("http_proxy", PROXY), network.client().wrapper());
    }

    private String reference(Plain plain) {
        return plain.registry().hostAndPort() + "/" + model.name() + ":" + model.tag();
    }

    private TugCommand.Running pull(TugCommand command, Plain plain, String... options)
            throws Exception {
        var words = new ArrayList<>(List.of("pull", "--json", "--insecure"));
        words.addAll(List.of(options));
        words.add(reference(plain));
        return command.run(words.toArray(String[]::new));
    }

    private void assertPulled(TugCommand.Running pull, Plain plain) throws Exception {
        assertThat(pull.process().exitValue()).as(pull.errors() + pull.output()).isZero();
        PulledModel.assertStored(command().models(), ModelName.parse(reference(plain)), model);
    }

    @Test
    void a_whole_pull_goes_through_the_proxy() throws Exception {
        try (var plain = atSite(PrivateNetwork.REGISTRY, PrivateNetwork.CDN)) {
            assertPulled(pull(command(), plain), plain);

            assertThat(squid.asked())
                    .allMatch(asked -> asked.method().equals("GET"))
                    .anyMatch(asked -> asked.url().startsWith(plain.registry().baseUrl() + "/v2/"))
                    .anyMatch(asked -> asked.url().startsWith(plain.cdn().baseUrl() + "/"));
        }
    }

    @Test
    void a_script_names_a_proxy_that_wants_a_password() throws Exception {
        squid.close();
        squid = squid(ProxySquid.Auth.BASIC);
        var script =
                Files.writeString(
                        directory.resolve("proxy.pac"),
                        "function FindProxyForURL(url, host) { return 'PROXY %s'; }"
                                .formatted(ProxySquid.PLACE));
        var netrc =
                Files.writeString(
                        directory.resolve("netrc"),
                        "machine %s login %s password %s\n"
                                .formatted(
                                        PrivateNetwork.PROXY,
                                        ProxySquid.USER,
                                        ProxySquid.PASSWORD));
        try (var plain = atSite(PrivateNetwork.REGISTRY, PrivateNetwork.CDN)) {
            var command = command().with("NETRC", netrc.toString());
            var pull = pull(command, plain, "--proxy-pac", script.toString());
            assertPulled(pull, plain);

            assertThat(squid.asked())
                    .allMatch(asked -> asked.method().equals("GET"))
                    .anyMatch(asked -> asked.url().startsWith(plain.registry().baseUrl() + "/v2/"))
                    .anyMatch(asked -> asked.url().startsWith(plain.cdn().baseUrl() + "/"));
            // The first finds out that a login is wanted; all others come with it.
            assertThat(squid.asked())
                    .filteredOn(asked -> asked.status() == PROXY_AUTHENTICATION_REQUIRED)
                    .hasSize(1)
                    .noneMatch(ProxySquid.Asked::isLogin);
            assertThat(pull.output() + pull.errors()).doesNotContain(ProxySquid.PASSWORD);
        }
    }

    @Test
    void no_proxy_names_networks_of_hosts_that_are_addresses() throws Exception {
        try (var plain =
                atSite(
                        named("10.99.0.1", PrivateNetwork.REGISTRY),
                        named("10.99.0.2", PrivateNetwork.CDN))) {
            var command = command().with("no_proxy", "10.98.0.0/16, 10.99.0.0/31");
            assertPulled(pull(command, plain), plain);

            assertThat(squid.asked())
                    .isNotEmpty()
                    .allMatch(asked -> asked.url().startsWith(plain.cdn().baseUrl() + "/"));
        }
    }

    private static InetAddress named(String name, InetAddress address) throws Exception {
        return InetAddress.getByAddress(name, address.getAddress());
    }

    @Test
    void this_machine_is_reached_past_the_proxy_unless_one_is_named_for_the_command()
            throws Exception {
        try (var plain =
                serve(
                        network.client(),
                        () -> {
                            var store = LabCdn.startPlain();
                            return new Plain(store, LabRegistry.startPlain(store));
                        })) {
            assertPulled(pull(command(), plain), plain);
            assertThat(squid.asked()).isEmpty();

            PulledModel.delete(command().models());
            var asked = pull(command(), plain, "--proxy", PROXY, "--give-up-after", "1s");

            // On the proxy's machine there is nobody.
            assertThat(asked.process().exitValue()).isNotZero();
            assertThat(squid.asked())
                    .isNotEmpty()
                    .allMatch(it -> it.url().startsWith(plain.registry().baseUrl() + "/v2/"));
        }
    }
}

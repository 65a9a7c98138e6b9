package dev.tug.it;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

/// Whole pulls through squid as a proxy that was named, with each way to name it and to log in.
///
/// The client's machine knows no address but the proxy's: names are looked up by that alone. Needs
/// root, for namespaces.
final class ProxyTest {
    private static final long SIZE = 6_000_000;
    private static final int NETWORK = 5;
    private static final int BLOCKED = 9;
    private static final int AUTHENTICATION_REQUIRED = 407;
    private static final String PROFILES = ".local/state/tug/profiles.json";
    private static final String HTTP_PROXY = "http://" + ProxySquid.PLACE;
    private static final String LOGIN = ProxySquid.USER + ":s3cret%40word@";

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

    private ProxySquid squid(ProxySquid.Auth auth) throws Exception {
        return squid(auth, "");
    }

    private ProxySquid squid(ProxySquid.Auth auth, String directives) throws Exception {
        return ProxySquid.start(lab.rules().network(), lab.lab().authority(), auth, directives);
    }

    private TugCommand.Running pull(TugCommand command, String... options) throws Exception {
        var words = new ArrayList<>(List.of("pull", "--json"));
        words.addAll(List.of(options));
        words.add(lab.lab().modelReference());
        return command.start(words.toArray(String[]::new));
    }

    private Path password(String text) throws Exception {
        var file = Files.writeString(directory.resolve("password"), text + "\n");
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    /// What a failed pull said; asserts that no password is in it.
    private static String complaint(TugCommand.Running running) throws Exception {
        assertThat(running.awaitEnd()).as(running.errors() + running.output()).isEqualTo(NETWORK);
        assertThat(running.errors() + running.output()).doesNotContain("s3cret");
        return running.output();
    }

    @Test
    void needs_nothing_but_the_variable_where_the_proxy_wants_no_login() throws Exception {
        try (var squid = squid(ProxySquid.Auth.NONE)) {
            lab.awaitPulled(pull(lab.command().with("https_proxy", ProxySquid.PLACE)));

            assertThat(squid.asked()).allMatch(asked -> asked.method().equals("CONNECT"));
            assertThat(Files.readString(lab.command().directory().resolve(PROFILES)))
                    .contains("proxy " + ProxySquid.PLACE);
        }
    }

    @Test
    void logs_in_by_basic_with_what_the_proxys_address_says() throws Exception {
        try (var squid = squid(ProxySquid.Auth.BASIC)) {
            lab.awaitPulled(
                    pull(lab.command().with("HTTPS_PROXY", "http://" + LOGIN + ProxySquid.PLACE)));

            // The first asks what is wanted; the others know.
            assertThat(squid.asked()).filteredOn(asked -> !asked.isLogin()).hasSize(1);
        }
    }

    @Test
    void logs_in_by_digest_with_what_netrc_says() throws Exception {
        try (var squid = squid(ProxySquid.Auth.DIGEST)) {
            var netrc =
                    Files.writeString(
                            directory.resolve("netrc"),
                            "machine %s login %s password %s%n"
                                    .formatted(
                                            PrivateNetwork.PROXY,
                                            ProxySquid.USER,
                                            ProxySquid.PASSWORD));
            lab.awaitPulled(
                    pull(
                            lab.command()
                                    .with("ALL_PROXY", HTTP_PROXY)
                                    .with("NETRC", netrc.toString())));

            assertThat(squid.asked())
                    .filteredOn(ProxySquid.Asked::isLogin)
                    .allMatch(asked -> asked.status() != AUTHENTICATION_REQUIRED);
        }
    }

    @Test
    void logs_in_with_what_a_credential_helper_keeps_for_the_proxy() throws Exception {
        try (var squid = squid(ProxySquid.Auth.BASIC)) {
            var helper =
                    Files.writeString(
                            directory.resolve("docker-credential-desk"),
                            """
                            #!/bin/sh
                            read -r server
                            echo "$1 $server" >> "$HOME/asked"
                            echo '{"ServerURL":"'"$server"'","Username":"%s","Secret":"%s"}'
                            """
                                    .formatted(ProxySquid.USER, ProxySquid.PASSWORD));
            Files.setPosixFilePermissions(helper, PosixFilePermissions.fromString("rwx------"));
            var path = directory + ":" + System.getenv("PATH");
            lab.awaitPulled(
                    pull(
                            lab.command().with("HTTPS_PROXY", HTTP_PROXY).with("PATH", path),
                            "--proxy-helper",
                            "desk"));

            assertThat(squid.asked()).filteredOn(asked -> !asked.isLogin()).hasSize(1);
            assertThat(lab.command().directory().resolve("asked"))
                    .hasContent("get " + ProxySquid.PLACE);
        }
    }

    @Test
    void logs_in_by_ntlm_with_a_password_from_a_file() throws Exception {
        try (var squid = squid(ProxySquid.Auth.NTLM)) {
            lab.awaitPulled(
                    pull(
                            lab.command(),
                            "--proxy",
                            HTTP_PROXY,
                            "--proxy-user",
                            "CORP\\" + ProxySquid.USER,
                            "--proxy-password-file",
                            password(ProxySquid.PASSWORD).toString()));

            assertThat(squid.asked()).anyMatch(asked -> asked.authorization().startsWith("NTLM"));
        }
    }

    @Test
    void logs_in_by_negotiate_with_the_users_ticket() throws Exception {
        try (var kerberos = Kerberos.start(lab.rules().network());
                var squid =
                        ProxySquid.start(lab.rules().network(), lab.lab().authority(), kerberos)) {
            kerberos.login();
            var running =
                    pull(
                            lab.command()
                                    .with("KRB5_CONFIG", kerberos.config().toString())
                                    .with("KRB5CCNAME", "FILE:" + kerberos.tickets()),
                            "-v",
                            "--proxy",
                            HTTP_PROXY);
            running.awaitEnd();
            lab.awaitPulled(running);

            assertThat(squid.asked())
                    .anyMatch(asked -> asked.authorization().startsWith("Negotiate"));
        }
    }

    @Test
    void says_that_a_ticket_is_missing() throws Exception {
        try (var kerberos = Kerberos.start(lab.rules().network());
                var _ = ProxySquid.start(lab.rules().network(), lab.lab().authority(), kerberos)) {
            var running =
                    pull(
                            lab.command().with("KRB5_CONFIG", kerberos.config().toString()),
                            "--proxy",
                            HTTP_PROXY);

            assertThat(complaint(running))
                    .contains("wants a login by Negotiate: there is no Kerberos ticket")
                    .contains("kinit");
        }
    }

    @Test
    void speaks_tls_to_a_proxy_that_wants_it() throws Exception {
        try (var squid = squid(ProxySquid.Auth.BASIC)) {
            lab.awaitPulled(
                    pull(
                            lab.command()
                                    .with(
                                            "HTTPS_PROXY",
                                            "https://" + LOGIN + ProxySquid.TLS_PLACE)));

            assertThat(squid.asked()).anyMatch(ProxySquid.Asked::isLogin);
        }
    }

    @Test
    void tries_a_wrong_password_no_more_than_twice_for_sixteen_streams() throws Exception {
        try (var squid = squid(ProxySquid.Auth.BASIC)) {
            var running =
                    pull(
                            lab.command()
                                    .with(
                                            "HTTPS_PROXY",
                                            "http://puller:s3cret-wrong@" + ProxySquid.PLACE));

            assertThat(complaint(running))
                    .contains("the proxy " + HTTP_PROXY + " wants a login by Basic")
                    .contains("the password was refused (user puller)")
                    .contains("--proxy-user puller");
            assertThat(squid.asked()).filteredOn(ProxySquid.Asked::isLogin).hasSizeBetween(1, 2);
        }
    }

    @Test
    void says_which_login_is_wanted_where_none_is_known() throws Exception {
        try (var squid = squid(ProxySquid.Auth.DIGEST)) {
            var running = pull(lab.command().with("HTTPS_PROXY", HTTP_PROXY));

            assertThat(complaint(running))
                    .contains("wants a login by Digest: no user and password are known");
            assertThat(squid.asked()).hasSize(1);
        }
    }

    @Test
    void tells_a_proxy_that_is_away_from_a_registry_that_is() throws Exception {
        var running =
                pull(
                        lab.command().with("HTTPS_PROXY", "http://" + PrivateNetwork.PROXY + ":9"),
                        "--give-up-after",
                        "1s");

        assertThat(complaint(running))
                .contains(
                        "cannot connect to the proxy http://"
                                + PrivateNetwork.PROXY
                                + ":9 (from HTTPS_PROXY): ");
    }

    @Test
    void shows_the_page_of_a_proxy_that_does_not_allow_the_host() throws Exception {
        try (var _ =
                squid(
                        ProxySquid.Auth.NONE,
                        "acl bad dstdomain registry.tug.test\nhttp_access deny bad")) {
            var running = pull(lab.command().with("HTTPS_PROXY", HTTP_PROXY));

            assertThat(running.awaitEnd()).isEqualTo(BLOCKED);
            assertThat(running.output())
                    .contains(
                            "blocked by squid (ERR_ACCESS_DENIED): HTTP 403 from registry.tug.test")
                    .contains("squid forbids registry.tug.test: ask IT to allow the host");
        }
    }

    @Test
    void lets_a_script_choose_and_goes_on_to_the_next_where_one_is_away() throws Exception {
        var script =
                Files.writeString(
                        directory.resolve("proxy.pac"),
                        """
                        function FindProxyForURL(url, host) {
                            if (isPlainHostName(host) || !dnsDomainIs(host, ".tug.test"))
                                return "DIRECT";
                            return "PROXY proxy.tug.test:9; PROXY proxy.tug.test:3128; DIRECT";
                        }
                        """);
        try (var squid = squid(ProxySquid.Auth.NONE)) {
            lab.awaitPulled(pull(lab.command(), "--proxy-pac", script.toString()));

            assertThat(squid.asked()).isNotEmpty();
        }
    }

    @Test
    void looks_names_up_at_a_socks_proxy() throws Exception {
        try (var dante = Dante.start(lab.rules().network(), false)) {
            lab.awaitPulled(pull(lab.command(), "--proxy", "socks5h://" + Dante.PLACE));

            assertThat(dante.log()).contains("tcp/connect");
        }
    }

    @Test
    void logs_in_at_a_socks_proxy() throws Exception {
        try (var _ = Dante.start(lab.rules().network(), true)) {
            lab.awaitPulled(
                    pull(lab.command().with("ALL_PROXY", "socks5h://" + LOGIN + Dante.PLACE)));
        }
    }

    @Test
    void tries_a_wrong_password_no_more_than_twice_at_a_socks_proxy() throws Exception {
        try (var dante = Dante.start(lab.rules().network(), true)) {
            var running =
                    pull(
                            lab.command()
                                    .with(
                                            "ALL_PROXY",
                                            "socks5h://puller:s3cret-wrong@" + Dante.PLACE));

            assertThat(complaint(running)).contains("the password was refused (user puller)");
            assertThat(dante.log().lines().filter(line -> line.contains("password")))
                    .hasSizeLessThanOrEqualTo(2);
        }
    }

    @Test
    void fetches_a_script_by_no_proxy() throws Exception {
        var script = "function FindProxyForURL(u, h) { return 'PROXY " + ProxySquid.PLACE + "'; }";
        try (var squid = squid(ProxySquid.Auth.NONE);
                var web = SmallWeb.start(lab.rules().network(), script)) {
            lab.awaitPulled(pull(lab.command().with("TUG_PROXY_PAC", web.url())));

            assertThat(squid.asked()).isNotEmpty();
            assertThat(squid.asked()).noneMatch(asked -> asked.url().contains("proxy.pac"));
        }
    }

    @Test
    void says_why_a_script_cannot_be_had() throws Exception {
        var script = directory.resolve("nowhere.pac").toString();
        var running = pull(lab.command().with("TUG_PROXY_PAC", script), "--give-up-after", "1s");

        assertThat(complaint(running))
                .contains("nowhere.pac (from TUG_PROXY_PAC) fails: it cannot be read");
    }

    @Test
    void goes_past_the_proxy_to_what_no_proxy_names() throws Exception {
        lab.rules().network().client().show("hosts", PrivateNetwork.hosts());
        try (var squid = squid(ProxySquid.Auth.NONE)) {
            lab.awaitPulled(
                    pull(
                            lab.command()
                                    .with("HTTPS_PROXY", HTTP_PROXY)
                                    .with("NO_PROXY", "localhost, .tug.test")));

            assertThat(squid.asked()).isEmpty();
        }
    }

    @Test
    void asks_for_whole_addresses_in_plain_http_and_logs_in_for_each() throws Exception {
        try (var squid = squid(ProxySquid.Auth.BASIC)) {
            var running =
                    lab.command()
                            .with("HTTP_PROXY", "http://" + LOGIN + ProxySquid.PLACE)
                            .start(
                                    "pull",
                                    "--json",
                                    "--insecure",
                                    "--give-up-after",
                                    "1s",
                                    "registry.tug.test:9/library/demo");

            // Nobody is there: that is the proxy's to say, and it says so in a page.
            assertThat(complaint(running))
                    .contains("squid did not get through (ERR_CONNECT_FAIL): HTTP 503 from")
                    .contains("registry.tug.test");
            assertThat(squid.asked())
                    .allMatch(asked -> asked.method().equals("GET"))
                    .allMatch(asked -> asked.url().startsWith("http://registry.tug.test:9/v2/"));
            assertThat(squid.asked()).filteredOn(asked -> !asked.isLogin()).hasSize(1);
        }
    }

    @Test
    void looks_names_up_here_for_a_socks_proxy_that_is_to_get_addresses() throws Exception {
        lab.rules().network().client().show("hosts", PrivateNetwork.hosts());
        try (var dante = Dante.start(lab.rules().network(), false)) {
            lab.awaitPulled(pull(lab.command(), "-x", "socks5://" + Dante.PLACE));

            assertThat(dante.log()).contains("tcp/connect");
        }
    }

    @Test
    void says_what_a_socks_proxy_could_not_do() throws Exception {
        try (var _ = Dante.start(lab.rules().network(), false)) {
            var running =
                    lab.command()
                            .with("ALL_PROXY", "socks5h://" + Dante.PLACE)
                            .start(
                                    "pull",
                                    "--json",
                                    "--give-up-after",
                                    "1s",
                                    "registry.tug.test:9/library/demo");

            assertThat(complaint(running))
                    .contains("the proxy socks5h://" + Dante.PLACE + " does not connect to")
                    .contains("registry.tug.test: the host refuses the connection");
        }
    }
}

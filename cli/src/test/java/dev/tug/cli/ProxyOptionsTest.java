package dev.tug.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tug.ProxyRules;
import dev.tug.ProxyRules.Named;
import dev.tug.TugConfig;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What flags, environment and file make of proxies, as the library gets it.
final class ProxyOptionsTest {
    @TempDir Path home;
    private World world;

    @BeforeEach
    void start() {
        world = new World(home);
    }

    private ProxyRules rules(String... options) {
        var words = new ArrayList<>(List.of("pull", "--quiet"));
        words.addAll(List.of(options));
        words.add("m");
        assertThat(world.run(words.toArray(String[]::new))).as(world.err()).isZero();
        return world.configs.getLast().proxies();
    }

    private void file(String text) throws Exception {
        world.variables.put(
                "TUG_CONFIG", Files.writeString(home.resolve("tug.toml"), text).toString());
    }

    private static Optional<Named> named(String text, String source) {
        return Optional.of(new Named(text, source));
    }

    @Test
    void the_system_is_asked_where_nobody_says_anything() {
        var rules = rules();
        assertThat(rules.system()).isTrue();
        assertThat(rules.https()).isEmpty();
        assertThat(rules.http()).isEmpty();
        assertThat(rules("--no-system-proxy").system()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "HTTPS_PROXY, https_proxy, true",
        "https_proxy, ALL_PROXY, true",
        "ALL_PROXY, all_proxy, true",
        "HTTP_PROXY, http_proxy, false",
        "http_proxy, ALL_PROXY, false",
    })
    void a_variable_goes_before_another(String first, String second, boolean https) {
        world.variables.put(first, "a:1");
        world.variables.put(second, "b:2");
        var rules = rules();
        assertThat(https ? rules.https() : rules.http()).isEqualTo(named("a:1", first));
        assertThat(rules.system()).isFalse();
    }

    @Test
    void all_proxy_is_for_what_has_no_proxy_of_its_own() {
        world.variables.put("ALL_PROXY", "socks5h://all:1080");
        world.variables.put("HTTPS_PROXY", "tls:1");
        var rules = rules();
        assertThat(rules.https()).isEqualTo(named("tls:1", "HTTPS_PROXY"));
        assertThat(rules.http()).isEqualTo(named("socks5h://all:1080", "ALL_PROXY"));
    }

    @Test
    void a_web_servers_header_names_no_proxy() {
        world.variables.put("REQUEST_METHOD", "GET");
        world.variables.put("HTTP_PROXY", "evil:1");
        assertThat(rules().http()).isEmpty();
        world.variables.put("http_proxy", "good:1");
        assertThat(rules().http()).isEqualTo(named("good:1", "http_proxy"));
    }

    @Test
    void a_flag_hides_the_environment_and_that_the_file() throws Exception {
        file("proxy = \"file:1\"\nnoproxy = [\"a.test\", \"b.test\"]\n");
        assertThat(rules().https().orElseThrow().text()).isEqualTo("file:1");
        assertThat(rules().except()).containsExactly("a.test,b.test");
        world.variables.put("HTTPS_PROXY", "variable:1");
        world.variables.put("NO_PROXY", "c.test");
        assertThat(rules().https()).isEqualTo(named("variable:1", "HTTPS_PROXY"));
        assertThat(rules().except()).containsExactly("c.test");
        var flags = rules("--proxy", "flag:1", "--noproxy", "d.test");
        assertThat(flags.https()).isEqualTo(named("flag:1", "--proxy"));
        assertThat(flags.http()).isEqualTo(named("flag:1", "--proxy"));
        assertThat(flags.except()).containsExactly("d.test");
    }

    @Test
    void only_a_proxy_that_is_named_for_this_command_is_asked_for_this_machine() {
        world.variables.put("ALL_PROXY", "p:1");
        assertThat(rules().loopback()).isFalse();
        assertThat(rules("-x", "p:1").loopback()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"--no-proxy", "--proxy="})
    void all_may_be_reached_directly(String flag) {
        world.variables.put("ALL_PROXY", "p:1");
        var rules = rules(flag);
        assertThat(rules.https()).isEmpty();
        assertThat(rules.http()).isEmpty();
        assertThat(rules.system()).isFalse();
    }

    @Test
    void a_script_may_choose() throws Exception {
        world.variables.put("ALL_PROXY", "p:1");
        assertThat(rules("--proxy-pac", "http://wpad/p.pac").script())
                .isEqualTo(named("http://wpad/p.pac", "--proxy-pac"));
        world.variables.put("TUG_PROXY_PAC", "~/p.pac");
        assertThat(rules().script()).isEqualTo(named(home + "/p.pac", "TUG_PROXY_PAC"));
        world.variables.clear();
        file("proxy_pac = \"/etc/p.pac\"\nsystem_proxy = true\n");
        assertThat(rules().script().orElseThrow().text()).isEqualTo("/etc/p.pac");
        assertThat(rules().system()).isFalse();
    }

    @Test
    void a_user_and_a_file_with_the_password_make_a_login() throws Exception {
        var file = Files.writeString(home.resolve("password"), "secret\n");
        var logins =
                rules(
                                "-x",
                                "p:1",
                                "--proxy-user",
                                "D\\me",
                                "--proxy-password-file",
                                file.toString())
                        .logins();
        assertThat(logins.given()).contains(new TugConfig.Login("D\\me", "secret"));
        assertThat(logins.netrc()).contains(home.resolve(".netrc"));
        assertThat(rules("--proxy-helper", "pass").logins().helper()).contains("pass");
        world.variables.put("NETRC", "/n");
        assertThat(rules().logins().netrc()).contains(Path.of("/n"));
    }

    @Test
    void the_human_is_asked_by_whoever_runs_the_command() {
        world.asker = (proxy, user, _) -> Optional.of(new TugConfig.Login("me", proxy + user));
        assertThat(
                        rules().logins()
                                .asker()
                                .ask("p", Optional.of("me"), false)
                                .orElseThrow()
                                .password())
                .isEqualTo("pOptional[me]");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--proxy=ftp://p:1 | a proxy is http, https, socks5 or socks5h",
                "--proxy=http://me:secret@p:1 | --proxy has a password in it",
                "--proxy-user=me:secret | takes a name without a password",
                "--proxy-password-file=/nowhere/at/all --proxy-user=me | cannot read /nowhere/at/all",
                "--no-proxy --proxy=p:1 | contradict each other",
                "--proxy-pac=a --proxy=p:1 | contradict each other",
                "--proxy-pac=/nowhere/p.pac | --proxy-pac: cannot read /nowhere/p.pac",
            })
    void what_makes_no_sense_is_wrong_usage(String options, String message) {
        var words = new ArrayList<>(List.of("pull"));
        words.addAll(List.of(options.split(" ", -1)));
        words.add("m");
        assertThat(world.run(words.toArray(String[]::new))).isEqualTo(2);
        assertThat(world.err()).contains(message).doesNotContain("secret");
    }

    @ParameterizedTest
    @ValueSource(strings = {"HTTPS_PROXY", "http_proxy", "ALL_PROXY"})
    void a_variable_that_names_no_proxy_is_not_gone_past(String variable) {
        world.variables.put(variable, "me:s3c://ret@p:1");
        assertThat(world.run("pull", "m")).isEqualTo(2);
        assertThat(world.err()).contains(variable + ": a proxy is http").doesNotContain("s3c");
        assertThat(world.run("pull", "--no-proxy", "m")).isZero();
    }

    @Test
    void a_file_that_names_no_proxy_is_not_gone_past() throws Exception {
        file("proxy = \"p:x\"\n");
        assertThat(world.run("pull", "m")).isEqualTo(2);
        assertThat(world.err()).contains("`proxy`: a proxy's port is not in 1..65535");
    }

    @Test
    void config_shows_all_of_it_but_passwords() throws Exception {
        file(
                """
                proxy_pac = "http://me:secret@wpad/p.pac"
                noproxy = "a.test"
                proxy_user = "me"
                proxy_password_file = "~/pw"
                proxy_helper = "pass"
                """);
        assertThat(world.run("config")).isZero();
        assertThat(world.out())
                .containsPattern("proxy_pac +http://wpad/p.pac")
                .containsPattern("noproxy +a.test")
                .containsPattern("proxy_user +me")
                .containsPattern("proxy_password_file +" + home + "/pw")
                .containsPattern("proxy_helper +pass")
                .doesNotContain("secret");
    }
}

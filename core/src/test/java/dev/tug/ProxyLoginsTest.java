package dev.tug;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tug.internal.proxy.ProxyLogin;
import dev.tug.internal.proxy.ProxyServer;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// Which login goes to which proxy.
final class ProxyLoginsTest {
    private static final ProxyServer PROXY = ProxyServer.parse("http://proxy:3128");

    @TempDir Path directory;

    private ProxyLogins logins(String netrc) throws IOException {
        var file = Files.writeString(directory.resolve("netrc"), netrc);
        return new ProxyLogins(
                new ProxyRules.Logins(
                        Optional.of(new TugConfig.Login("al", "secret")),
                        Optional.empty(),
                        Optional.of(file),
                        Optional.empty(),
                        (_, _, _) -> Optional.empty()),
                _ -> {});
    }

    @Test
    void a_login_for_any_proxy_goes_to_none_that_a_stranger_may_have_named() throws Exception {
        assertThat(logins("").kept(PROXY, true)).contains(new ProxyLogin("al", "secret"));
        assertThat(logins("").kept(PROXY, false)).isEmpty();
    }

    @Test
    void a_login_for_this_very_host_goes_there_whoever_named_it() throws Exception {
        assertThat(logins("machine proxy login me password mine\n").kept(PROXY, false))
                .contains(new ProxyLogin("me", "mine"));
    }

    @Test
    void a_script_that_comes_over_https_is_not_led_down() throws Exception {
        var from = URI.create("https://wpad.test/a.pac");

        assertThat(ScriptFetch.next(from, "b.pac")).hasToString("https://wpad.test/b.pac");
        assertThatThrownBy(() -> ScriptFetch.next(from, "http://wpad.test/a.pac"))
                .isInstanceOf(IOException.class)
                .hasMessage("wpad.test leads from https down to http");
        assertThat(ScriptFetch.next(URI.create("http://wpad.test/"), "https://wpad.test/"))
                .hasScheme("https");
    }
}

package dev.tug.internal.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.Optional;

/// What the tools of three systems print.
final class SystemProxiesTest {
    @Test
    void macos_tells_by_scutil() {
        var found =
                SystemProxies.ofMac(
                        """
                        <dictionary> {
                          ExceptionsList : <array> {
                            0 : *.local
                            1 : 169.254/16
                          }
                          ExcludeSimpleHostnames : 1
                          FTPPassive : 1
                          HTTPEnable : 1
                          HTTPPort : 3128
                          HTTPProxy : proxy.corp.test
                          HTTPSEnable : 1
                          HTTPSPort : 3129
                          HTTPSProxy : tls.corp.test
                          ProxyAutoConfigEnable : 0
                          ProxyAutoConfigURLString : http://wpad/wpad.dat
                          SOCKSEnable : 0
                        }
                        """);

        assertThat(found)
                .isEqualTo(
                        new SystemProxies(
                                Optional.of("http://tls.corp.test:3129"),
                                Optional.of("http://proxy.corp.test:3128"),
                                "*.local,169.254/16,<local>",
                                Optional.empty()));
    }

    @Test
    void macos_may_name_a_script_or_a_socks_proxy() {
        assertThat(
                        SystemProxies.ofMac(
                                        """
                                          ProxyAutoConfigEnable : 1
                                          ProxyAutoConfigURLString : http://wpad/p
                                        """)
                                .script())
                .contains("http://wpad/p");
        assertThat(
                        SystemProxies.ofMac(
                                        """
                                          SOCKSEnable : 1
                                          SOCKSPort : 1080
                                          SOCKSProxy : s
                                        """)
                                .https())
                .contains("socks5h://s:1080");
        assertThat(SystemProxies.ofMac("<dictionary> { }").isNone()).isTrue();
    }

    @Test
    void windows_tells_by_its_registry() {
        var text =
                """

                HKEY_CURRENT_USER\\Software\\Microsoft\\Windows\\CurrentVersion\\Internet Settings
                    ProxyEnable    REG_DWORD    0x1
                    ProxyServer    REG_SZ    %s
                    ProxyOverride    REG_SZ    *.corp.test;10.*;<local>
                """;

        var one = SystemProxies.ofWindows(text.formatted("proxy:8080"));
        assertThat(one.https()).contains("proxy:8080");
        assertThat(one.http()).contains("proxy:8080");
        assertThat(one.except()).isEqualTo("*.corp.test;10.*;<local>");
        var several = SystemProxies.ofWindows(text.formatted("http=a:1;https=b:2;socks=c:3"));
        assertThat(several.https()).contains("b:2");
        assertThat(several.http()).contains("a:1");
        assertThat(SystemProxies.ofWindows(text.formatted("socks=c:3")).https())
                .contains("socks5h://c:3");
        assertThat(SystemProxies.ofWindows(text.formatted("a:1").replace("0x1", "0x0")).isNone())
                .isTrue();
        assertThat(SystemProxies.ofWindows("  AutoConfigURL    REG_SZ    http://w/p.pac").script())
                .contains("http://w/p.pac");
    }

    @Test
    void gnome_tells_by_gsettings() {
        var text =
                """
                org.gnome.system.proxy autoconfig-url 'http://wpad/p.pac'
                org.gnome.system.proxy ignore-hosts ['localhost', '127.0.0.0/8', '::1']
                org.gnome.system.proxy mode '%s'
                org.gnome.system.proxy.http host 'proxy'
                org.gnome.system.proxy.http port 8080
                org.gnome.system.proxy.https host 'tls'
                org.gnome.system.proxy.https port 8443
                org.gnome.system.proxy.socks host ''
                org.gnome.system.proxy.socks port 0
                """;

        assertThat(SystemProxies.ofGnome(text.formatted("manual")))
                .isEqualTo(
                        new SystemProxies(
                                Optional.of("http://tls:8443"),
                                Optional.of("http://proxy:8080"),
                                "localhost,127.0.0.0/8,::1",
                                Optional.empty()));
        assertThat(SystemProxies.ofGnome(text.formatted("auto")).script())
                .contains("http://wpad/p.pac");
        assertThat(SystemProxies.ofGnome(text.formatted("none")).isNone()).isTrue();
        assertThat(SystemProxies.ofGnome("").isNone()).isTrue();
    }
}

package dev.tug.internal.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/// What Go's and curl's own tests say of `NO_PROXY`, in our words.
final class NoProxyTest {
    private static final CompletableFuture<?> NEVER = new CompletableFuture<>();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // A name is itself and all below it.
                "foo.com | https://foo.com | true",
                "foo.com | https://bar.foo.com | true",
                "foo.com | https://foo.com. | true",
                "FOO.com | https://Foo.COM | true",
                "foo.com | https://barfoo.com | false",
                "foo.com | https://foo.com.evil.org | false",
                // With a dot or a star before it, what is below it alone.
                ".foo.com | https://bar.foo.com | true",
                ".foo.com | https://foo.com | false",
                "*.foo.com | https://bar.foo.com | true",
                "*.foo.com | https://a.b.foo.com | true",
                "*.foo.com | https://foo.com | false",
                // Ports.
                "foo.com:443 | https://foo.com | true",
                "foo.com:80 | https://foo.com | false",
                "foo.com:80 | http://a.foo.com | true",
                "foo.com:8443 | https://foo.com:8443 | true",
                ".foo.com:8443 | https://a.foo.com:8443 | true",
                "192.168.1.1:81 | http://192.168.1.1:81 | true",
                "192.168.1.1:81 | http://192.168.1.1 | false",
                "[::2]:81 | http://[::2]:81 | true",
                "[::2]:81 | http://[::2]:82 | false",
                // Addresses and networks.
                "192.168.1.1 | http://192.168.1.1 | true",
                "192.168.1.1 | http://192.168.1.2 | false",
                "2001:db8::1 | https://[2001:db8:0:0::1] | true",
                "[2001:db8::1] | https://[2001:db8::1] | true",
                "10.0.0.0/8 | https://10.255.0.1 | true",
                "10.0.0.0/8 | https://11.0.0.1 | false",
                "192.168.1.0/25 | https://192.168.1.127 | true",
                "192.168.1.0/25 | https://192.168.1.128 | false",
                "0.0.0.0/0 | https://1.2.3.4 | true",
                "0.0.0.0/0 | https://name.test | false",
                "2001:db8::/52 | https://[2001:db8:0:fff::1] | true",
                "2001:db8::/52 | https://[2001:db8:0:1fff::1] | false",
                "10.0.0.0/33 | https://10.0.0.0 | false",
                "10.0.0.0/x | https://10.0.0.0 | false",
                "192.168.1.0/24 | https://192.168.1.1.evil.org | false",
                // Everything and nothing.
                "* | https://any.test | true",
                "a.test,* | https://any.test | true",
                "a.test b.test | https://b.test | true",
                "', ,,' | https://any.test | false",
                "'.' | https://any.test | false",
                ":80 | http://any.test | false",
                // As Windows and macOS write them.
                "<local> | https://intranet | true",
                "<local> | https://intra.net | false",
                "10.1.* | https://10.1.2.3 | true",
                "*corp* | https://git.corp.test | true",
                // Slips that must not lead past the proxy.
                "*:443 | https://any.test | false",
                "*foo.com | https://evilfoo.com | false",
                "*foo.com | https://a.foo.com | true",
                "*foo.com | https://foo.com | true",
                "*-intern.test | https://srv-intern.test | true",
                "registry*:5000 | https://registry1.test:5001 | false",
                "registry*:5000 | https://registry1:5000 | true",
                "registry*:5000 | https://registry1 | false",
                "10 | https://0.0.0.10 | false",
                "10.1 | https://10.0.0.1 | false",
                "10.1 | https://192.168.10.1 | false",
                "010.0.0.1 | https://10.0.0.1 | false",
                "2130706433 | https://127.0.0.1 | false",
                "10.0.0.1 | https://10.0.0.1 | true",
                "10.0.0.1:443 | https://10.0.0.1 | true",
                "bücher.test | https://xn--bcher-kva.test | true",
            })
    void says_what_is_reached_directly(String list, String url, boolean directly) {
        assertThat(NoProxy.parse(list).matches(Target.of(URI.create(url)))).isEqualTo(directly);
    }

    @ParameterizedTest
    @CsvSource({
        "http://localhost:5000, true",
        "https://registry.localhost, true",
        "http://127.0.0.1, true",
        "http://127.8.9.10:80, true",
        "http://[::1]:80, true",
        "http://localhost.test, false",
        "http://10.0.0.1, false",
        "http://127.0.0.1.test, false"
    })
    void this_machine_is_reached_directly_unless_somebody_asks(String url, boolean directly)
            throws Exception {
        var via = new Hop.Via(ProxyServer.parse("p:1"), "test");
        var routes = Routes.fixed(Optional.of(via), Optional.of(via));
        var target = Target.of(URI.create(url));

        assertThat(routes.except(List.of(), false).to(target, NEVER))
                .containsExactly(directly ? new Hop.Direct() : via);
        assertThat(routes.except(List.of(), true).to(target, NEVER)).containsExactly(via);
    }

    @Test
    void a_scheme_without_a_proxy_is_reached_directly() throws Exception {
        var via = new Hop.Via(ProxyServer.parse("p:1"), "test");
        var routes = Routes.fixed(Optional.of(via), Optional.empty());

        assertThat(routes.to(new Target(true, "a", 443), NEVER)).containsExactly(via);
        assertThat(routes.to(new Target(false, "a", 80), NEVER)).containsExactly(new Hop.Direct());
    }
}

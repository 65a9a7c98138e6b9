package dev.tug.internal.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ProxyServerTest {
    @ParameterizedTest
    @CsvSource({
        "proxy, http://proxy:80",
        "proxy:3128, http://proxy:3128",
        "http://proxy:3128/, http://proxy:3128",
        "HTTP://Proxy.Corp.Test.:8080/path, http://proxy.corp.test:8080",
        "https://proxy, https://proxy:443",
        "socks5://proxy, socks5://proxy:1080",
        "socks5h://proxy:9050, socks5h://proxy:9050",
        "socks://proxy, socks5h://proxy:1080",
        "10.0.0.1:81, http://10.0.0.1:81",
        "http://[2001:db8::1]:3128, http://[2001:db8::1]:3128",
        "http://[2001:db8::1], http://[2001:db8::1]:80",
        "2001:db8::1, http://[2001:db8::1]:80",
        "http://u:p@proxy:1, http://proxy:1",
        "u:p@proxy:1, http://proxy:1",
        "http://h:3128/x?y@evil, http://h:3128",
        "http://h:3128/@evil, http://h:3128",
        "http://h/x?y@evil, http://h:80",
        "http://me:s3c/ret@proxy:1, http://proxy:1",
    })
    void reads_addresses_as_go_and_curl_do(String text, String proxy) {
        assertThat(ProxyServer.parse(text)).hasToString(proxy);
    }

    @Test
    void a_login_is_decoded_and_never_shown() {
        var proxy = ProxyServer.parse("http://CORP%5Cme:a%40b:c/d+e%@proxy:1");

        assertThat(proxy.login()).contains(new ProxyLogin("CORP\\me", "a@b:c/d+e%"));
        assertThat(proxy.toString() + proxy.login()).doesNotContain("a@b");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "http://",
                "ftp://p",
                "socks4://p",
                "p:0",
                "p:99999",
                "p:x",
                "a b",
                "http:proxy:3128",
                "a\u009b31mb:1",
                "a\u202e:1",
                "a\u00a0b:1",
                "u@"
            })
    void what_is_no_proxy_is_refused(String text) {
        assertThatThrownBy(() -> ProxyServer.parse(text))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_refusal_holds_nothing_of_the_login() {
        assertThatThrownBy(() -> ProxyServer.parse("ftp://me:secret@p"))
                .hasMessageNotContaining("secret");
    }

    @ParameterizedTest
    @ValueSource(strings = {"me:s3c://ret@p:1", "s3c://ret@p:1", "me:s3c://ret", "S3C-ret/://p"})
    void a_slip_in_the_scheme_shows_nothing_of_a_password(String text) {
        assertThatThrownBy(() -> ProxyServer.parse(text))
                .hasMessage("a proxy is http, https, socks5 or socks5h");
    }

    @Test
    void a_scheme_that_is_none_is_named() {
        assertThatThrownBy(() -> ProxyServer.parse("htp://p:1"))
                .hasMessage("a proxy is http, https, socks5 or socks5h, not `htp`");
    }
}

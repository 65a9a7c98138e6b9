package dev.tug.internal.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ScriptAddressTest {
    @ParameterizedTest
    @CsvSource({
        "http://wpad/p.pac, http://wpad/p.pac",
        "http://wpad:8080/p.pac, http://wpad:8080/p.pac",
        "http://[::1]:8080/p.pac, http://[::1]:8080/p.pac",
        "http://user:s3cret@wpad/p.pac?token=tok123, http://wpad/p.pac",
        "http://user:s3c@ret@wpad/p.pac#tok123, http://wpad/p.pac",
        "https://s3cret@wpad?tok123, https://wpad",
        "http://user:s3/cret@wpad/p.pac, http://",
        "file:///etc/p.pac, file:///etc/p.pac",
        "/etc/a@b.pac, /etc/a@b.pac",
        "C:\\a.pac, C:\\a.pac",
    })
    void shows_nothing_that_may_be_secret(String text, String shown) {
        assertThat(new ScriptAddress(text)).hasToString(shown);
    }

    @Test
    void a_login_goes_to_the_server_and_not_into_the_address() {
        var address = new ScriptAddress("http://me:p%40ss@wpad/p.pac?token=t");

        assertThat(address.uri()).hasToString("http://wpad/p.pac?token=t");
        assertThat(address.authorization()).contains("Basic bWU6cEBzcw==");
        assertThat(new ScriptAddress("http://wpad/p.pac").authorization()).isEmpty();
    }

    @Test
    void knows_files_from_servers() {
        assertThat(new ScriptAddress("C:\\a.pac").isFile()).isTrue();
        assertThat(new ScriptAddress("p.pac").isFile()).isTrue();
        assertThat(new ScriptAddress("HTTPS://wpad/").isWeb()).isTrue();
        assertThat(new ScriptAddress("ftp://wpad/").isFile()).isFalse();
        assertThat(new ScriptAddress("ftp://wpad/").isWeb()).isFalse();
    }
}

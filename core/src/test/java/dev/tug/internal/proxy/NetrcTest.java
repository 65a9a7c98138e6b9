package dev.tug.internal.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.Optional;

final class NetrcTest {
    private static final String TEXT =
            """
            # machine proxy login commented password out
            machine other login you password other-secret
            macdef init
              machine proxy login macro password macro-secret

            machine proxy
              login me
              account none
              password "a \\"b\\" c"
            machine PROXY login robot password robot-secret
            machine bare login nobody
            default login anonymous password guest
            """;

    private static Optional<ProxyLogin> find(String machine, String... user) {
        return Netrc.parse(TEXT).login(machine, Arrays.stream(user).findFirst());
    }

    @Test
    void the_machines_login_is_found_in_whatever_lines() {
        assertThat(find("proxy")).contains(new ProxyLogin("me", "a \"b\" c"));
        assertThat(find("Proxy.")).contains(new ProxyLogin("me", "a \"b\" c"));
    }

    @Test
    void a_user_who_is_named_gets_no_other_password() {
        assertThat(find("proxy", "robot")).contains(new ProxyLogin("robot", "robot-secret"));
        assertThat(find("proxy", "you")).isEmpty();
    }

    @Test
    void the_default_and_logins_without_passwords_are_for_no_proxy() {
        assertThat(find("elsewhere")).isEmpty();
        assertThat(find("bare")).isEmpty();
    }

    @Test
    void a_mark_of_windows_and_another_word_for_passwords_are_understood() {
        assertThat(Netrc.parse("\uFEFFmachine a login b passwd c\n").login("a", Optional.empty()))
                .contains(new ProxyLogin("b", "c"));
    }

    @Test
    void it_prints_without_passwords() {
        assertThat(Netrc.parse(TEXT)).asString().contains("proxy").doesNotContain("secret");
    }
}

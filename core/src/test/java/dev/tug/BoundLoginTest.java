package dev.tug;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tug.internal.registry.AbortSignal;

import org.junit.jupiter.api.Test;

import java.util.Optional;

final class BoundLoginTest {
    @Test
    void is_for_the_registry_that_is_spoken_to_first() {
        var login = new BoundLogin(Optional.of(new TugConfig.Login("ann", "secret")));
        assertThat(isToldTo(login, "a.example")).isFalse();
        login.bind("a.example");
        login.bind("b.example");

        assertThat(isToldTo(login, "A.example")).isTrue();
        assertThat(isToldTo(login, "b.example")).isFalse();
    }

    @Test
    void is_for_the_registry_that_it_names() {
        var given = new TugConfig.Login("ann", "secret", Optional.of("b.example:5000"));
        var login = new BoundLogin(Optional.of(given));
        login.bind("a.example");

        assertThat(isToldTo(login, "a.example")).isFalse();
        assertThat(isToldTo(login, "b.example:5000")).isTrue();
        assertThat(given).hasToString("ann");
    }

    @Test
    void is_nobodys_if_there_is_none() {
        var login = new BoundLogin(Optional.empty());
        login.bind("a.example");

        assertThat(isToldTo(login, "a.example")).isFalse();
    }

    private static boolean isToldTo(BoundLogin login, String host) {
        return login.find(host, new AbortSignal()).credential().isPresent();
    }
}

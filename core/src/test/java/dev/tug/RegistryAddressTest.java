package dev.tug;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tug.failure.PullFailure;
import dev.tug.model.ModelName;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Which hosts can be registries.
final class RegistryAddressTest {
    @ParameterizedTest
    @ValueSource(strings = {"r.test:0", "r.test:65536", "localhost:99999", "r.test:", "r.test:x"})
    void knows_a_port_that_there_is_not(String host) {
        assertThatThrownBy(() -> RegistryAddress.base("https", host, host))
                .isInstanceOfSatisfying(
                        PullException.class,
                        e ->
                                assertThat(e.failure())
                                        .isEqualTo(
                                                new PullFailure.BadName(
                                                        host, "no port in 1..65535")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"r.test", "r.test:1", "r.test:65535", "[::1]", "[::1]:5000"})
    void takes_all_others(String host) throws PullException {
        assertThat(RegistryAddress.base("https", host, host)).hasToString("https://" + host);
    }

    @Test
    void refuses_a_model_at_such_a_port() {
        var name = ModelName.parse("localhost:65536/library/x");

        assertThatThrownBy(() -> RegistryAddress.of(false, name))
                .isInstanceOfSatisfying(
                        PullException.class,
                        e -> assertThat(e.failure().summary()).contains("no port in 1..65535"));
    }

    @Test
    void quotes_no_login() {
        assertThatThrownBy(() -> RegistryAddress.base("https", "me:geheim@r.test", "r.test"))
                .isInstanceOf(PullException.class)
                .hasMessageNotContaining("geheim");
    }
}

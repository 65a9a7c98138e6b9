package dev.tug.internal.profile;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.net.InetAddress;

final class LocalNetworkTest {
    @ParameterizedTest
    @CsvSource({
        "192.168.7.33, 24, 192.168.7.0/24",
        "10.9.8.7, 8, 10.0.0.0/8",
        "172.17.3.4, 20, 172.17.0.0/20",
        "100.64.3.4, 32, 100.64.0.0/16",
        "10.8.0.6, 31, 10.8.0.0/16",
        "10.8.0.6, 30, 10.8.0.4/30",
        "2001:db8:1:2:3:4:5:6, 64, 2001:db8:1:2:0:0:0:0/64",
        "2001:db8:1:2:3:4:5:6, 128, 2001:db8:1:2:0:0:0:0/64",
        "10.9.8.7, 0, 0.0.0.0/0",
    })
    void a_network_is_named_by_its_subnet(String address, int bits, String name) {
        assertThat(LocalNetwork.name(InetAddress.ofLiteral(address).getAddress(), bits))
                .isEqualTo(name);
    }

    @Test
    void the_network_of_this_machine_has_a_name_that_fits_a_key() {
        assertThat(PathKey.isFit(LocalNetwork.current())).isTrue();
        assertThat(LocalNetwork.current()).isEqualTo(LocalNetwork.current());
    }

    @ParameterizedTest
    @CsvSource({
        "192.168.7.0/24, 192.*",
        "2001:db8:1:2:0:0:0:0/64, 2001.*",
        "none, none",
    })
    void an_abbreviated_name_tells_the_kind_alone(String network, String abbreviated) {
        assertThat(LocalNetwork.abbreviated(network)).isEqualTo(abbreviated);
        assertThat(LocalNetwork.isAbbreviated(abbreviated)).isEqualTo(!network.equals("none"));
    }
}

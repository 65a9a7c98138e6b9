package dev.tug.internal.tls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tug.lab.Certifier;
import dev.tug.lab.Certifier.Order;

import org.junit.jupiter.api.Test;

import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Map;
import java.util.Set;

final class MachineAuthoritiesTest {
    private static final X509Certificate WORLD =
            Certifier.root(Order.of("CN=World Root")).certificate();
    private static final X509Certificate CORP =
            Certifier.root(Order.of("CN=Corp Root")).certificate();

    @Test
    void what_keytool_added_to_the_jdk_s_list_is_not_public() {
        var split =
                MachineAuthorities.split(
                        Map.of("worldroot [jdk]", WORLD, "corp", CORP), () -> Set.of());

        assertThat(split.own()).containsExactly(WORLD);
        assertThat(split.added()).containsExactly(CORP);
    }

    @Test
    void what_an_administrator_added_to_a_distribution_s_list_is_not_public() {
        var split =
                MachineAuthorities.split(
                        Map.of("debian:world.pem", WORLD, "debian:corp.pem", CORP),
                        () -> Set.of(CORP));

        assertThat(split.own()).containsExactly(WORLD);
        assertThat(split.added()).containsExactly(CORP);
    }

    @Test
    void this_jdk_has_public_authorities_and_this_system_its_own() {
        var warnings = new ArrayList<String>();

        assertThat(MachineAuthorities.ofJdk().own()).hasSizeGreaterThan(50);
        assertThat(MachineAuthorities.ofSystem(new AuthorityFiles(warnings::add)))
                .doesNotHaveDuplicates();
        assertThat(warnings).isEmpty();
    }
}

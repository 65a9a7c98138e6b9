package dev.tug.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tug.failure.ChainFault;
import dev.tug.failure.TransferFailure;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import java.util.Arrays;
import java.util.Optional;

final class TrustHintTest {
    private static String hint(ChainFault fault, Optional<String> vendor) {
        return TrustHint.of(
                new TransferFailure.Untrusted("cdn.test", "CN=Acme Root", "why", fault, vendor));
    }

    @ParameterizedTest
    @CsvSource({
        "UNKNOWN_AUTHORITY, --cacert FILE",
        "INCOMPLETE, whole chain",
        "EXPIRED, date -u",
        "NOT_YET_VALID, date -u",
        "AUTHORITY_EXPIRED, renewed root",
        "WRONG_NAME, nslookup cdn.test",
        "WEAK, 2048 bits",
        "UNSUPPORTED, without that extension",
        "DISTRUSTED, another authority",
        "TOO_LONG, no others",
        "NO_AUTHORITY, CA:TRUE",
        "NAME_FORBIDDEN, name constraints",
        "WRONG_PURPOSE, serverAuth",
        "OLD_NAME, cdn.test as subject alternative name",
        "OTHER, whole chain",
    })
    void says_what_mends_each_fault(ChainFault fault, String words) {
        assertThat(hint(fault, Optional.empty())).contains(words);
    }

    @ParameterizedTest
    @EnumSource
    void names_the_product_and_the_exemption_to_ask_for(ChainFault fault) {
        assertThat(hint(fault, Optional.of("Zscaler")))
                .contains("cdn.test to be exempt from inspection")
                .doesNotContain("insecure");
    }

    @Test
    void no_two_faults_have_one_advice() {
        assertThat(
                        Arrays.stream(ChainFault.values())
                                .map(fault -> hint(fault, Optional.empty()))
                                .distinct())
                .hasSize(ChainFault.values().length);
    }
}

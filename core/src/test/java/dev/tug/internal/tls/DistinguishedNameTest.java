package dev.tug.internal.tls;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import javax.security.auth.x500.X500Principal;

final class DistinguishedNameTest {
    @Test
    void reads_what_is_escaped_and_quoted() {
        var name = DistinguishedName.parse("CN=\"A, B\"+OU=x,O=ESET\\, spol. s r. o.,C=SK");

        assertThat(name.first("CN")).contains("A, B");
        assertThat(name.first("O")).contains("ESET, spol. s r. o.");
        assertThat(name.first("L")).isEmpty();
        assertThat(name.words()).isEqualTo("CN=A, B, O=ESET, spol. s r. o.");
    }

    @Test
    void reads_the_address_that_a_certificate_has() {
        var principal = new X500Principal("CN=ca, EMAILADDRESS=certadmin@netskope.com");

        assertThat(DistinguishedName.of(principal).first("EMAILADDRESS"))
                .contains("certadmin@netskope.com");
    }

    @Test
    void shows_all_of_a_name_that_has_neither_common_name_nor_organisation() {
        assertThat(DistinguishedName.parse("OU=Security,C=GB").words())
                .isEqualTo("OU=Security, C=GB");
        assertThat(DistinguishedName.parse("").words()).isEqualTo("a nameless authority");
    }

    @Test
    void shows_no_control_characters_and_no_novel() {
        var name = DistinguishedName.parse("CN=a\u001b[31m" + "x".repeat(500));

        assertThat(name.words()).startsWith("CN=a [31mxx").hasSizeLessThan(110);
        assertThat(name.text()).isEqualTo(name.words());
    }

    @Test
    void shows_no_more_parts_than_anybody_has() {
        var name = DistinguishedName.parse("CN=a" + ",OU=b\nc".repeat(500));

        assertThat(name.text()).startsWith("CN=a, OU=b c, OU=").hasSizeLessThan(80);
    }
}

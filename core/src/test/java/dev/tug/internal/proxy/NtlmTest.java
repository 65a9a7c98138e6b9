package dev.tug.internal.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_16LE;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.HexFormat;

/// The examples of MS-NLMP 4.2.4 and RFC 1320.
final class NtlmTest {
    private static final HexFormat HEX = HexFormat.of();
    private static final Ntlm.Account ACCOUNT = new Ntlm.Account("Domain", "User", "Password");
    private static final byte[] SERVER = HEX.parseHex("0123456789abcdef");
    private static final Ntlm.Moment MOMENT = new Ntlm.Moment(0, 0xaaaaaaaaaaaaaaaaL);
    private static final byte[] INFO =
            HEX.parseHex(
                    "02000c0044006f006d00610069006e0001000c0053006500720076006500720000000000");

    @ParameterizedTest
    @CsvSource({
        "'', 31d6cfe0d16ae931b73c59d7e0c089c0",
        "abc, a448017aaf21d8525fc10ae87aa6729d",
        "message digest, d9130a8164549fe818874806e1c7014b",
        "12345678901234567890123456789012345678901234567890123456789012345678901234567890,"
                + " e33b4ddc9c38f2199c3e7b164fcc0536",
    })
    void md4_is_that_of_the_rfc(String text, String digest) {
        assertThat(HEX.formatHex(Md4.digest(text.getBytes(US_ASCII)))).isEqualTo(digest);
    }

    @Test
    void the_key_is_that_of_the_specification() {
        assertThat(HEX.formatHex(Ntlm.responseKey(ACCOUNT)))
                .isEqualTo("0c868a403bfd7a93a3001ef22ef02e3f");
    }

    @Test
    void the_responses_are_those_of_the_specification() {
        var key = Ntlm.responseKey(ACCOUNT);

        assertThat(HEX.formatHex(Ntlm.ntResponse(key, SERVER, MOMENT, INFO)))
                .startsWith("68cd0ab851e51c96aabc927bebef6a1c");
        assertThat(HEX.formatHex(Ntlm.lmResponse(key, SERVER, HEX.parseHex("aaaaaaaaaaaaaaaa"))))
                .isEqualTo("86c35097ac9cec102554764a57cccc19aaaaaaaaaaaaaaaa");
    }

    @Test
    void a_message_names_domain_and_user_and_no_password() {
        // The challenge of MS-NLMP 4.2.4.3.
        var challenge =
                HEX.parseHex(
                        "4e544c4d53535000020000000c000c003800000033828ae20123456789abcdef"
                                + "00000000000000002400240044000000060070170000000f"
                                + "530065007200760065007200"
                                + HEX.formatHex(INFO));

        var message = Ntlm.authenticate(challenge, ACCOUNT, MOMENT).orElseThrow();

        var text = HEX.formatHex(message);
        assertThat(text).startsWith("4e544c4d5353500003000000");
        assertThat(text).contains(HEX.formatHex("Domain".getBytes(UTF_16LE)));
        assertThat(text).contains("68cd0ab851e51c96aabc927bebef6a1c");
        assertThat(text).doesNotContain(HEX.formatHex("Password".getBytes(UTF_16LE)));
    }

    @Test
    void a_time_of_the_servers_is_answered_with_a_check_of_all_messages() {
        var info =
                "02000c0044006f006d00610069006e00" + "07000800" + "0090d336b734c301" + "00000000";
        var challenge =
                HEX.parseHex(
                        "4e544c4d535350000200000000000000380000003382 8ae2".replace(" ", "")
                                + "0123456789abcdef0000000000000000"
                                + "2000200038000000060070170000000f"
                                + info);

        var message = Ntlm.authenticate(challenge, ACCOUNT, MOMENT).orElseThrow();

        // MsvAvFlags with the bit for a MIC, and a MIC that is not empty.
        assertThat(HEX.formatHex(message)).contains("0600040002000000");
        assertThat(HEX.formatHex(message, 72, 88)).isNotEqualTo("00".repeat(16));
    }

    @Test
    void what_is_no_challenge_is_not_answered() {
        assertThat(Ntlm.authenticate(new byte[0], ACCOUNT, MOMENT)).isEmpty();
        assertThat(Ntlm.authenticate(new byte[64], ACCOUNT, MOMENT)).isEmpty();
    }

    @Test
    void a_domain_stands_before_a_backslash() {
        assertThat(Ntlm.Account.of("CORP\\me", "x")).isEqualTo(new Ntlm.Account("CORP", "me", "x"));
        assertThat(Ntlm.Account.of("me@corp", "x")).isEqualTo(new Ntlm.Account("", "me@corp", "x"));
    }
}

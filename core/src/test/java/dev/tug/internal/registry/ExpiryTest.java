package dev.tug.internal.registry;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.net.URI;
import java.time.Instant;
import java.util.Base64;

final class ExpiryTest {
    private static final Instant SEEN = Instant.parse("2026-01-01T00:00:00Z");

    @ParameterizedTest
    @CsvSource({
        "X-Amz-Date=20260101T000000Z&X-Amz-Expires=86400, 86370",
        "X-Amz-Date=20260101T000000Z&X-Amz-Expires=600, 570",
        "X-Amz-Date=20260101T000000Z&X-Amz-Expires=20, 18",
        "x-amz-date=20251231T235900Z&x-amz-expires=90, 27",
        "X-Goog-Date=20260101T000000Z&X-Goog-Expires=600, 570",
        "Expires=1767226200&Signature=x, 570",
        "exp=1767226200, 570",
        "se=2026-01-01T00%3A10%3A00Z, 570",
    })
    void gives_an_address_up_a_little_before_its_end(String query, long seconds) {
        assertThat(Expiry.of(URI.create("https://cdn.test/a?a=b&" + query), SEEN))
                .contains(SEEN.plusSeconds(seconds));
    }

    @ParameterizedTest
    @CsvSource({
        "''",
        "X-Amz-Expires=600",
        "X-Amz-Date=20260101T000000Z",
        "X-Amz-Date=20269999T000000Z&X-Amz-Expires=600",
        "X-Amz-Date=20260101T000000Z&X-Amz-Expires=-5",
        "X-Amz-Date=20260101T000000Z&X-Amz-Expires=99999999999999999999",
        "X-Amz-Date=20250101T000000Z&X-Amz-Expires=600",
        "Expires=tomorrow",
        "Expires=%zz",
        "Expires=5",
        "__sign=a.b.c",
        "__sign=x",
        "se=soon",
        "&&=&=5&a",
    })
    void knows_nothing_of_other_addresses(String query) {
        assertThat(Expiry.of(address("https://cdn.test/a?" + query), SEEN)).isEmpty();
        assertThat(Expiry.of(URI.create("https://cdn.test/a"), SEEN)).isEmpty();
    }

    @Test
    void reads_the_claim_of_a_web_token() {
        var claims = "{\"sub\":\"/a\",\"exp\": 1767226200}";
        var token =
                "eyJ9."
                        + Base64.getUrlEncoder()
                                .withoutPadding()
                                .encodeToString(claims.getBytes(UTF_8))
                        + ".sig";

        assertThat(Expiry.of(URI.create("https://hub.test/a?__sign=" + token), SEEN))
                .contains(SEEN.plusSeconds(570));
    }

    private static URI address(String text) {
        return URI.create(text.replace("%zz", "%25zz"));
    }
}

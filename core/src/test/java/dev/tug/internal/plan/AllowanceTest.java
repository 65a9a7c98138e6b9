package dev.tug.internal.plan;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class AllowanceTest {
    private static final long FOREVER = 365L * 24 * 3_600_000;

    @Test
    void without_limits_nothing_is_spent_or_shortened() {
        var allowance = Allowance.of(Long.MAX_VALUE, FOREVER, 1L << 40, 3_600_000);

        assertThat(allowance.isSpent()).isFalse();
        assertThat(allowance.requestBytes(1_000_000)).isGreaterThan(1L << 40);
    }

    @Test
    void a_request_fits_the_bytes_left() {
        assertThat(Allowance.of(1_000_000, FOREVER, 300_000, 0).requestBytes(0)).isEqualTo(700_000);
    }

    @Test
    void a_request_ends_within_the_time_left() {
        assertThat(Allowance.of(Long.MAX_VALUE, 10_000, 0, 8_000).requestBytes(1_000_000))
                .isEqualTo(2_000_000);
    }

    @Test
    void an_unknown_rate_shortens_nothing() {
        assertThat(Allowance.of(5_000_000, 10_000, 0, 8_000).requestBytes(0)).isEqualTo(5_000_000);
    }

    @Test
    void a_little_left_is_not_worth_a_request() {
        assertThat(Allowance.of(1_000_000, FOREVER, 940_000, 0).isSpent()).isTrue();
        assertThat(Allowance.of(Long.MAX_VALUE, 10_000, 0, 9_600).isSpent()).isTrue();
        assertThat(Allowance.of(1_000_000, 10_000, 900_000, 9_000).isSpent()).isFalse();
    }

    @Test
    void every_request_asks_for_something() {
        assertThat(Allowance.of(1, 1, 0, 0).requestBytes(1_000_000_000)).isEqualTo(1);
        assertThat(Allowance.of(10, 10, 99, 99).requestBytes(7)).isEqualTo(1);
    }
}

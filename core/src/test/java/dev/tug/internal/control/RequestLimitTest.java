package dev.tug.internal.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tug.internal.control.StreamControl.Decision;

import org.junit.jupiter.api.Test;

final class RequestLimitTest {
    private static final long MB = 1 << 20;

    private final RequestLimit limit = new RequestLimit();

    @Test
    void two_large_answers_without_a_byte_are_a_cap_for_ten_minutes() {
        limit.answered(4 * MB, 50, 0);
        assertThat(limit.empty(32 * MB, 1_000)).isFalse();
        assertThat(limit.empty(32 * MB, 2_000)).isTrue();
        assertThat(limit.max()).isEqualTo(16 * MB);
        assertThat(limit.isCapped()).isFalse();
        limit.came(16 * MB);
        assertThat(limit.isCapped()).isTrue();

        limit.tick(602_000);
        assertThat(limit.max()).isEqualTo(Decision.REQUEST_BYTES_MAX);
    }

    @Test
    void a_size_that_came_through_is_not_blamed() {
        limit.answered(32 * MB, 50, 0);
        limit.came(32 * MB);
        limit.empty(32 * MB, 1_000);

        assertThat(limit.empty(32 * MB, 2_000)).isFalse();
        assertThat(limit.max()).isEqualTo(Decision.REQUEST_BYTES_MAX);
    }

    @Test
    void late_large_answers_are_held_by_somebody() {
        limit.answered(MB, 500, 0);
        limit.answered(32 * MB, 20_000, 1_000);

        assertThat(limit.holds()).isTrue();
        assertThat(limit.max()).isBetween(6 * MB, 7 * MB);
        assertThat(limit.firstByteMillis()).isEqualTo(80_000);
    }

    @Test
    void one_stream_tries_a_large_request_where_small_ones_are_held() {
        limit.answered(4 * MB, 12_000, 0);
        limit.completed(1 << 30, 1_000);
        limit.tick(1_050);
        assertThat(limit.min()).isEqualTo(128 << 20);

        limit.tick(1_100);
        assertThat(limit.max()).isLessThan(4 * MB);

        limit.answered(128 << 20, 300, 2_000);
        assertThat(limit.min()).isEqualTo(128 << 20);
        assertThat(limit.holds()).isFalse();
    }

    @Test
    void a_large_request_that_is_held_too_is_not_tried_again_soon() {
        limit.answered(4 * MB, 12_000, 0);
        limit.completed(1 << 30, 1_000);
        limit.tick(1_100);
        limit.answered(128 << 20, 60_000, 62_000);

        limit.completed(1 << 30, 100_000);

        assertThat(limit.max()).isLessThan(4 * MB);
    }

    @Test
    void never_asks_for_less_than_a_quarter_of_a_megabyte() {
        for (int i = 0; i < 50; i++) {
            limit.empty(limit.max(), i);
        }

        assertThat(limit.max()).isEqualTo(256 * 1024);
    }

    @Test
    void waits_longer_for_a_first_byte_that_did_not_come_but_not_for_ever() {
        for (int i = 0; i < 10; i++) {
            limit.firstByteMissing(400_000L * i);
        }

        assertThat(limit.firstByteMillis()).isEqualTo(300_000);
    }
}

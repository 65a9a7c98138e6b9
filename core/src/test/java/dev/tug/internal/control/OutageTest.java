package dev.tug.internal.control;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.time.Duration;

final class OutageTest {
    private final Outage outage = new Outage();

    @Test
    void begins_when_nobody_is_left_with_a_connection() {
        outage.answered(0, 1);
        outage.answered(0, 2);
        outage.unanswered(10, 1);
        assertThat(outage.isOn()).isFalse();

        outage.unanswered(20, 2);
        assertThat(outage.isOn()).isTrue();
    }

    @Test
    void a_connection_that_ended_in_another_way_does_not_hold_it_up() {
        outage.answered(0, 1);
        outage.answered(0, 2);
        outage.ended(2);
        outage.unanswered(10, 1);

        assertThat(outage.isOn()).isTrue();
    }

    @Test
    void ends_with_the_first_answer() {
        outage.unanswered(0, 1);
        outage.answered(100, 7);

        assertThat(outage.isOn()).isFalse();
        assertThat(outage.nextProbeMillis()).isEqualTo(Long.MIN_VALUE);
    }

    @Test
    void knocks_every_half_second_at_first_and_every_two_in_the_end() {
        long now = 0;
        long[] waits = new long[6];
        for (int probe = 0; probe < waits.length; probe++) {
            outage.unanswered(now, probe % 3);
            waits[probe] = outage.nextProbeMillis() - now;
            now = outage.nextProbeMillis();
        }
        assertThat(waits).containsExactly(500, 1_000, 2_000, 2_000, 2_000, 2_000);
    }

    @Test
    void a_second_outage_begins_anew() {
        for (int probe = 0; probe < 9; probe++) {
            outage.unanswered(probe * 5_000L, 0);
        }
        outage.answered(50_000, 0);
        outage.unanswered(60_000, 0);

        assertThat(outage.nextProbeMillis()).isEqualTo(60_500);
    }

    @Test
    void is_told_of_once_and_only_when_it_lasts() {
        assertThat(outage.unanswered(0, 0)).isFalse();
        assertThat(outage.unanswered(1_000, 0)).isFalse();
        assertThat(outage.unanswered(4_000, 0)).isTrue();
        assertThat(outage.unanswered(8_000, 0)).isFalse();
        assertThat(outage.isTold()).isTrue();
        assertThat(outage.answered(600_000, 0)).contains(Duration.ofMinutes(10));
        assertThat(outage.answered(600_001, 0)).isEmpty();
    }

    @Test
    void one_that_was_not_told_of_ends_without_a_word() {
        outage.unanswered(0, 0);

        assertThat(outage.answered(1_000, 0)).isEmpty();
    }
}

package dev.tug.internal.control;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class TriesTest {
    private final Tries tries = new Tries(1_000, 4_000);

    @Test
    void each_failure_doubles_the_time_up_to_a_bound() {
        long now = 0;
        for (long wait : new long[] {1_000, 2_000, 4_000, 4_000}) {
            tries.failed(now);
            assertThat(tries.isDue(now + wait - 1)).isFalse();
            now += wait;
            assertThat(tries.isDue(now)).isTrue();
        }
    }

    @Test
    void a_success_begins_anew() {
        tries.failed(0);
        tries.failed(0);
        tries.succeeded(100);
        assertThat(tries.isDue(100)).isTrue();

        tries.failed(100);
        assertThat(tries.isDue(1_100)).isTrue();
    }

    @Test
    void what_is_put_off_is_not_brought_forward() {
        tries.notBefore(5_000);
        tries.notBefore(3_000);

        assertThat(tries.isDue(4_999)).isFalse();
    }
}

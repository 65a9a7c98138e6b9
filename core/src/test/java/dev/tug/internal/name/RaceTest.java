package dev.tug.internal.name;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// RFC 8305 5, by a clock that the test sets.
final class RaceTest {
    private long now = 1_000;

    @Test
    void the_second_attempt_starts_250_ms_after_the_first() {
        var race = new Race(2, now);
        assertThat(race.next(now)).isEqualTo(new Race.Step.Start(0));
        assertThat(race.next(now)).isEqualTo(new Race.Step.Await(1_250));
        now = 1_249;
        assertThat(race.next(now)).isEqualTo(new Race.Step.Await(1_250));
        now = 1_250;
        assertThat(race.next(now)).isEqualTo(new Race.Step.Start(1));
        assertThat(race.next(now)).isEqualTo(new Race.Step.Await(Long.MAX_VALUE));
    }

    @Test
    void one_that_fails_lets_the_next_start_at_once() {
        var race = new Race(3, now);
        race.next(now);
        now = 1_010;
        race.failed(now);
        assertThat(race.next(now)).isEqualTo(new Race.Step.Start(1));
        // The third still has to wait for the second.
        assertThat(race.next(now)).isEqualTo(new Race.Step.Await(1_260));
    }

    @Test
    void is_lost_when_all_have_failed_and_not_before() {
        var race = new Race(2, now);
        race.next(now);
        race.failed(now);
        race.next(now);
        assertThat(race.next(now)).isEqualTo(new Race.Step.Await(Long.MAX_VALUE));
        race.failed(now);
        assertThat(race.next(now)).isEqualTo(new Race.Step.Lost());
    }

    @Test
    void one_alone_is_waited_for() {
        var race = new Race(1, now);
        race.next(now);
        assertThat(race.next(now + 10_000)).isEqualTo(new Race.Step.Await(Long.MAX_VALUE));
    }
}

package dev.tug.internal.control;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class OpeningsTest {
    private final Openings openings = new Openings(false);

    private Openings.Verdict refusedAt(int alive, long now) {
        openings.opening(now);
        return openings.refused(alive, true, now);
    }

    /// So many are there and in use.
    private void came(int inUse, long nowMillis) {
        openings.opened(nowMillis);
        openings.answered(inUse, nowMillis);
    }

    @Test
    void a_refusal_after_a_hasty_opening_makes_slower() {
        openings.opening(0);
        came(1, 20);

        assertThat(refusedAt(1, 250)).isEqualTo(Openings.Verdict.SLOWER);
        assertThat(openings.spacingMillis()).isEqualTo(1_100);
        assertThat(openings.notBeforeMillis(1)).isEqualTo(1_250);
    }

    @Test
    void while_all_is_calm_connections_come_quickly() {
        openings.opening(0);
        came(1, 20);

        assertThat(openings.spacingMillis(60_000, 16, 330)).isEqualTo(25);
    }

    @Test
    void after_any_trouble_connections_never_come_quickly_again() {
        openings.troubled();
        came(1, 900_000);

        assertThat(openings.spacingMillis(60_000, 16, 0)).isEqualTo(100);
    }

    @Test
    void connections_do_not_come_quickly_where_that_was_too_fast_in_an_earlier_pull() {
        openings.recall(400);

        assertThat(openings.spacingMillis(60_000, 16, 0)).isEqualTo(400);
    }

    @Test
    void connections_do_not_come_quickly_where_something_inspects() {
        assertThat(new Openings(true).spacingMillis(60_000, 16, 0)).isEqualTo(300);
    }

    @Test
    void what_is_refused_while_all_was_calm_makes_as_slow_as_at_the_usual_pace() {
        for (int i = 0; i < 8; i++) {
            openings.opening(25L * i);
            came(i + 1, 25L * i + 20);
        }

        refusedAt(8, 225);

        assertThat(openings.spacingMillis()).isEqualTo(400);
    }

    @Test
    void haste_is_counted_by_the_second() {
        openings.opening(0);
        openings.opening(900);
        openings.opening(1_000);

        assertThat(refusedAt(3, 1_100)).isEqualTo(Openings.Verdict.SLOWER);
        assertThat(openings.spacingMillis()).isEqualTo(550);
    }

    @Test
    void what_is_refused_among_as_few_as_were_borne_is_not_taken_for_haste_at_once() {
        for (int i = 0; i < 4; i++) {
            openings.opening(100L * i);
            came(i + 1, 100L * i + 20);
        }
        openings.opening(2_000);
        came(5, 2_020);

        assertThat(refusedAt(5, 2_500)).isEqualTo(Openings.Verdict.SLOWER);
        assertThat(openings.spacingMillis()).isEqualTo(100);

        openings.opening(3_600);
        came(6, 3_620);
        assertThat(openings.spacingMillis()).as("there is no wall, then").isGreaterThan(1_000);
    }

    @Test
    void short_lives_do_not_make_openings_faster_than_was_counted() {
        openings.opening(0);
        came(1, 20);
        openings.opening(100);
        came(2, 120);
        refusedAt(2, 200);

        assertThat(openings.spacingMillis(1_000, 16, 0)).isEqualTo(550);
    }

    @Test
    void what_is_refused_while_nobody_answers_is_forgotten() {
        openings.opening(0);
        came(4, 20);
        refusedAt(4, 100);
        openings.unanswered(1_200);
        assertThat(openings.spacingMillis()).isEqualTo(100);
        assertThat(openings.notBeforeMillis(4)).isEqualTo(1_700);

        came(5, 2_000);
        assertThat(openings.isHasty()).isFalse();
    }

    @Test
    void what_is_refused_for_long_is_a_wall_and_no_haste() {
        openings.opening(0);
        came(4, 20);
        long now = 100;
        var verdict = refusedAt(4, now);
        while (verdict == Openings.Verdict.SLOWER) {
            now = openings.notBeforeMillis(4);
            verdict = refusedAt(4, now);
        }

        assertThat(verdict).isEqualTo(Openings.Verdict.WALL);
        assertThat(openings.borne()).isEqualTo(4);
        assertThat(now).isBetween(15_000L, 21_000L);
        assertThat(openings.spacingMillis()).isEqualTo(100);
        assertThat(openings.isHasty()).isFalse();
    }

    @Test
    void a_door_that_opens_again_was_closed_for_haste() {
        openings.opening(0);
        came(4, 20);
        refusedAt(4, 100);
        openings.opening(10_000);
        came(5, 10_020);

        assertThat(openings.isHasty()).isTrue();
    }

    @Test
    void one_that_replaces_another_need_not_wait_until_it_is_refused_itself() {
        openings.opening(0);
        came(4, 20);
        refusedAt(4, 100);
        assertThat(openings.notBeforeMillis(3)).isLessThan(100);

        refusedAt(3, 200);
        assertThat(openings.notBeforeMillis(3)).isGreaterThan(1_000);
    }

    @Test
    void short_lives_shorten_the_spacing_but_not_to_what_was_too_fast() {
        openings.opening(0);
        came(1, 20);
        refusedAt(1, 250);

        assertThat(openings.spacingMillis(4_000, 16, 0)).isEqualTo(1_100);
        assertThat(openings.spacingMillis(60_000, 4, 0)).isEqualTo(1_100);
    }

    /// Networks T12: goes on within 5 s of the return, however long nobody got in the time before.
    @Test
    void knocks_where_nobody_gets_in_as_often_the_second_time() {
        long now = knocksUntil(0, 30_000);
        openings.opening(now);
        came(1, now);

        knocksUntil(100_000, 107_000);
    }

    private long knocksUntil(long from, long open) {
        long now = from;
        while (now < open) {
            assertThat(refusedAt(0, now)).isEqualTo(Openings.Verdict.CLOSED);
            assertThat(openings.notBeforeMillis(0) - now).isBetween(1L, 5_000L);
            now = openings.notBeforeMillis(0);
        }
        return now;
    }
}

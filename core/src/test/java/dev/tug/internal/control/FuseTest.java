package dev.tug.internal.control;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.OptionalInt;

final class FuseTest {
    private static final long DELAY = 7_000;

    private final Fuse fuse = new Fuse();
    private final Connections connections = new Connections();
    private int streams;

    /// Opens so many, each `spacing` after the other, and ends them all when there have been more than
    /// `borne` for the appliance's time.
    private OptionalInt end(int borne, int count, long spacing, long from) {
        return end(borne, count, spacing, from, 0);
    }

    /// @param lateMillis how much later than they are it is noticed
    private OptionalInt end(int borne, int count, long spacing, long from, long lateMillis) {
        for (int i = 0; i < count; i++) {
            connections.opening(streams + i, from + i * spacing);
            connections.opened(streams + i, from + i * spacing);
        }
        long end = from + borne * spacing + DELAY + lateMillis;
        for (int i = 0; i < count; i++) {
            connections.remove(streams + i, end + i);
        }
        streams += count;
        return fuse.ended(connections, 0, end, end + count);
    }

    @Test
    void one_end_tells_nothing() {
        assertThat(end(4, 16, 100, 0)).isEmpty();
        assertThat(fuse.mayTell()).isTrue();
    }

    @Test
    void two_ends_after_the_same_time_tell_which_number_is_borne() {
        for (int borne = 1; borne < 8; borne++) {
            fuse.forget();
            end(borne, 16, 100, 100_000L * borne);

            assertThat(end(borne, 8, 430, 100_000L * borne + 50_000)).hasValue(borne);
        }
    }

    @Test
    void what_is_noticed_late_tells_it_too() {
        for (int borne = 1; borne < 8; borne++) {
            fuse.forget();
            end(borne, 16, 150, 100_000L * borne, 75);

            assertThat(end(borne, 8, 480, 100_000L * borne + 50_000)).hasValue(borne);
        }
    }

    @Test
    void what_two_numbers_explain_about_as_well_is_not_told() {
        end(4, 16, 100, 0, 150);

        assertThat(end(4, 8, 430, 50_000)).isEmpty();
    }

    @Test
    void ends_of_what_was_opened_at_one_pace_tell_nothing() {
        end(4, 16, 100, 0);

        assertThat(end(4, 8, 100, 50_000)).isEmpty();
        assertThat(fuse.mayTell()).isFalse();
    }

    @Test
    void an_end_long_before_that_time_is_chance() {
        end(4, 16, 100, 0);
        connections.opening(100, 50_000);
        connections.opened(100, 50_000);

        assertThat(fuse.isTooSoon(connections, 51_000)).isTrue();
        assertThat(fuse.isTooSoon(connections, 57_000)).isFalse();
    }
}

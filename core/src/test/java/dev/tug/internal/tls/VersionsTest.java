package dev.tug.internal.tls;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class VersionsTest {
    private final Versions versions = new Versions("old:443"::equals);

    @Test
    void offers_1_3_first() {
        assertThat(versions.offersOldAlone("h:443")).isFalse();
        assertThat(versions.isPatient("h:443")).isFalse();
    }

    @Test
    void one_silent_death_may_be_an_accident_and_two_are_not() {
        versions.died("h:443", false);
        assertThat(versions.offersOldAlone("h:443")).isFalse();
        versions.died("h:443", false);
        assertThat(versions.offersOldAlone("h:443")).isTrue();
        assertThat(versions.offersOldAlone("other:443")).isFalse();
    }

    @Test
    void what_then_goes_well_is_news_once() {
        versions.died("h:443", false);
        versions.died("h:443", false);

        assertThat(versions.succeeded("h:443", true)).isTrue();
        assertThat(versions.succeeded("h:443", true)).isFalse();
        assertThat(versions.offersOldAlone("h:443")).isTrue();
    }

    @Test
    void what_then_dies_too_had_another_reason() {
        versions.died("h:443", false);
        versions.died("h:443", false);
        assertThat(versions.isPatient("h:443")).isFalse();
        versions.died("h:443", true);

        assertThat(versions.offersOldAlone("h:443")).isFalse();
        assertThat(versions.isPatient("h:443")).as("it may just be slow").isTrue();
    }

    @Test
    void a_host_that_has_shaken_hands_is_never_offered_less() {
        versions.succeeded("h:443", false);
        for (int i = 0; i < 5; i++) {
            versions.died("h:443", false);
        }

        assertThat(versions.offersOldAlone("h:443")).isFalse();
    }

    @Test
    void a_reason_given_between_two_deaths_parts_them() {
        versions.died("h:443", false);
        versions.refused("h:443");
        versions.died("h:443", false);

        assertThat(versions.offersOldAlone("h:443")).isFalse();
    }

    @Test
    void what_an_earlier_pull_found_holds_from_the_start() {
        assertThat(versions.offersOldAlone("old:443")).isTrue();
        assertThat(versions.isPatient("old:443")).isTrue();
    }
}

package dev.tug.internal.tls;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class VersionsTest {
    private final Versions versions =
            new Versions(
                    new TlsMemory() {
                        @Override
                        public boolean inspects(String fingerprint) {
                            return false;
                        }

                        @Override
                        public boolean isOld(String host) {
                            return host.equals("old:443") || isDue(host);
                        }

                        @Override
                        public boolean isDue(String host) {
                            return host.equals("due:443");
                        }
                    });

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
    void what_then_goes_well_is_doubted_and_news_only_when_1_3_dies_again() {
        suspect();
        assertThat(versions.offersOldAlone("h:443")).isFalse();
        assertThat(versions.old("h:443")).isEqualTo(Seen.Old.SUSPECTED);

        versions.died("h:443", false);
        assertThat(versions.offersOldAlone("h:443")).isTrue();
        assertThat(versions.succeeded("h:443", true)).isTrue();
        assertThat(versions.succeeded("h:443", true)).isFalse();
        assertThat(versions.offersOldAlone("h:443")).isTrue();
        assertThat(versions.old("h:443")).isEqualTo(Seen.Old.PROVED);
    }

    @Test
    void an_outage_at_the_start_leaves_nothing_behind() {
        suspect();

        assertThat(versions.succeeded("h:443", false)).isFalse();
        assertThat(versions.old("h:443")).isEqualTo(Seen.Old.NO);
        for (int i = 0; i < 5; i++) {
            versions.died("h:443", false);
        }
        assertThat(versions.offersOldAlone("h:443")).isFalse();
    }

    @Test
    void what_dies_with_1_2_too_at_the_second_look_had_another_reason() {
        suspect();
        versions.died("h:443", false);
        versions.died("h:443", true);

        assertThat(versions.offersOldAlone("h:443")).isFalse();
        assertThat(versions.old("h:443")).isEqualTo(Seen.Old.NO);
    }

    @Test
    void a_handshake_of_1_2_that_another_thread_began_decides_nothing_while_1_3_is_retried() {
        suspect();
        versions.died("h:443", true);
        assertThat(versions.succeeded("h:443", true)).isFalse();

        assertThat(versions.old("h:443")).isEqualTo(Seen.Old.SUSPECTED);
        assertThat(versions.offersOldAlone("h:443")).isFalse();
    }

    private void suspect() {
        versions.died("h:443", false);
        versions.died("h:443", false);
        assertThat(versions.succeeded("h:443", true)).isFalse();
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
        assertThat(versions.old("old:443")).isEqualTo(Seen.Old.REMEMBERED);
    }

    @Test
    void what_is_due_is_tried_with_1_3_once_and_found_again() {
        assertThat(versions.offersOldAlone("due:443")).isFalse();
        versions.died("due:443", false);
        assertThat(versions.offersOldAlone("due:443")).isTrue();

        assertThat(versions.succeeded("due:443", true)).isTrue();
        assertThat(versions.old("due:443")).isEqualTo(Seen.Old.PROVED);
    }

    @Test
    void what_is_due_and_holds_no_more_is_forgotten() {
        versions.succeeded("due:443", false);

        assertThat(versions.old("due:443")).isEqualTo(Seen.Old.NO);
    }
}

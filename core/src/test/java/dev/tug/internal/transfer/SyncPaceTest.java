package dev.tug.internal.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class SyncPaceTest {
    private static final long MEBIBYTE = 1 << 20;
    private static final long BLOB = 2_000 * MEBIBYTE;

    @Test
    void little_is_left_to_sync_at_the_end_and_few_syncs_are_made_for_that() {
        var pace = new SyncPace();
        int syncs = 0;
        long unsynced = 0;
        long unsyncedMax = 0;
        for (long left = BLOB - MEBIBYTE; left > 0; left -= MEBIBYTE) {
            pace.wrote(MEBIBYTE);
            unsynced += MEBIBYTE;
            unsyncedMax = Math.max(unsyncedMax, unsynced);
            if (pace.start(left)) {
                syncs++;
                unsynced = 0;
            }
        }

        assertThat(unsynced).isLessThanOrEqualTo(SyncPace.BYTES_MIN);
        assertThat(unsyncedMax).isEqualTo(SyncPace.BYTES_MAX);
        assertThat(syncs).isBetween(30, 40);
    }

    @Test
    void what_is_smaller_than_the_least_step_is_left_to_its_commit() {
        var pace = new SyncPace();
        pace.wrote(SyncPace.BYTES_MIN - 1);

        assertThat(pace.start(1)).isFalse();
    }
}

package dev.tug.internal.control;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.Optional;

/// What a path does that has nothing to do with the number of streams.
final class HiccupTest {
    private final PathRig rig =
            new PathRig(new AdaptiveStreams(16, false, false, Optional.empty()));
    private boolean up = true;

    @Test
    void a_second_outage_is_not_waited_for_as_long_as_the_first_lasted() {
        rig.admits = _ -> up;
        rig.run(60_000);
        outage(40_000);
        rig.run(120_000);
        assertThat(outage(6_000)).isLessThanOrEqualTo(5_000);
    }

    private long outage(long millis) {
        up = false;
        rig.endAll().run(millis);
        up = true;
        long back = rig.now;
        while (rig.open().isEmpty()) {
            rig.run(100);
        }
        return rig.now - back;
    }

    @Test
    void a_pause_of_two_seconds_says_nothing_of_streams() {
        rig.bytesPerSecond = 2_000_000;
        rig.remaining = 20_000_000_000L;
        rig.run(20_000);
        rig.bytesPerSecond = 0;
        rig.run(2_000);
        rig.bytesPerSecond = 2_000_000;
        rig.run(30_000);
        assertThat(rig.streams()).isEqualTo(16);
    }
}

package dev.tug.internal.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tug.failure.Inspector;
import dev.tug.internal.control.StreamControl.PathEvent;
import dev.tug.transfer.Cause;

import org.junit.jupiter.api.Test;

import java.util.Optional;

final class LateVerdictTest {
    private static final Inspector ZSCALER =
            new Inspector(Optional.of("Zscaler"), "CN=Zscaler Root CA", "aa".repeat(32));

    private final LateVerdict control = new LateVerdict(plain(false), () -> plain(true));

    private static AdaptiveStreams plain(boolean inspected) {
        return new AdaptiveStreams(16, inspected, false, Optional.empty());
    }

    private void open(int stream, long atMillis) {
        control.observe(new PathEvent.Opening(atMillis, stream));
        control.observe(new PathEvent.Opened(atMillis + 20, stream, 20));
    }

    @Test
    void starts_as_on_any_path_and_falls_to_one_stream_when_a_handshake_shows_an_inspector() {
        assertThat(control.decision().streams()).isEqualTo(8);
        open(1, 1_000);
        open(2, 1_200);

        control.observe(new PathEvent.Inspected(1_230, ZSCALER));
        var decision = control.observe(new PathEvent.Answered(1_230, 1, 206, 10, 4 << 20));

        assertThat(decision.streams()).isEqualTo(1);
        assertThat(decision.cause()).isEqualTo(Cause.INSPECTED);
        assertThat(decision.spacing()).isEqualTo(plain(true).decision().spacing());
    }

    @Test
    void climbs_from_there_as_if_it_had_been_known_from_the_start() {
        control.observe(new PathEvent.Inspected(0, ZSCALER));
        var late = new PathRig(control).run(20_000);
        var known = new PathRig(plain(true)).run(20_000);

        assertThat(late.openMax).isEqualTo(known.openMax).isGreaterThan(1);
    }

    @Test
    void a_second_inspector_changes_nothing() {
        control.observe(new PathEvent.Inspected(0, ZSCALER));
        var rig = new PathRig(control).run(20_000);
        int before = control.decision().streams();

        control.observe(new PathEvent.Inspected(rig.now, ZSCALER));

        assertThat(control.decision().streams()).isEqualTo(before);
    }

    @Test
    void what_a_long_transfer_has_learned_is_not_thrown_away() {
        var rig = new PathRig(control).run(120_000);
        int before = control.decision().streams();
        assertThat(before).isGreaterThan(1);

        control.observe(new PathEvent.Inspected(rig.now, ZSCALER));

        assertThat(control.decision().streams()).isEqualTo(before);
    }
}

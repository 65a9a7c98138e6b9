package dev.tug.internal.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tug.lab.Appliance;
import dev.tug.lab.ApplianceRules;
import dev.tug.lab.Fault;
import dev.tug.lab.GeneratedBlob;
import dev.tug.lab.LabRegistry;
import dev.tug.transfer.StreamControl;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;

/// Transfers through an appliance that bears only so many connections.
@Timeout(60)
final class TransferStepDownTest {
    /// Allows 16 streams until two have failed.
    private static final class FallsTo4 implements StreamControl {
        private Decision decision = Decision.of(16);
        private int failures;

        @Override
        public Decision decision() {
            return decision;
        }

        @Override
        public int ceiling() {
            return 16;
        }

        @Override
        public Decision observe(PathEvent event) {
            if (event instanceof PathEvent.Failed && ++failures == 2) {
                decision = Decision.of(4, Cause.TOO_MANY, "this network ended two", false);
            }
            return decision;
        }
    }

    @TempDir Path directory;

    @Test
    void falls_to_4_when_more_kill_all() throws Exception {
        var rules =
                ApplianceRules.unlimited()
                        .withOpenMax(
                                4,
                                new ApplianceRules.Overflow.KillAll(
                                        Fault.CutKind.RST, Duration.ofMillis(400), Duration.ZERO))
                        .withBytesPerSecond(2_500_000);
        var blob = GeneratedBlob.random(1, 24_000_000);
        try (var rig = new TransferRig(directory);
                var registry = LabRegistry.start(rig.authority(), rig.cdn);
                var appliance = Appliance.inFrontOf(registry, rig.cdn, rules)) {
            rig.trust(appliance.authority()).control(new FallsTo4());
            var totals = rig.pull(blob);

            assertThat(rig.digestInStore(blob)).isEqualTo(blob.digest());
            assertThat(rig.changes).first().asString().startsWith("16 to 4: this network ended");
            assertThat(totals.streams()).isLessThanOrEqualTo(4);
            assertThat(totals.fetched()).isBetween(blob.size(), blob.size() + 1_000_000);
            assertThat(appliance.killed()).isGreaterThanOrEqualTo(5);
        }
    }

    @Test
    void falls_to_4_when_more_are_refused() throws Exception {
        var rules =
                ApplianceRules.unlimited()
                        .withOpenMax(4, new ApplianceRules.Overflow.RefuseNew())
                        .withBytesPerSecond(5_000_000);
        // Enough first requests to keep 16 streams busy or refused.
        var blob = GeneratedBlob.random(2, 60_000_000);
        try (var rig = new TransferRig(directory);
                var registry = LabRegistry.start(rig.authority(), rig.cdn);
                var appliance = Appliance.inFrontOf(registry, rig.cdn, rules)) {
            rig.trust(appliance.authority()).control(new FallsTo4());
            var totals = rig.pull(blob);

            assertThat(rig.digestInStore(blob)).isEqualTo(blob.digest());
            assertThat(rig.changes).hasSize(1).first().asString().startsWith("16 to 4");
            assertThat(totals.streams()).isEqualTo(4);
            assertThat(appliance.killed()).isZero();
            assertThat(totals.fetched()).isBetween(blob.size(), blob.size() + 1_000_000);
        }
    }

    @Test
    void goes_on_at_the_same_byte_when_connections_are_cut_one_by_one() throws Exception {
        var rules =
                ApplianceRules.unlimited()
                        .withBytesMax(1_500_000, Fault.CutKind.FIN_BARE)
                        .withBytesPerSecond(3_000_000);
        var blob = GeneratedBlob.random(3, 12_000_000);
        try (var rig = new TransferRig(directory);
                var registry = LabRegistry.start(rig.authority(), rig.cdn);
                var appliance = Appliance.inFrontOf(registry, rig.cdn, rules)) {
            rig.trust(appliance.authority()).control(new Brisk(4, 4 << 20));
            var totals = rig.pull(blob);

            assertThat(rig.digestInStore(blob)).isEqualTo(blob.digest());
            assertThat(totals.fetched()).isBetween(blob.size(), blob.size() + 1_000_000);
            assertThat(totals.cuts()).isGreaterThanOrEqualTo(4);
        }
    }
}

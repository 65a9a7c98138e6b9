package dev.tug.internal.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tug.lab.Appliance;
import dev.tug.lab.ApplianceRules;
import dev.tug.lab.Fault;
import dev.tug.lab.GeneratedBlob;
import dev.tug.lab.LabRegistry;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;

/// Transfers through an appliance that bears only so many connections.
@Timeout(60)
final class CrowdedTransferTest {
    @TempDir Path directory;

    @Test
    void falls_to_4_at_most_when_more_kill_all() throws Exception {
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
            rig.trust(appliance.authority()).control(Controls.learning(16));
            var totals = rig.pull(blob);

            assertThat(rig.digestInStore(blob)).isEqualTo(blob.digest());
            assertThat(rig.changes)
                    .first()
                    .asString()
                    .contains("this network ends all connections when");
            assertThat(totals.streams()).isLessThanOrEqualTo(4);
            assertThat(totals.fetched()).isBetween(blob.size(), blob.size() + 1_000_000);
            assertThat(appliance.killed()).isGreaterThanOrEqualTo(5);
        }
    }

    @Test
    void asks_seldom_for_a_fifth_connection_that_is_refused() throws Exception {
        var rules =
                ApplianceRules.unlimited()
                        .withOpenMax(4, new ApplianceRules.Overflow.RefuseNew())
                        .withBytesPerSecond(5_000_000);
        var blob = GeneratedBlob.random(2, 60_000_000);
        try (var rig = new TransferRig(directory);
                var registry = LabRegistry.start(rig.authority(), rig.cdn);
                var appliance = Appliance.inFrontOf(registry, rig.cdn, rules)) {
            rig.trust(appliance.authority()).control(Controls.learning(16));
            var totals = rig.pull(blob);

            assertThat(rig.digestInStore(blob)).isEqualTo(blob.digest());
            // Those four carry all, and now and then one more is tried.
            assertThat(totals.connections()).isLessThanOrEqualTo(8);
            assertThat(totals.cuts()).isBetween(1, 16);
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

package dev.tug.internal.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tug.internal.control.StreamControl;
import dev.tug.lab.Fault;
import dev.tug.lab.GeneratedBlob;
import dev.tug.lab.Rule;
import dev.tug.transfer.FlightRecord;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.nio.file.Path;
import java.time.Duration;

/// Networks that treat connections unequally, and ones that break them all the time.
@Timeout(120)
final class UnevenNetworkTest {
    private static final long MB = 1_000_000;

    @TempDir Path directory;

    /// What decides on streams: as many as may be, and what a pull runs under.
    enum Kind {
        FIXED,
        LEARNING;

        StreamControl of(int streams) {
            return switch (this) {
                case FIXED -> Controls.fixed(streams, 32 << 20, Duration.ofSeconds(30));
                case LEARNING -> Controls.learning(streams);
            };
        }
    }

    /// Networks T9, with a fifth of the others' rate.
    @ParameterizedTest
    @EnumSource
    void one_slow_connection_of_sixteen_does_not_hold_up_the_end(Kind kind) throws Exception {
        var blob = GeneratedBlob.random(9, 120 * MB);
        try (var rig =
                new NetworkRig(
                        directory,
                        new Rule.ConnectionRate(2 * MB),
                        new Rule.SlowConnections(number -> number == 1, 50_000))) {
            rig.transfer.control(kind.of(16));
            var run = rig.home(blob);
            double ideal = blob.size() / (15.0 * 2 * MB);
            long slow = slowest(rig);

            System.out.printf(
                    "T9 %s: %.2f s, ideal %.2f s, %d bytes by the slow connection, %d requests%n",
                    kind, run.seconds(), ideal, slow, rig.journal().requests().size());
            assertThat(run.totals().again()).isLessThanOrEqualTo(blob.size() / 100);
            // A request that it kept to its end would be 4 MB and take 84 s: what it carried is
            // what
            // held up the end, however loaded the machine.
            assertThat(slow).isLessThan(500_000);
        }
    }

    private static long slowest(NetworkRig rig) {
        return rig.transfer.flights.stream().mapToLong(FlightRecord::bytes).min().orElseThrow();
    }

    /// Networks T10: only one connection gets bytes at a time.
    @Test
    void a_starved_stream_is_no_stall() throws Exception {
        var blob = GeneratedBlob.random(10, 40 * MB);
        long rate = 5 * MB;
        try (var rig =
                new NetworkRig(
                        directory,
                        new Rule.Starvation(1, Duration.ZERO),
                        new Rule.ConnectionRate(rate))) {
            rig.transfer
                    .stall(Duration.ofSeconds(30))
                    .control(Controls.fixed(4, 32 << 20, Duration.ofSeconds(30)));
            var run = rig.home(blob);
            double single = blob.size() / (double) rate;

            System.out.printf("T10: %.2f s, a single stream %.2f s%n", run.seconds(), single);
            assertThat(rig.transfer.retried).isEmpty();
            assertThat(run.totals().fetched()).isEqualTo(blob.size());
            assertThat(rig.journal().askedMost()).isEqualTo(1);
            // 95 % of the throughput of one stream, and what a loaded machine may add.
            assertThat(run.seconds()).isLessThan(single / 0.95 + 3);
        }
    }

    /// Networks T10, within its 30 s.
    @Test
    void streams_become_few_where_only_one_gets_bytes() throws Exception {
        var blob = GeneratedBlob.random(10, 70 * MB);
        long rate = 5 * MB;
        try (var rig =
                new NetworkRig(
                        directory,
                        new Rule.Starvation(1, Duration.ZERO),
                        new Rule.ConnectionRate(rate))) {
            rig.transfer.stall(Duration.ofSeconds(30)).control(Controls.learning(16));
            var run = rig.home(blob);

            System.out.printf(
                    "T10: %.2f s, %d streams at the end, %s%n",
                    run.seconds(), run.totals().streams(), rig.transfer.changes);
            assertThat(run.totals().streams()).isLessThanOrEqualTo(2);
            assertThat(rig.transfer.retried).isEmpty();
            assertThat(run.totals().again()).isLessThanOrEqualTo(blob.size() / 100);
        }
    }

    /// Networks T11 at a fifth of its time.
    @ParameterizedTest
    @EnumSource
    void resets_cost_no_progress_and_next_to_no_bytes(Kind kind) throws Exception {
        var blob = GeneratedBlob.random(11, 16 * MB);
        try (var rig =
                new NetworkRig(
                        directory,
                        new Rule.ConnectionRate(2 * MB),
                        new Rule.LifetimeMax(
                                Duration.ofMillis(600),
                                Duration.ofMillis(200),
                                Fault.CutKind.RST))) {
            rig.transfer.control(kind.of(4));
            var run = rig.home(blob);

            System.out.printf(
                    "T11 %s: %.2f s, %s, %d cuts, %d bytes twice of %d%n",
                    kind,
                    run.seconds(),
                    rig.transfer.changes,
                    run.totals().cuts(),
                    run.totals().again(),
                    blob.size());
            assertThat(rig.appliance.killed()).isGreaterThan(8);
            // The rig itself holds that progress never goes back.
            assertThat(run.totals().fetched()).isLessThanOrEqualTo(blob.size() * 101 / 100);
            assertThat(rig.transfer.warnings).isEmpty();
        }
    }
}

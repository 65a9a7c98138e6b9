package dev.tug;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tug.lab.GeneratedModel;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/// The limit over real TLS, measured by what the client received and when.
@Timeout(60)
final class BandwidthTest {
    private static final long SECOND = 1_000_000_000;
    private static final long RATE = 3_000_000;

    @TempDir Path directory;

    @Test
    void a_pull_comes_at_the_rate_in_every_five_seconds() throws Exception {
        var bandwidth = new Bandwidth();
        bandwidth.limit(RATE);
        var received = new TreeMap<Long, Long>();
        try (var rig = new PullRig(directory, GeneratedModel.simple(1, 9 * RATE))) {
            rig.with(c -> c.bandwidth(bandwidth));
            try (var tug = rig.tug()) {
                tug.pull(
                        rig.name(),
                        event -> {
                            // What came through the budget, not what the display has heard of.
                            if (event instanceof PullEvent.Progress) {
                                received.put(System.nanoTime(), bandwidth.throttle().passed());
                            }
                        });
            }
            assertThat(rig.isComplete()).isTrue();
        }
        var shares = new ArrayList<Double>();
        for (var from : received.entrySet()) {
            var to = received.ceilingEntry(from.getKey() + 5 * SECOND);
            if (to != null) {
                double seconds = (double) (to.getKey() - from.getKey()) / SECOND;
                shares.add((to.getValue() - from.getValue()) / (RATE * seconds));
            }
        }
        shares.sort(null);
        System.out.printf(
                "%d windows, %.3f..%.3f of the rate%n",
                shares.size(), shares.getFirst(), shares.getLast());
        assertThat(shares).hasSizeGreaterThan(10);
        assertThat(shares.getLast()).isLessThan(1.05);
        // A machine that stands still for a moment spoils the windows around it, and not the half.
        assertThat(shares.get(shares.size() / 2)).isGreaterThan(0.95);
    }

    @Test
    void a_limit_can_be_lifted_while_a_pull_runs() throws Exception {
        var bandwidth = new Bandwidth();
        bandwidth.limit(20_000);
        var moving = new CompletableFuture<Void>();
        try (var rig = new PullRig(directory, GeneratedModel.simple(2, 20_000_000))) {
            rig.with(c -> c.bandwidth(bandwidth));
            try (var tug = rig.tug()) {
                var lifter =
                        Thread.ofPlatform()
                                .start(() -> {
                                    moving.join();
                                    bandwidth.limit(Bandwidth.UNLIMITED);
                                });
                // At the first rate it would take a quarter of an hour.
                tug.pull(
                        rig.name(),
                        event -> {
                            if (event instanceof PullEvent.StreamsChanged) {
                                moving.complete(null);
                            }
                        });
                lifter.join();
            }
            assertThat(rig.isComplete()).isTrue();
        }
    }

    @Test
    void a_slow_pull_is_cancelled_at_once() throws Exception {
        var bandwidth = new Bandwidth();
        bandwidth.limit(1);
        var ended = new CompletableFuture<PullException>();
        try (var rig = new PullRig(directory, GeneratedModel.simple(3, 20_000_000))) {
            rig.with(c -> c.bandwidth(bandwidth));
            try (var tug = rig.tug()) {
                var moving = new CompletableFuture<Void>();
                var puller =
                        Thread.ofPlatform()
                                .start(() -> {
                                    try {
                                        tug.pull(
                                                rig.name(),
                                                event -> {
                                                    if (event instanceof PullEvent.StreamsChanged) {
                                                        moving.complete(null);
                                                    }
                                                });
                                    } catch (PullException e) {
                                        ended.complete(e);
                                    }
                                });
                moving.join();
                puller.interrupt();
                // A wait that is not ended would last for hours, and the timeout of this class not.
                assertThat(ended.get().failure().summary()).contains("interrupted");
            }
        }
    }
}

package dev.tug.it;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/// A limit to the rate on a link of 1 Gbit/s, measured by the kernel's own counters (networks T7).
///
/// Needs root, for namespaces.
@Timeout(120)
final class RateTest {
    private static final long SIZE = 160_000_000;
    private static final int LINK_MEGABITS = 1_000;
    private static final long MB = 1L << 20;

    /// Heads of IPv4, of TCP and of its timestamps, which the limit does not count.
    private static final int HEAD_BYTES = 20 + 20 + 12;

    private static final Duration WINDOW = Duration.ofSeconds(5);
    private static final Duration MEASURE = Duration.ofSeconds(8);

    /// Until the file is looked at, and the kernel's buffers, which it fills ahead of Tug, are full.
    private static final Duration SETTLE = Duration.ofSeconds(4);

    /// RFC 8622.
    private static final int LOWER_EFFORT = 1;

    @TempDir Path directory;

    @Test
    void never_lets_more_than_5_percent_above_the_rate_arrive_and_takes_a_change_while_it_runs()
            throws Exception {
        try (var lab = NetworkLab.start(directory, SIZE)) {
            lab.rules().limitRate(LINK_MEGABITS);
            var arrivals = lab.rules().countArrivals();
            var file = directory.resolve("rate");
            var running =
                    lab.command()
                            .start(
                                    "pull",
                                    "--json",
                                    "--limit-rate",
                                    "5M",
                                    "--limit-rate-file",
                                    file.toString(),
                                    lab.lab().modelReference());
            lab.awaitProgress(running, MB);

            assertHeld(5 * MB, arrivals);
            Files.writeString(file, "2M");
            assertHeld(2 * MB, arrivals);
            Files.writeString(file, "1G");
            lab.awaitPulled(running);
        }
    }

    private static void assertHeld(long rate, KernelRules.Rule arrivals) throws Exception {
        Thread.sleep(SETTLE);
        var shares = measured(rate, arrivals);
        if (!isHeld(shares)) {
            // A loaded machine takes longer to settle.
            shares = measured(rate, arrivals);
        }
        assertThat(shares).hasSizeGreaterThan(10);
        // The kernel takes answers in ahead, in lumps as large as its buffers, so that a window may
        // see less; that what is read keeps to 5 %, `BudgetTest` and `BandwidthTest` hold.
        assertThat(median(shares)).isBetween(0.8, 1.05);
        assertThat(shares.getLast()).isLessThan(1.15);
    }

    private static boolean isHeld(List<Double> shares) {
        return Math.abs(median(shares) - 1) < 0.05 && shares.getLast() < 1.15;
    }

    /// A machine that stands still for a moment spoils the windows around it, and so does a buffer that
    /// grows; not the half of them.
    private static double median(List<Double> shares) {
        return shares.get(shares.size() / 2);
    }

    private static List<Double> measured(long rate, KernelRules.Rule arrivals) throws Exception {
        var received = new TreeMap<Long, Long>();
        var end = System.nanoTime() + MEASURE.toNanos();
        while (System.nanoTime() < end) {
            var count = arrivals.count();
            received.put(System.nanoTime(), count.bytes() - HEAD_BYTES * count.packets());
        }
        var shares = shares(received, rate);
        System.out.printf(
                "%d windows, %.3f..%.3f of %d bytes/s%n",
                shares.size(), shares.getFirst(), shares.getLast(), rate);
        return shares;
    }

    @Test
    void what_gives_way_is_marked_as_such_and_nothing_else() throws Exception {
        try (var lab = NetworkLab.start(directory, 8_000_000)) {
            var marked = lab.rules().countMarked(true, LOWER_EFFORT);
            var unmarked = lab.rules().countMarked(false, LOWER_EFFORT);
            lab.awaitPulled(lab.pull());
            assertThat(marked.packets()).isZero();
            var before = unmarked.packets();

            PulledModel.delete(lab.command().models());
            lab.awaitPulled(
                    lab.command().start("pull", "--json", "--yield", lab.lab().modelReference()));

            // Handshakes come before the mark, and what measures the queue waits as all others do.
            System.out.printf(
                    "%d packets marked, %d not%n", marked.packets(), unmarked.packets() - before);
            assertThat(marked.packets()).isGreaterThan(unmarked.packets() - before);
        }
    }

    /// What came in each window, as a share of what was allowed; in order of size.
    private static List<Double> shares(NavigableMap<Long, Long> received, long rate) {
        var shares = new ArrayList<Double>();
        for (var from : received.entrySet()) {
            var to = received.ceilingEntry(from.getKey() + WINDOW.toNanos());
            if (to != null) {
                double seconds = (to.getKey() - from.getKey()) / 1e9;
                shares.add((to.getValue() - from.getValue()) / (rate * seconds));
            }
        }
        shares.sort(null);
        return shares;
    }
}

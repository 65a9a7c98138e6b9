package dev.tug.sim;

import java.util.List;

/// The best static setting for a network: the fastest of a grid that provokes no overload kill.
///
/// @param seconds time that it takes
/// @param setting streams, MiB a request, seconds between openings
record Optimum(double seconds, Setting setting) {
    private static final int[] STREAMS = {16, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14};
    private static final List<Long> SIZES = List.of(4L << 20, 8L << 20, 16L << 20, 64L << 20);
    private static final long SIZE = 32L << 20;
    private static final List<Integer> SPACINGS = List.of(50, 300, 1_200);

    private static final double DEADLINE = 200_000;

    /// Searches first for the streams, then for the request size and spacing at the best of them.
    static Optimum of(Network network, long size, long seed) {
        long most = SIZE;
        for (var rule : network.rules()) {
            if (rule instanceof Rule.AnswerCap(var bytes)) {
                most = Math.min(most, bytes);
            }
        }
        var best = new Optimum(DEADLINE, new Setting(1, most, SPACINGS.getFirst()));
        for (int streams : STREAMS) {
            for (int spacing : SPACINGS) {
                var next = best.or(network, size, seed, new Setting(streams, most, spacing));
                boolean better = next.seconds < best.seconds;
                best = next;
                if (better) {
                    break;
                }
            }
        }
        int streams = best.setting.streams();
        for (long bytes : SIZES) {
            if (bytes < most || most == SIZE) {
                for (int spacing : SPACINGS) {
                    best = best.or(network, size, seed, new Setting(streams, bytes, spacing));
                }
            }
        }
        return best;
    }

    private Optimum or(Network network, long size, long seed, Setting other) {
        if (leastSeconds(network.link(), size, other.streams()) >= seconds) {
            return this;
        }
        var path = new Path(network, size, seed, Trace.NONE);
        var pull =
                new TugPull(
                        path, size, other, network.isUneven(), Patience.ENDLESS, seed, Trace.NONE);
        path.runUnlessKilled(pull, seconds);
        return path.kills() == 0 && pull.outcome().finished()
                ? new Optimum(path.now(), other)
                : this;
    }

    /// Below this nothing can be on this link, with at most so many streams.
    private static double leastSeconds(Network.Link link, long size, int streams) {
        double most = 0;
        for (int moving = 1; moving <= streams; moving++) {
            double shared = link.rate() * link.shareLeft(moving);
            most = Math.max(most, Math.min(shared, moving * link.flowRate()));
        }
        return size / most;
    }
}

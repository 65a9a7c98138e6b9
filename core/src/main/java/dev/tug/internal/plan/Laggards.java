package dev.tug.internal.plan;

import java.util.List;
import java.util.OptionalInt;

/// Picks streams that their peers leave far behind, for their connection to be replaced.
///
/// A connection may be slow for good: a bad path among equal ones, a busy server. On a link that is
/// shaped as a whole all are slow, and replacing them would gain nothing: so it takes a wide gap,
/// happens seldom, and its budget is refilled by bytes alone.
///
/// Not safe for threads.
public final class Laggards {
    /// A stream at less than this fraction of the median is a laggard.
    private static final int GAP = 8;

    /// A median of fewer says little.
    private static final int PEERS_MIN = 3;

    /// The least time between two replacements.
    private static final long PAUSE_MILLIS = 5_000;

    /// What would be done sooner than this is left to finish.
    private static final long MILLIS_LEFT_MIN = 2_000;

    /// Below it a stream does not crawl but trickles, as scanners let it: a new one would be scanned
    /// anew (networks T30).
    private static final long TRICKLE_BYTES_PER_SECOND = 1_024;

    /// Replacements to begin with, and at most in store.
    private static final long BUDGET = 4;

    /// Bytes that earn one replacement.
    private static final long EARNED_PER = 64L << 20;

    /// How fast a stream is.
    ///
    /// @param bytesPerSecond its rate, over the last seconds or over its last request
    /// @param bytesLeft what it still has to bring
    /// @param settled whether the rate is one of at least 3 s of the answer that it reads now
    public record Pace(int stream, long bytesPerSecond, long bytesLeft, boolean settled) {}

    private long spent;
    private long lastMillis = Long.MIN_VALUE / 2;
    private long earnedAtBytes;
    private long earned = BUDGET;

    /// The stream to be replaced, which then counts as done; `landed` are the bytes of the transfer.
    public OptionalInt pick(long nowMillis, long landed, List<Pace> paces) {
        earn(landed);
        if (earned - spent <= 0
                || nowMillis - lastMillis < PAUSE_MILLIS
                || paces.size() <= PEERS_MIN) {
            return OptionalInt.empty();
        }
        long median = median(paces);
        var slowest =
                paces.stream()
                        .filter(pace -> pace.settled() && isLaggard(pace, median))
                        .min((a, b) -> Long.compare(a.bytesPerSecond(), b.bytesPerSecond()));
        if (slowest.isEmpty()) {
            return OptionalInt.empty();
        }
        spent++;
        lastMillis = nowMillis;
        return OptionalInt.of(slowest.get().stream());
    }

    private void earn(long landed) {
        long steps = (landed - earnedAtBytes) / EARNED_PER;
        earnedAtBytes += steps * EARNED_PER;
        earned = Math.min(earned + steps, spent + BUDGET);
    }

    private static boolean isLaggard(Pace pace, long median) {
        return pace.bytesPerSecond() >= TRICKLE_BYTES_PER_SECOND
                && pace.bytesPerSecond() < median / GAP
                && pace.bytesLeft() * 1_000 / pace.bytesPerSecond() > MILLIS_LEFT_MIN;
    }

    private static long median(List<Pace> paces) {
        var rates = paces.stream().mapToLong(Pace::bytesPerSecond).sorted().toArray();
        return rates[rates.length / 2];
    }
}

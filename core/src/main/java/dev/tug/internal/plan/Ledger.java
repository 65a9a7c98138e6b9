package dev.tug.internal.plan;

import dev.tug.blob.ByteRange;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/// Which bytes of a blob are here, which are being fetched, and which nobody works on.
///
/// The lowest bytes go out first, so that the bytes on disk grow as one prefix with a narrow frontier
/// of streams before it, and a hash in order is never far behind. When nothing is left to give out,
/// half of what is left of the slowest lease is.
///
/// Not safe for threads: its owner holds a lock.
public final class Ledger {
    /// A lease that will be done sooner than this is not worth a new request: some round trips.
    public static final long SPLIT_MILLIS_MIN = 1_000;

    /// The least that is split off: below it the request costs more than the bytes.
    public static final long SPLIT_BYTES_MIN = 64 * 1024;

    private final PartPlan plan;

    /// Bytes that nobody works on, start to end; neighbours are merged.
    private final TreeMap<Long, Long> open = new TreeMap<>();

    private final List<Lease> leases = new ArrayList<>();

    private long openBytes;

    public Ledger(PartPlan plan, List<ByteRange> missing) {
        this.plan = plan;
        missing.forEach(range -> reopen(range.start(), range.end()));
    }

    /// A ledger of a blob of which nothing is here.
    public static Ledger empty(PartPlan plan) {
        return new Ledger(
                plan, plan.size() == 0 ? List.of() : List.of(new ByteRange(0, plan.size())));
    }

    /// Bytes that nobody works on.
    public long openBytes() {
        return openBytes;
    }

    /// Bytes on disk.
    public long completed() {
        long missing = openBytes;
        for (var lease : leases) {
            missing += lease.whole() ? 0 : lease.remaining();
        }
        return plan.size() - missing;
    }

    public boolean complete() {
        return openBytes == 0 && leases.isEmpty();
    }

    /// The bytes from the blob's start that are on disk without a gap.
    public long prefix() {
        long prefix = open.isEmpty() ? plan.size() : open.firstKey();
        for (var lease : leases) {
            if (!lease.whole() && lease.remaining() > 0) {
                prefix = Math.min(prefix, lease.position());
            }
        }
        return prefix;
    }

    /// Gives out the lowest bytes that nobody works on, at most `bytesMax` and within one part.
    public Optional<Lease> take(long bytesMax) {
        var gap = open.firstEntry();
        if (gap == null) {
            return Optional.empty();
        }
        long start = gap.getKey();
        long end = Math.min(gap.getValue(), Math.min(start + bytesMax, plan.endOfPartAt(start)));
        close(start, end);
        return Optional.of(give(new Lease(start, end, false)));
    }

    /// Gives out half of the lease that needs longest, if that pays; one whose rate was never
    /// measured has just begun. One whose answer has not begun is not touched, nor one that was split
    /// off and brings nothing either: what is held back by a scanner is not to be asked for again and
    /// again (networks T30).
    ///
    /// @param waitMillis how long the taker has to wait before it can ask for its half
    public Optional<Lease> split(long waitMillis) {
        return leases.stream()
                .filter(lease -> worthSplitting(lease, waitMillis))
                .max(Comparator.comparingLong(Ledger::millisLeft))
                .map(slowest -> {
                    long end = slowest.end();
                    long middle = slowest.position() + slowest.remaining() / 2;
                    slowest.cutTo(middle);
                    return give(new Lease(middle, end, false, true));
                });
    }

    /// Gives out the whole blob, to be read from its first byte; takes back nothing.
    ///
    /// To be called when no other lease is out. Bytes that are here already are passed over.
    public Lease takeWhole() {
        return give(new Lease(0, plan.size(), true));
    }

    /// Asks all streams to stop and give back what they have not brought.
    public void revokeAll() {
        leases.forEach(Lease::revoke);
    }

    /// Asks the stream of `lease` to stop and give back what it has not brought.
    public void revoke(Lease lease) {
        lease.revoke();
    }

    /// The leases that are out.
    public List<Lease> out() {
        return Collections.unmodifiableList(leases);
    }

    private static boolean worthSplitting(Lease lease, long waitMillis) {
        return !lease.whole()
                && !lease.revoked()
                && !lease.failing()
                && !lease.pending()
                && !lease.isAskedTwice()
                && lease.bytesPerSecond() > 0
                && lease.remaining() >= 2 * SPLIT_BYTES_MIN
                && millisLeft(lease) >= SPLIT_MILLIS_MIN + 2 * waitMillis;
    }

    private static long millisLeft(Lease lease) {
        return lease.remaining() * 1_000 / lease.bytesPerSecond();
    }

    /// Takes note that the next `bytes` of `lease` are on disk; returns how many of them are new.
    ///
    /// A stream may have read on when its lease was cut: what lies beyond belongs to another by then.
    public long advance(Lease lease, long bytes) {
        long from = lease.position();
        long to = Math.min(from + bytes, lease.end());
        lease.moveTo(to);
        if (!lease.whole()) {
            return to - from;
        }
        long before = openBytes;
        close(from, to);
        return before - openBytes;
    }

    /// Whether any of the next `bytes` of `lease` are still missing.
    public boolean wants(Lease lease, long bytes) {
        if (!lease.whole()) {
            return true;
        }
        var gap = open.lowerEntry(lease.position() + bytes);
        return gap != null && gap.getValue() > lease.position();
    }

    /// Takes a lease back; what it did not bring is open again.
    public void giveBack(Lease lease) {
        if (leases.remove(lease) && !lease.whole() && lease.remaining() > 0) {
            reopen(lease.position(), lease.end());
        }
    }

    /// Opens bytes that are here again, because they may be wrong.
    public void openAgain(ByteRange range) {
        close(range.start(), range.end());
        reopen(range.start(), range.end());
    }

    private Lease give(Lease lease) {
        leases.add(lease);
        return lease;
    }

    private void reopen(long start, long end) {
        openBytes += end - start;
        long from = start;
        long to = end;
        var before = open.floorEntry(start);
        if (before != null && before.getValue() == start) {
            from = before.getKey();
        }
        var after = open.remove(end);
        if (after != null) {
            to = after;
        }
        open.put(from, to);
    }

    /// Marks the open bytes among `start..end` as taken or here.
    private void close(long start, long end) {
        for (var gap = open.lowerEntry(end);
                gap != null && gap.getValue() > start;
                gap = open.lowerEntry(end)) {
            long gapStart = gap.getKey();
            long gapEnd = gap.getValue();
            open.remove(gapStart);
            if (gapEnd > end) {
                open.put(end, gapEnd);
            }
            if (gapStart < start) {
                open.put(gapStart, start);
            }
            openBytes -= Math.min(gapEnd, end) - Math.max(gapStart, start);
            if (gapStart < start) {
                break;
            }
        }
    }
}

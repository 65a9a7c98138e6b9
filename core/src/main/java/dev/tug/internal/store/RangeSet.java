package dev.tug.internal.store;

import dev.tug.blob.ByteRange;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Which bytes of a blob are there: disjoint ranges in order, merged where they touch.
///
/// Not thread-safe; whoever holds one guards it. [#add(long,long)] allocates only when the number of
/// separate ranges passes a power of two.
final class RangeSet {
    private static final int CAPACITY = 16;

    private long[] starts;
    private long[] ends;
    private int count;

    RangeSet() {
        this(new long[CAPACITY], new long[CAPACITY], 0);
    }

    private RangeSet(long[] starts, long[] ends, int count) {
        this.starts = starts;
        this.ends = ends;
        this.count = count;
    }

    RangeSet copy() {
        return new RangeSet(starts.clone(), ends.clone(), count);
    }

    /// Adds the bytes from `start` up to but not including `end`; known ones may be among them.
    void add(long start, long end) {
        if (start < 0 || end <= start) {
            throw new IllegalArgumentException("no byte range: " + start + ".." + end);
        }
        var from = firstEndingAtOrAfter(start);
        var to = from;
        while (to < count && starts[to] <= end) {
            to++;
        }
        if (from == to) {
            insert(from, start, end);
            return;
        }
        starts[from] = Math.min(starts[from], start);
        ends[from] = Math.max(ends[to - 1], end);
        close(from + 1, to);
    }

    void addAll(RangeSet others) {
        for (var i = 0; i < others.count; i++) {
            add(others.starts[i], others.ends[i]);
        }
    }

    /// Whether every byte from `start` up to `end` is there.
    boolean contains(long start, long end) {
        var at = firstEndingAtOrAfter(end);
        return at < count && starts[at] <= start;
    }

    /// Forgets all bytes from `end` on.
    void cutAt(long end) {
        while (count > 0 && starts[count - 1] >= end) {
            count--;
        }
        if (count > 0) {
            ends[count - 1] = Math.min(ends[count - 1], end);
        }
    }

    /// Bytes that are there without a gap from the first one on.
    long prefix() {
        return count > 0 && starts[0] == 0 ? ends[0] : 0;
    }

    /// Bytes that are there.
    long total() {
        var total = 0L;
        for (var i = 0; i < count; i++) {
            total += ends[i] - starts[i];
        }
        return total;
    }

    /// Separate ranges.
    int count() {
        return count;
    }

    /// What is there, in order.
    List<ByteRange> ranges() {
        var ranges = new ArrayList<ByteRange>(count);
        for (var i = 0; i < count; i++) {
            ranges.add(new ByteRange(starts[i], ends[i]));
        }
        return ranges;
    }

    /// What is not there of the first `size` bytes, in order.
    List<ByteRange> gaps(long size) {
        var gaps = new ArrayList<ByteRange>(count + 1);
        var at = 0L;
        for (var i = 0; i < count && at < size; i++) {
            if (starts[i] > at) {
                gaps.add(new ByteRange(at, Math.min(starts[i], size)));
            }
            at = ends[i];
        }
        if (at < size) {
            gaps.add(new ByteRange(at, size));
        }
        return gaps;
    }

    @Override
    public String toString() {
        return ranges().toString();
    }

    private int firstEndingAtOrAfter(long offset) {
        var at = Arrays.binarySearch(ends, 0, count, offset);
        return at >= 0 ? at : -at - 1;
    }

    private void insert(int at, long start, long end) {
        if (count == starts.length) {
            starts = Arrays.copyOf(starts, count * 2);
            ends = Arrays.copyOf(ends, count * 2);
        }
        System.arraycopy(starts, at, starts, at + 1, count - at);
        System.arraycopy(ends, at, ends, at + 1, count - at);
        starts[at] = start;
        ends[at] = end;
        count++;
    }

    private void close(int from, int to) {
        System.arraycopy(starts, to, starts, from, count - to);
        System.arraycopy(ends, to, ends, from, count - to);
        count -= to - from;
    }
}

package dev.tug.internal.control;

import java.util.TreeMap;

/// The [RangeTries] at bytes that no stream works on, until one takes them.
///
/// Not safe for threads: its owner holds a lock.
public final class OpenTries {
    /// By the first byte that was asked for in vain.
    private final TreeMap<Long, RangeTries> tries = new TreeMap<>();

    /// Keeps what is to be handed on of a range that is given back with `offset` as its next byte.
    public void give(long offset, RangeTries last) {
        var kept = last.handedOn();
        if (kept.inARow() > 0) {
            tries.merge(offset, kept, RangeTries::worse);
        }
    }

    /// What a range from `start` to `end` begins with; it is kept no longer.
    public RangeTries take(long start, long end) {
        var mine = tries.subMap(start, end);
        var worst = mine.values().stream().reduce(RangeTries.NONE, RangeTries::worse);
        mine.clear();
        return worst;
    }

    /// Nothing counts any more.
    public void forgive() {
        tries.clear();
    }
}

package dev.tug.internal.transfer;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;

/// Which chunks of a blob are likelier than others to hold wrong bytes, by how they came.
///
/// Not safe for threads: its owner holds a lock, or has a copy.
final class Doubts {
    /// The first chunks to be fetched again: 64 MiB, what 16 streams ask for at first.
    private static final int BATCH_MIN = 16;

    /// Chunks in which a transfer broke off, or that an earlier process or another program left.
    private final BitSet broken = new BitSet();

    /// Chunks that two requests brought together.
    private final BitSet shared = new BitSet();

    /// Chunks from `first` up to but not including `end` came broken, or are of unknown origin.
    void broken(int first, int end) {
        broken.set(first, end);
    }

    /// `chunk` came in two requests.
    void shared(int chunk) {
        shared.set(chunk);
    }

    Doubts copy() {
        var copy = new Doubts();
        copy.broken.or(broken);
        copy.shared.or(shared);
        return copy;
    }

    /// All of `count` chunks, the doubtful first, in batches that grow: a few wrong bytes are found
    /// early, and a large blob takes few batches. No batch holds chunks of more than one kind.
    List<List<Integer>> batches(int count) {
        var batches = new ArrayList<List<Integer>>();
        int size = BATCH_MIN;
        for (int kind = 2; kind >= 0; kind--) {
            int wanted = kind;
            var chunks = IntStream.range(0, count).filter(i -> kind(i) == wanted).boxed().toList();
            for (int from = 0; from < chunks.size(); size *= 2) {
                int to = Math.min(chunks.size(), from + size);
                batches.add(chunks.subList(from, to));
                from = to;
            }
        }
        return batches;
    }

    private int kind(int chunk) {
        return broken.get(chunk) ? 2 : shared.get(chunk) ? 1 : 0;
    }
}

package dev.tug.internal.transfer;

import dev.tug.blob.Digest;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// In how many ways each chunk of a blob has come: one that came twice in the same way is trusted, one
/// that came otherwise each time is not. Owned by one thread.
final class ChunkVotes {
    private final Map<Integer, Set<Digest>> seen = new HashMap<>();
    private final Set<Integer> undecided = new HashSet<>();
    private final Set<Integer> differing = new TreeSet<>();

    /// What `chunk` came as, before it comes again.
    void before(int chunk, Digest digest) {
        seen.computeIfAbsent(chunk, _ -> new HashSet<>()).add(digest);
    }

    /// `chunk` has come once more; returns whether it came so before.
    boolean again(int chunk, Digest digest) {
        var ways = seen.computeIfAbsent(chunk, _ -> new HashSet<>());
        boolean isNew = ways.add(digest);
        if (isNew) {
            undecided.add(chunk);
        } else {
            undecided.remove(chunk);
        }
        if (ways.size() > 1) {
            differing.add(chunk);
        }
        return !isNew;
    }

    /// Whether anything is known of how `chunk` came.
    boolean isCompared(int chunk) {
        return seen.containsKey(chunk);
    }

    /// The chunks that have come in more than one way, in order.
    List<Integer> differing() {
        return List.copyOf(differing);
    }

    /// Whether there are chunks whose last coming was unlike all before.
    boolean isUndecided() {
        return !undecided.isEmpty();
    }
}

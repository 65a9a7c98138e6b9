package dev.tug.internal.store;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.TreeMap;

/// The CRC-32C of each chunk of a blob as it came, for those of which that is known.
///
/// Not thread-safe; whoever holds one guards it.
final class ChunkCrcs {
    private final TreeMap<Integer, Integer> crcs = new TreeMap<>();
    private final Chunks chunks;

    ChunkCrcs(Chunks chunks) {
        this.chunks = chunks;
    }

    /// Chunks that follow each other.
    record Run(int first, List<Integer> crcs) {}

    OptionalInt of(int chunk) {
        var crc = crcs.get(chunk);
        return crc == null ? OptionalInt.empty() : OptionalInt.of(crc);
    }

    /// Returns whether that was news.
    boolean put(int chunk, int crc) {
        return !Integer.valueOf(crc).equals(crcs.put(chunk, crc));
    }

    /// Forgets all chunks of which bytes are missing.
    void retain(RangeSet present) {
        crcs.keySet()
                .removeIf(chunk -> {
                    var range = chunks.range(chunk);
                    return !present.contains(range.start(), range.end());
                });
    }

    /// All that is known, in order.
    List<Run> runs() {
        var runs = new ArrayList<Run>();
        int next = -1;
        for (var entry : crcs.entrySet()) {
            if (entry.getKey() != next) {
                runs.add(new Run(entry.getKey(), new ArrayList<>()));
            }
            runs.getLast().crcs().add(entry.getValue());
            next = entry.getKey() + 1;
        }
        return runs;
    }
}

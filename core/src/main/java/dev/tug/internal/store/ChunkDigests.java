package dev.tug.internal.store;

import dev.tug.blob.Digest;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/// What the chunks of a blob hashed to when they came, for those of which that is known.
///
/// Not thread-safe; whoever holds one guards it.
final class ChunkDigests {
    static final int DIGEST_LENGTH = 32;

    private final TreeMap<Integer, Digest> digests = new TreeMap<>();
    private final Chunks chunks;

    ChunkDigests(Chunks chunks) {
        this.chunks = chunks;
    }

    /// Chunks that follow each other.
    record Run(int first, List<Digest> digests) {}

    Optional<Digest> of(int chunk) {
        return Optional.ofNullable(digests.get(chunk));
    }

    /// Returns whether that was news.
    boolean put(int chunk, Digest digest) {
        return !digest.equals(digests.put(chunk, digest));
    }

    /// Forgets all chunks of which bytes are missing.
    void retain(RangeSet present) {
        digests.keySet()
                .removeIf(chunk -> {
                    var range = chunks.range(chunk);
                    return !present.contains(range.start(), range.end());
                });
    }

    /// All that is known, in order.
    List<Run> runs() {
        var runs = new ArrayList<Run>();
        int next = -1;
        for (var entry : digests.entrySet()) {
            if (entry.getKey() != next) {
                runs.add(new Run(entry.getKey(), new ArrayList<>()));
            }
            runs.getLast().digests().add(entry.getValue());
            next = entry.getKey() + 1;
        }
        return runs;
    }

    static void write(Digest digest, ByteBuffer target) {
        target.put(HexFormat.of().parseHex(digest.hex()));
    }

    static Digest read(ByteBuffer source) {
        var bytes = new byte[DIGEST_LENGTH];
        source.get(bytes);
        return new Digest(HexFormat.of().formatHex(bytes));
    }
}

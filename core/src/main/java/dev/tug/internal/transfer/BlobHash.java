package dev.tug.internal.transfer;

import dev.tug.blob.ByteRange;
import dev.tug.blob.Digest;
import dev.tug.internal.store.Chunks;
import dev.tug.internal.store.StoreException;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;

/// Reads what is staged of a blob, as far as its bytes are there without a gap, and hashes it: the
/// whole, and each chunk by itself while it is warm. Owned by one thread.
final class BlobHash {
    /// Large enough that a read costs little, small enough to stay in a core's cache.
    private static final int BUFFER_BYTES = 256 * 1024;

    private final Proofs proofs;
    private final BlobTransfer blob;
    private final Chunks chunks;
    private final ByteBuffer buffer;

    BlobHash(Proofs proofs, BlobTransfer blob) {
        this.proofs = proofs;
        this.blob = blob;
        this.chunks = new Chunks(blob.size());
        this.buffer = ByteBuffer.allocate(Math.clamp(blob.size(), 1, BUFFER_BYTES));
    }

    /// What came of reading a blob from its first byte to its last.
    ///
    /// @param changed chunks that are not any more what they were when they were hashed last
    record Reading(Digest whole, List<Integer> changed) {
        Reading {
            changed = List.copyOf(changed);
        }
    }

    /// Reads all, behind the streams that may still bring it; chunks that were never hashed are put on
    /// record.
    Reading readAll() throws InterruptedException, StoreException {
        var whole = Digest.sha256();
        var changed = new ArrayList<Integer>();
        for (int chunk = 0; chunk < chunks.count(); chunk++) {
            var digest = readChunk(whole, chunks.range(chunk));
            var known = blob.staged().digest(chunk);
            if (known.isEmpty()) {
                blob.staged().hashed(chunk, digest);
            } else if (!known.get().equals(digest)) {
                changed.add(chunk);
            }
        }
        // Whoever still syncs the file must be done with it before it moves.
        var _ = proofs.awaitPrefix(blob, blob.size());
        return new Reading(Digest.of(whole), changed);
    }

    /// The digest of one chunk, which is also put on record.
    Digest rehash(int chunk) throws InterruptedException, StoreException {
        var digest = digest(chunks.range(chunk));
        blob.staged().hashed(chunk, digest);
        return digest;
    }

    /// The digest of bytes that are all there.
    Digest digest(ByteRange range) throws InterruptedException, StoreException {
        var _ = proofs.awaitPrefix(blob, range.start());
        var hash = Digest.sha256();
        for (long at = range.start(); at < range.end(); ) {
            at += read(at, range.end());
            hash.update(buffer);
        }
        return Digest.of(hash);
    }

    private Digest readChunk(MessageDigest whole, ByteRange range)
            throws InterruptedException, StoreException {
        var hash = Digest.sha256();
        for (long at = range.start(); at < range.end(); ) {
            long until = Math.min(range.end(), proofs.awaitPrefix(blob, at, range.end()));
            while (at < until) {
                at += read(at, until);
                whole.update(buffer.duplicate());
                hash.update(buffer);
            }
        }
        return Digest.of(hash);
    }

    /// Fills the buffer from `from` on; returns the bytes in it.
    private int read(long from, long to) throws StoreException {
        buffer.clear().limit((int) Math.min(buffer.capacity(), to - from));
        int count = blob.staged().read(buffer, from);
        if (count == 0) {
            throw new IllegalStateException(
                    blob.descriptor().digest() + " was cut to " + from + " bytes on disk");
        }
        buffer.flip();
        return count;
    }
}

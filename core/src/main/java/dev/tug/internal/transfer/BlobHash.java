package dev.tug.internal.transfer;

import dev.tug.blob.ByteRange;
import dev.tug.blob.Digest;
import dev.tug.internal.store.Chunks;
import dev.tug.internal.store.StoreException;
import dev.tug.internal.tls.Native;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/// Reads what is staged of a blob, as far as its bytes are there without a gap: hashes the whole, and
/// takes the CRC-32C of each chunk while it is warm. Owned by one thread.
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
        // What lies outside the heap is dear to get, and worth it only for what is read for long.
        this.buffer =
                blob.size() < BUFFER_BYTES
                        ? ByteBuffer.allocate((int) Math.max(1, blob.size()))
                        : ByteBuffer.allocateDirect(BUFFER_BYTES);
    }

    /// What came of reading a blob from its first byte to its last.
    ///
    /// @param changed chunks that are not any more what they were when they were read last
    record Reading(Digest whole, List<Integer> changed) {
        Reading {
            changed = List.copyOf(changed);
        }
    }

    /// What the bytes of a chunk are.
    record Content(Digest digest, int crc) {}

    /// Reads all, behind the streams that may still bring it; chunks that were never read are put on
    /// record.
    Reading readAll() throws InterruptedException, StoreException {
        var whole = Native.sha256();
        var changed = new ArrayList<Integer>();
        for (int chunk = 0; chunk < chunks.count(); chunk++) {
            int crc = read(chunks.range(chunk), whole);
            var known = blob.staged().crc(chunk);
            if (known.isEmpty()) {
                blob.staged().checked(chunk, crc);
            } else if (known.getAsInt() != crc) {
                changed.add(chunk);
            }
        }
        // Whoever still syncs the file must be done with it before it moves.
        var _ = proofs.awaitPrefix(blob, blob.size());
        return new Reading(Digest.of(whole), changed);
    }

    /// What is there of one chunk.
    Content read(int chunk) throws InterruptedException, StoreException {
        var hash = Native.sha256();
        int crc = read(chunks.range(chunk), hash);
        return new Content(Digest.of(hash), crc);
    }

    /// The digest of bytes that are all there.
    Digest digest(ByteRange range) throws InterruptedException, StoreException {
        var hash = Native.sha256();
        var _ = read(range, hash);
        return Digest.of(hash);
    }

    /// Puts the bytes of `range` into `hash`; returns their CRC-32C.
    private int read(ByteRange range, MessageDigest hash)
            throws InterruptedException, StoreException {
        var crc = new CRC32C();
        for (long at = range.start(); at < range.end(); ) {
            long until = Math.min(range.end(), proofs.awaitPrefix(blob, at, range.end()));
            while (at < until) {
                at += read(at, until);
                hash.update(buffer);
                crc.update(buffer.flip());
            }
        }
        return (int) crc.getValue();
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

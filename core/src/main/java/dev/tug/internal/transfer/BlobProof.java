package dev.tug.internal.transfer;

import dev.tug.blob.ByteRange;
import dev.tug.blob.Digest;
import dev.tug.failure.TransferFailure;
import dev.tug.internal.store.StoreException;

import java.nio.ByteBuffer;
import java.security.MessageDigest;

/// Hashes a blob behind its streams, as far as its bytes are there without a gap, and moves it into
/// the store when they prove to be the blob.
///
/// The bytes come from the page cache, where the streams have just put them. What an earlier process
/// left is hashed in the same way, beside the transfer of the rest.
final class BlobProof implements Runnable {
    /// Large enough that a read costs little, small enough to stay in a core's cache.
    private static final int BUFFER_BYTES = 256 * 1024;

    /// After so many bytes it looks whether the end came: some tens of milliseconds.
    private static final long LOOK_BYTES = 8L << 20;

    private final TransferState state;
    private final Proofs proofs;
    private final BlobTransfer blob;

    BlobProof(TransferState state, Proofs proofs, BlobTransfer blob) {
        this.state = state;
        this.proofs = proofs;
        this.blob = blob;
    }

    @Override
    public void run() {
        try {
            prove();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (StoreException | RuntimeException | Error e) {
            state.stop(e);
        }
    }

    private void prove() throws InterruptedException, StoreException {
        var hash = Digest.sha256();
        var buffer = ByteBuffer.allocate((int) Math.min(BUFFER_BYTES, Math.max(1, blob.size())));
        long hashed = 0;
        while (hashed < blob.size()) {
            long prefix = proofs.awaitPrefix(blob, hashed);
            if (prefix < 0) {
                return;
            }
            long until = Math.min(prefix, hashed + LOOK_BYTES);
            while (hashed < until) {
                hashed += hash(hash, buffer, hashed, until);
            }
        }
        if (proofs.awaitPrefix(blob, hashed) >= 0) {
            settle(Digest.of(hash));
        }
    }

    private long hash(MessageDigest hash, ByteBuffer buffer, long from, long to)
            throws StoreException {
        buffer.clear().limit((int) Math.min(buffer.capacity(), to - from));
        int count = blob.staged().read(buffer, from);
        if (count == 0) {
            throw new IllegalStateException(
                    blob.descriptor().digest() + " was cut to " + from + " bytes on disk");
        }
        hash.update(buffer.flip());
        return count;
    }

    private void settle(Digest actual) throws StoreException {
        var expected = blob.descriptor().digest();
        if (actual.equals(expected)) {
            blob.staged().commit(actual);
            proofs.stored(blob);
            return;
        }
        if (blob.size() > 0) {
            blob.staged().forget(new ByteRange(0, blob.size()));
        }
        proofs.corrupt(blob, new TransferFailure.Corrupt(expected, actual));
    }
}

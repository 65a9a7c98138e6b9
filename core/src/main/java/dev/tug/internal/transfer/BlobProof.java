package dev.tug.internal.transfer;

import dev.tug.failure.TransferFailure;
import dev.tug.internal.store.StoreException;

import java.util.Optional;

/// Hashes a blob behind its streams, has mended what proves wrong, and moves it into the store when it
/// proves to be the blob.
///
/// The bytes come from the page cache, where the streams have just put them. What an earlier process
/// left is hashed in the same way, beside the transfer of the rest.
final class BlobProof implements Runnable {
    private final TransferState state;
    private final Proofs proofs;
    private final BlobTransfer blob;
    private final BlobSource source;

    BlobProof(TransferState state, Proofs proofs, BlobTransfer blob, BlobSource source) {
        this.state = state;
        this.proofs = proofs;
        this.blob = blob;
        this.source = source;
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
        var expected = blob.descriptor().digest();
        var hash = new BlobHash(proofs, blob);
        var first = hash.readAll();
        var failure =
                first.whole().equals(expected)
                        ? Optional.<TransferFailure.Corrupt>empty()
                        : new Mending(proofs, blob, new SumsQuestion(state, source), hash)
                                .mend(first);
        if (failure.isPresent()) {
            proofs.corrupt(blob, failure.get());
            return;
        }
        blob.staged().commit(expected);
        proofs.stored(blob);
    }
}

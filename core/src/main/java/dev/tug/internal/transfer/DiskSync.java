package dev.tug.internal.transfer;

import dev.tug.internal.store.StoreException;

/// Brings written bytes to the disk while the transfer goes on, so that a power cut costs little and
/// the sync at the end has little left to do.
final class DiskSync implements Runnable {
    private final TransferState state;
    private final Proofs proofs;

    DiskSync(TransferState state, Proofs proofs) {
        this.state = state;
        this.proofs = proofs;
    }

    @Override
    public void run() {
        try {
            for (var blob = proofs.nextToSync(); blob.isPresent(); blob = proofs.nextToSync()) {
                blob.get().staged().sync();
                proofs.synced(blob.get());
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (StoreException | RuntimeException | Error e) {
            state.stop(e);
        }
    }
}

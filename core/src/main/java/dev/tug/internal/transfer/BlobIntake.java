package dev.tug.internal.transfer;

import dev.tug.internal.store.StagedBlob;
import dev.tug.internal.store.StoreException;

import java.util.Optional;

/// Hands over the blobs to be brought, one by one, as the transfer has room for more.
///
/// Each open blob costs file descriptors, and a model may have thousands.
@FunctionalInterface
public interface BlobIntake {
    /// The next blob, which the transfer then closes; empty if there are no more.
    Optional<StagedBlob> next() throws StoreException;
}

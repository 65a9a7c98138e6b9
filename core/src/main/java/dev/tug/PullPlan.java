package dev.tug;

import dev.tug.PullEvent.BlobPlan;
import dev.tug.failure.PullFailure;
import dev.tug.model.Manifest;
import dev.tug.model.ModelName;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// What a pull would fetch, and whether that fits on the disk.
///
/// @param blobs each blob of the manifest once, in the order of [Manifest#blobs()]
public record PullPlan(ModelName name, Manifest manifest, List<BlobPlan> blobs, Space space) {
    public PullPlan {
        blobs = List.copyOf(blobs);
    }

    /// Bytes that are still to be fetched.
    public long missing() {
        return blobs.stream().mapToLong(BlobPlan::missing).sum();
    }

    /// Room on the disk of a store.
    ///
    /// @param store the store's directory
    /// @param missing bytes that are to be written, at least 0
    /// @param margin bytes that shall stay free, at least 0
    /// @param available bytes that this user may still write
    public record Space(Path store, long missing, long margin, long available) {
        /// Bytes that have to be free: nothing for nothing, even on a full disk.
        public long needed() {
            var sum = missing + margin;
            return missing == 0 ? 0 : sum < 0 ? Long.MAX_VALUE : sum;
        }

        /// Whether there is room.
        public boolean isEnough() {
            return needed() <= available;
        }

        /// What a pull would say of it; empty if there is room.
        public Optional<PullFailure> obstacle() {
            return isEnough()
                    ? Optional.empty()
                    : Optional.of(new PullFailure.NoSpace(store, needed(), available));
        }
    }
}

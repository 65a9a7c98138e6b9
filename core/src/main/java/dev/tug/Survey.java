package dev.tug;

import dev.tug.blob.Descriptor;
import dev.tug.internal.plan.PartPlan;
import dev.tug.internal.store.ModelStore;
import dev.tug.internal.store.OllamaPartials;
import dev.tug.internal.store.StoreException;
import dev.tug.model.Manifest;
import dev.tug.model.ModelName;

import java.util.ArrayList;

/// Finds out what of a model is here already and whether the rest fits; changes nothing in the store.
final class Survey {
    /// Room for manifests, journals and what else the file system wants.
    static final long SPACE_MARGIN = 64L << 20;

    private final TugConfig config;
    private final ModelStore store;

    Survey(TugConfig config, ModelStore store) {
        this.config = config;
        this.store = store;
    }

    /// What a pull of `manifest` has to do.
    ///
    /// @param presence whether a blob need not be brought
    PullPlan plan(ModelName name, Manifest manifest, Presence presence) throws StoreException {
        var partials = new OllamaPartials(store);
        var plans = new ArrayList<PullEvent.BlobPlan>();
        for (var blob : manifest.blobs()) {
            boolean present = presence.of(blob);
            long staged = present ? 0 : store.stagedBytes(blob);
            plans.add(
                    new PullEvent.BlobPlan(
                            blob,
                            present,
                            present || staged > 0 ? staged : partials.claimed(blob),
                            PartPlan.of(blob.size(), config.streamsMax()).count()));
        }
        var missing = plans.stream().mapToLong(PullEvent.BlobPlan::missing).sum();
        return new PullPlan(name, manifest, plans, space(missing));
    }

    /// The room for `missing` bytes.
    PullPlan.Space space(long missing) throws StoreException {
        return new PullPlan.Space(store.root(), missing, SPACE_MARGIN, store.freeBytes());
    }

    /// Refuses to start what does not fit on the disk.
    static void check(PullPlan.Space space) throws PullException {
        var obstacle = space.obstacle();
        if (obstacle.isPresent()) {
            throw new PullException(obstacle.get(), null);
        }
    }

    /// Tells whether a blob is in the store.
    @FunctionalInterface
    interface Presence {
        /// Whether `blob` is.
        boolean of(Descriptor blob) throws StoreException;
    }
}

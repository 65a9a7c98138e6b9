package dev.tug;

import dev.tug.blob.Descriptor;
import dev.tug.blob.Digest;
import dev.tug.internal.store.ModelStore;
import dev.tug.internal.store.OllamaPartials;
import dev.tug.internal.store.StagedBlob;
import dev.tug.internal.store.StoreException;
import dev.tug.internal.store.StoreFailure;
import dev.tug.internal.transfer.BlobIntake;
import dev.tug.model.ModelName;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.function.Predicate;

/// The blobs that a pull still wants, large ones first; those that somebody else is bringing in wait
/// until all others are done.
///
/// A pull never waits for one blob while it holds another, so two pulls cannot wait for each other.
final class MissingBlobs implements BlobIntake {
    private final ModelStore store;
    private final ModelName model;
    private final OllamaPartials partials;
    private final EventRelay events;
    private final Predicate<Descriptor> isThere;
    private final Set<Digest> refusedPartials = new HashSet<>();
    private final Queue<Descriptor> wanted;
    private final List<Descriptor> busy = new ArrayList<>();
    private long holder;

    /// @param model for whom the blobs are
    /// @param isThere whether a blob need not be brought any more, asked once its lock is held
    MissingBlobs(
            ModelStore store,
            ModelName model,
            EventRelay events,
            Collection<Descriptor> missing,
            Predicate<Descriptor> isThere) {
        this.store = store;
        this.model = model;
        this.partials = new OllamaPartials(store);
        this.events = events;
        this.isThere = isThere;
        this.wanted =
                new ArrayDeque<>(
                        missing.stream()
                                .sorted(Comparator.comparingLong(Descriptor::size).reversed())
                                .toList());
    }

    @Override
    public Optional<StagedBlob> next() throws StoreException {
        for (var blob = wanted.poll(); blob != null; blob = wanted.poll()) {
            var staged = open(blob);
            if (staged.isPresent()) {
                return staged;
            }
        }
        return Optional.empty();
    }

    private Optional<StagedBlob> open(Descriptor blob) throws StoreException {
        try {
            takeOver(blob);
            var staged = StagedBlob.open(store, blob, Optional.of(model));
            if (!isThere.test(blob)) {
                return Optional.of(staged);
            }
            staged.discard();
            events.progress(blob, blob.size(), 0);
            events.stored(blob);
        } catch (StoreException e) {
            if (!(e.failure() instanceof StoreFailure.Locked(var pid))) {
                throw e;
            }
            holder = pid;
            busy.add(blob);
        }
        return Optional.empty();
    }

    private void takeOver(Descriptor blob) throws StoreException {
        if (isThere.test(blob) || refusedPartials.contains(blob.digest())) {
            return;
        }
        switch (partials.takeOver(blob)) {
            case OllamaPartials.Outcome.Nothing() -> {}
            case OllamaPartials.Outcome.Taken(var bytes) ->
                    events.warning(
                            "going on from %d bytes of %s that ollama left"
                                    .formatted(bytes, blob.digest().shortForm()));
            case OllamaPartials.Outcome.Left(var reason) -> {
                refusedPartials.add(blob.digest());
                events.warning(
                        "not using what ollama left of %s: %s"
                                .formatted(blob.digest().shortForm(), reason));
            }
        }
    }

    /// Whether blobs wait for somebody else.
    boolean isWaiting() {
        return !busy.isEmpty();
    }

    /// Tells how far somebody else has come with the blobs that wait for it.
    void tellOfBusy() {
        for (var blob : busy) {
            events.progress(blob, blob.size() - store.missingBytes(blob), 0);
        }
    }

    /// Puts the blobs that were busy back in line; returns whether there are any.
    boolean retryBusy() {
        wanted.addAll(busy);
        busy.clear();
        return !wanted.isEmpty();
    }

    /// The process that brought in the last busy blob.
    long holder() {
        return holder;
    }
}

package dev.tug.internal.store;

import dev.tug.blob.Digest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;

/// The blobs of a store that were begun and are not done: those of pulls of ours, and those that an
/// interrupted Ollama left and a pull would go on from.
public final class Partials {
    private final Staging staging;
    private final OllamaPartials ollamas;

    public Partials(ModelStore store) {
        this.staging = store.staging();
        this.ollamas = new OllamaPartials(store);
    }

    /// All of them, the one touched last first.
    public List<Partial> list() throws StoreException {
        var found = new ArrayList<Partial>();
        try {
            for (var digest : staging.begun()) {
                addStaged(found, digest);
            }
            for (var digest : ollamas.begun()) {
                ollamas.partial(digest).ifPresent(found::add);
            }
        } catch (IOException e) {
            throw StoreException.of(staging.directory(), e);
        }
        found.sort(Comparator.comparing(Partial::modified).reversed());
        return found;
    }

    private void addStaged(List<Partial> found, Digest digest) throws IOException {
        var part = staging.part(digest);
        try {
            var size = Files.size(part);
            found.add(
                    new Partial(
                            digest,
                            staging.model(digest),
                            staging.presentBytes(digest, size),
                            size,
                            Files.getLastModifiedTime(part).toInstant(),
                            false,
                            staging.holder(digest)));
        } catch (NoSuchFileException _) {
            // Its pull has just ended.
            return;
        }
    }

    /// Removes all that was kept of the blob, whoever left it.
    ///
    /// @throws StoreException with [StoreFailure.Locked] if somebody works on it; nothing is removed
    ///     then
    public void remove(Digest digest) throws StoreException {
        staging.create();
        try (var _ = staging.lock(digest)) {
            if (ollamas.partial(digest)
                    .map(Partial::holder)
                    .orElse(OptionalLong.empty())
                    .isPresent()) {
                throw new StoreException(new StoreFailure.Locked(0));
            }
            // Whoever says which bytes are there goes before the bytes.
            for (var file : staging.files(digest).reversed()) {
                Files.deleteIfExists(file);
            }
            for (Path file : ollamas.files(digest)) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw StoreException.of(staging.part(digest), e);
        }
    }
}

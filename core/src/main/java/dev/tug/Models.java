package dev.tug;

import dev.tug.blob.Descriptor;
import dev.tug.blob.Digest;
import dev.tug.model.Manifest;
import dev.tug.model.ModelName;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// The models in a store: what `ollama list`, `show`, `rm` and `cp` see.
///
/// Every method throws [PullException] if the disk fails or may not be used, and with
/// [dev.tug.failure.PullFailure.NotFound] if a model that it names is not in the store.
public interface Models {
    /// All models, newest first; odd files are told of as warnings, as Ollama does.
    Listing list() throws PullException;

    /// What a model is made of.
    Details show(ModelName name) throws PullException;

    /// Removes a model, and those of its blobs that no other model uses.
    void remove(ModelName name) throws PullException;

    /// Gives a model a second name; its blobs are shared.
    void copy(ModelName from, ModelName to) throws PullException;

    /// Reads every blob of `names`, or of all models if there are none, and compares digests.
    ///
    /// A manifest that cannot be read counts as a corrupt blob of its model, and a directory of
    /// manifests as a missing blob of no model; [#list] warns of them by name.
    ///
    /// @param progress called for each blob read, as it is done
    List<BlobCheck> verify(List<ModelName> names, CheckListener progress)
            throws PullException, InterruptedException;

    /// Removes blobs that no manifest refers to and staged bytes that no pull works on.
    ///
    /// @param dryRun whether to only say what would go
    PruneReport prune(boolean dryRun) throws PullException;

    /// The blobs that were begun and are not done, the one touched last first: those of Tug's pulls, and
    /// those of `ollama pull` that Tug would go on from.
    List<Partial> partials() throws PullException;

    /// Removes what was kept of a blob that was begun; a later pull starts it anew.
    ///
    /// @throws PullException with [dev.tug.failure.PullFailure.Busy] if somebody works on it, and
    ///     nothing is removed then
    void removePartial(Digest blob) throws PullException;

    /// The models of a store.
    ///
    /// @param models newest first
    /// @param warnings files that were passed over, one line each
    record Listing(List<Entry> models, List<String> warnings) {}

    /// One model as a list shows it.
    ///
    /// @param id the manifest's digest
    /// @param size bytes as the manifest declares them, as Ollama counts: layers and config
    record Entry(ModelName name, Digest id, long size, Instant modified) {}

    /// What a model is made of.
    ///
    /// @param config the fields of the config blob; empty if it is missing or unreadable
    /// @param parameters the `params` layer, a JSON object
    /// @param template empty if the model has none
    /// @param system empty if the model has none
    /// @param licences each whole
    /// @param gguf facts from the weights' header, in order; empty if there is none
    record Details(
            Entry entry,
            Manifest manifest,
            Map<String, Object> config,
            Map<String, Object> parameters,
            Optional<String> template,
            Optional<String> system,
            List<String> licences,
            Map<String, String> gguf) {}

    /// What a scrub found of one blob.
    ///
    /// @param state what was found
    /// @param usedBy models that refer to the blob
    record BlobCheck(Descriptor blob, State state, List<ModelName> usedBy) {
        /// What a scrub found.
        public enum State {
            /// The bytes have their digest.
            INTACT,
            /// No such file.
            MISSING,
            /// The length differs from the manifest's.
            WRONG_SIZE,
            /// The bytes differ.
            CORRUPT
        }
    }

    /// Hears how a scrub goes on.
    @FunctionalInterface
    interface CheckListener {
        /// Takes the state of the scrub.
        ///
        /// @param bytesDone of `bytesTotal` over all blobs
        void on(Descriptor blob, long bytesDone, long bytesTotal);
    }

    /// What a pruning removed, or would remove.
    ///
    /// @param removed what went, or would go
    /// @param kept why something that looks unused was left, one line each
    record PruneReport(List<Removed> removed, List<String> kept) {
        /// Bytes of all that went.
        public long bytes() {
            return removed.stream().mapToLong(Removed::bytes).sum();
        }
    }

    /// What is kept of a blob that was begun and is not done.
    ///
    /// @param models that it is for, as far as is known
    /// @param kept bytes that a pull need not fetch again
    /// @param size bytes of the whole blob
    /// @param modified when bytes of it came last
    /// @param isOllamas whether an interrupted `ollama pull` left it
    /// @param holder the process that works on it, 0 if unknown; empty if nobody does
    record Partial(
            Digest blob,
            List<ModelName> models,
            long kept,
            long size,
            Instant modified,
            boolean isOllamas,
            OptionalLong holder) {}

    /// One file that went, or would go.
    ///
    /// @param what in a user's words, such as `blob` or `partial download`
    record Removed(Path file, String what, long bytes) {}
}

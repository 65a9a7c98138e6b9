package dev.tug;

import dev.tug.blob.Digest;
import dev.tug.diagnosis.Check;
import dev.tug.diagnosis.Diagnosis;
import dev.tug.diagnosis.Question;
import dev.tug.model.ModelName;

import java.util.List;
import java.util.function.Consumer;

/// Pulls models into Ollama's store: the place to start.
///
/// Safe for use by many threads; pulls of one process share its streams.
public interface Tug extends AutoCloseable {
    /// Tug with `config`.
    static Tug with(TugConfig config) {
        return new LocalTug(config);
    }

    /// Brings `name` into the store and returns when it is there. Interrupt the thread to cancel.
    ///
    /// @throws PullException if the model could not be pulled; what was received is kept
    PullEvent.Summary pull(ModelName name, PullListener listener) throws PullException;

    /// Finds out what [#pull] would fetch, and whether that fits on the disk.
    ///
    /// Only the manifest is asked for, and nothing is written to the store. `listener` hears of waits and
    /// warnings. Interrupt the thread to cancel.
    ///
    /// @throws PullException if there is no manifest to be had; that there is no room is for the plan to say
    PullPlan plan(ModelName name, PullListener listener) throws PullException;

    /// Fetches `broken` blobs anew and puts them in the place of the files there, once they are proved;
    /// returns those that it replaced. Manifests are neither asked for nor written.
    ///
    /// Each comes from the registry of a model that uses it. `listener` hears of the blobs' progress;
    /// nothing is told of models. Interrupt the thread to cancel.
    ///
    /// @param broken what [Models#verify] found; intact blobs and manifests are passed over
    /// @throws PullException for the first blob that could not be replaced, once all were tried; what
    ///     was there of it stays, and [dev.tug.failure.PullFailure.NotFound] says that no registry
    ///     has it
    List<Digest> repair(List<Models.BlobCheck> broken, PullListener listener) throws PullException;

    /// Finds out what stands between this machine and a model, in 15 s, without fetching the model.
    ///
    /// Nothing is left in the store. `listener` hears of each check as it is done, on the calling
    /// thread. Interrupt the thread to cancel.
    ///
    /// @throws PullException only for names that no registry can have, and if it was cancelled
    Diagnosis diagnose(Question question, Consumer<Check> listener) throws PullException;

    /// The models in the store.
    Models models();

    /// What earlier pulls learned of networks.
    Profiles profiles();

    /// Ends idle connections.
    @Override
    void close();
}

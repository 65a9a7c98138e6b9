package dev.tug;

import dev.tug.Models.BlobCheck;
import dev.tug.blob.Digest;
import dev.tug.failure.PullFailure;
import dev.tug.internal.registry.Repository;
import dev.tug.internal.store.ModelStore;
import dev.tug.internal.store.StoreException;
import dev.tug.internal.transfer.TransferFailed;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Replaces broken blobs by what their digests name, from the registries of the models that use them.
///
/// A broken file stays until its successor is proved and takes its name; manifests are neither asked
/// for nor written.
final class Repair {
    private final TugConfig config;
    private final ModelStore store;
    private final Engine engine;
    private final EventRelay events;

    Repair(TugConfig config, ModelStore store, Engine engine, EventRelay events) {
        this.config = config;
        this.store = store;
        this.engine = engine;
        this.events = events;
    }

    /// Replaces all that can be.
    ///
    /// @throws PullException for the first that could not be, once all were tried
    List<Digest> run(List<BlobCheck> broken) throws PullException {
        var replaced = new ArrayList<Digest>();
        var failures = new ArrayList<PullException>();
        for (var check : broken) {
            if (check.state() == BlobCheck.State.INTACT || Scrub.isOfManifest(check)) {
                continue;
            }
            try {
                replace(check);
                replaced.add(check.blob().digest());
            } catch (PullException e) {
                failures.add(unlessInterrupted(e));
            }
        }
        if (!failures.isEmpty()) {
            throw failures.getFirst();
        }
        return replaced;
    }

    private void replace(BlobCheck check) throws PullException {
        var failures = new ArrayList<PullException>();
        for (var repository : repositories(check)) {
            try {
                Verdict.on(() -> fetch(check, repository));
                return;
            } catch (PullException e) {
                failures.add(unlessInterrupted(e));
            }
        }
        // A copy's name is known to no registry; what the others said is of more use.
        throw failures.stream()
                .filter(e -> !(e.failure() instanceof PullFailure.NotFound))
                .findFirst()
                .orElseGet(() -> failures.isEmpty() ? unknown(check) : failures.getFirst());
    }

    private Set<Repository> repositories(BlobCheck check) throws PullException {
        var repositories = new LinkedHashSet<Repository>();
        for (var name : check.usedBy()) {
            repositories.add(RegistryAddress.of(config.insecure(), name));
        }
        return repositories;
    }

    private boolean fetch(BlobCheck check, Repository repository)
            throws StoreException, TransferFailed, InterruptedException, PullException {
        store.prepare();
        engine.login().bind(repository.host());
        var delivery = new Delivery(config, engine, events, repository);
        Survey.check(new Survey(config, store).space(check.blob().size()));
        var model = check.usedBy().getFirst();
        delivery.bring(new MissingBlobs(store, model, events, List.of(check.blob()), _ -> false));
        return true;
    }

    private PullException unknown(BlobCheck check) {
        return new PullException(
                new PullFailure.NotFound(
                        store.root().toString(),
                        "a model with blob " + check.blob().digest().shortForm()),
                null);
    }

    private static PullException unlessInterrupted(PullException e) throws PullException {
        if (e.failure() instanceof PullFailure.Interrupted) {
            throw e;
        }
        return e;
    }
}

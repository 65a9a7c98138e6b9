package dev.tug;

import dev.tug.blob.Digest;
import dev.tug.failure.PullFailure;
import dev.tug.internal.store.ModelStore;
import dev.tug.internal.store.Partials;
import dev.tug.internal.store.StoreException;
import dev.tug.internal.store.StoreFailure;
import dev.tug.internal.store.StoreProblem;
import dev.tug.internal.store.StoredModel;
import dev.tug.model.ModelName;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// [Models] on disk.
final class StoredModels implements Models {
    private final ModelStore store;

    StoredModels(ModelStore store) {
        this.store = store;
    }

    @Override
    public Listing list() {
        var listing = store.list();
        return new Listing(
                listing.models().stream()
                        .map(StoredModels::entry)
                        .sorted(Comparator.comparing(Entry::modified).reversed())
                        .toList(),
                listing.problems().stream().map(StoreProblem::toString).toList());
    }

    static Entry entry(StoredModel model) {
        return new Entry(model.name(), model.id(), model.size(), model.modified());
    }

    @Override
    public Details show(ModelName name) throws PullException {
        return new ModelReader(store).read(find(name));
    }

    /// The model that `name` means, in whatever spelling the store has it.
    private StoredModel find(ModelName name) throws PullException {
        var spelled = store.spelledAsStored(name);
        var listing = store.list();
        var found =
                listing.models().stream().filter(model -> model.name().equals(spelled)).findFirst();
        if (found.isPresent()) {
            return found.get();
        }
        throw unreadable(spelled, listing.problems()).orElseGet(() -> unknown(name));
    }

    /// What keeps the model of that name, if there is one, from being read.
    private Optional<PullException> unreadable(ModelName name, List<StoreProblem> problems)
            throws PullException {
        Path path;
        try {
            path = store.manifestPath(name);
        } catch (StoreException e) {
            throw failed(e);
        }
        for (var problem : problems) {
            var isOfModel = problem.model().map(ModelName::toString);
            if (isOfModel.filter(name.toString()::equalsIgnoreCase).isPresent()) {
                var reason = name.shortest() + " " + problem.detail();
                return Optional.of(bad(new PullFailure.BadManifest("" + store.root(), reason)));
            }
            if (path.startsWith(problem.path())) {
                return Optional.of(bad(new PullFailure.Disk(problem.path(), problem.detail())));
            }
        }
        return Optional.empty();
    }

    private static PullException bad(PullFailure failure) {
        return new PullException(failure, null);
    }

    private PullException unknown(ModelName name) {
        return new PullException(
                new PullFailure.NotFound(store.root().toString(), name.shortest()), null);
    }

    @Override
    public void remove(ModelName name) throws PullException {
        var model = find(name);
        try {
            store.removeManifest(model.name());
            store.removeUnreferenced(model.digests());
        } catch (StoreException e) {
            throw failed(e);
        }
    }

    @Override
    public void copy(ModelName from, ModelName to) throws PullException {
        try {
            store.copy(find(from).name(), store.spelledAsStored(to));
        } catch (StoreException e) {
            throw failed(e);
        }
    }

    @Override
    public List<BlobCheck> verify(List<ModelName> names, CheckListener progress)
            throws PullException, InterruptedException {
        var models = new ArrayList<StoredModel>();
        for (var name : names) {
            models.add(find(name));
        }
        var checks = new ArrayList<BlobCheck>();
        if (names.isEmpty()) {
            var listing = store.list();
            models.addAll(listing.models());
            listing.problems().stream()
                    .filter(problem -> !problem.isStray())
                    .map(Scrub::unreadable)
                    .forEach(checks::add);
        }
        checks.addAll(new Scrub(store, new ModelReader(store), progress).run(models));
        return checks;
    }

    @Override
    public PruneReport prune(boolean dryRun) {
        var pruning = store.prune(dryRun);
        return new PruneReport(
                pruning.removed().stream()
                        .map(file ->
                                new Removed(
                                        file.path(),
                                        file.path().startsWith(store.blobs())
                                                ? "unused blob"
                                                : "partial download",
                                        file.bytes()))
                        .toList(),
                pruning.problems().stream().map(StoreProblem::toString).toList());
    }

    @Override
    public List<Partial> partials() throws PullException {
        try {
            var found = new Partials(store).list();
            var stored = found.isEmpty() ? List.<StoredModel>of() : store.list().models();
            return found.stream().map(partial -> partial(partial, stored)).toList();
        } catch (StoreException e) {
            throw failed(e);
        }
    }

    /// A blob is for the model of the pull that began it, and for those in the store that lack it.
    private static Partial partial(
            dev.tug.internal.store.Partial partial, List<StoredModel> stored) {
        var users =
                stored.stream()
                        .filter(model -> model.digests().contains(partial.digest()))
                        .map(StoredModel::name);
        return new Partial(
                partial.digest(),
                Stream.concat(partial.model().stream(), users).distinct().toList(),
                partial.kept(),
                partial.size(),
                partial.modified(),
                partial.isOllamas(),
                partial.holder());
    }

    @Override
    public void removePartial(Digest blob) throws PullException {
        try {
            new Partials(store).remove(blob);
        } catch (StoreException e) {
            if (e.failure() instanceof StoreFailure.Locked(var pid)) {
                throw new PullException(new PullFailure.Busy("blob " + blob.shortForm(), pid), e);
            }
            throw failed(e);
        }
    }

    private static PullException failed(StoreException e) {
        return new PullException(StoreFailures.toPullFailure(e.failure()), e);
    }
}

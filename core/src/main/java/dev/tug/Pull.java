package dev.tug;

import dev.tug.blob.Descriptor;
import dev.tug.blob.Digest;
import dev.tug.failure.PullFailure;
import dev.tug.failure.TransferFailure;
import dev.tug.internal.registry.AbortSignal;
import dev.tug.internal.registry.Reference;
import dev.tug.internal.registry.RegistryException;
import dev.tug.internal.registry.Repository;
import dev.tug.internal.store.ModelStore;
import dev.tug.internal.store.Pruning;
import dev.tug.internal.store.StoreException;
import dev.tug.internal.tls.Tls;
import dev.tug.internal.transfer.TransferFailed;
import dev.tug.model.Manifest;
import dev.tug.model.ModelName;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/// One pull: manifest, missing blobs, transfer, manifest last.
///
/// It runs on the calling thread and is used once; what it would do can be asked for instead.
final class Pull {
    /// How often blobs are brought in again that somebody removed meanwhile.
    private static final int LOSSES_MAX = 3;

    private static final int HTTPS_PORT = 443;

    private final TugConfig config;
    private final ModelStore store;
    private final Engine engine;
    private final EventRelay events;
    private final Freshness freshness;
    private final ModelName name;
    private final Repository repository;
    private final Delivery delivery;

    Pull(
            TugConfig config,
            ModelStore store,
            Engine engine,
            EventRelay events,
            Freshness freshness,
            ModelName name)
            throws PullException {
        this.config = config;
        this.store = store;
        this.engine = engine;
        this.events = events;
        this.freshness = freshness;
        this.name = name;
        this.repository = RegistryAddress.of(config.insecure(), name);
        this.delivery = new Delivery(config, engine, events, repository);
    }

    PullEvent.Summary run() throws PullException {
        return Verdict.on(this::bringModel);
    }

    /// What [#run] would do; only the manifest is asked for, and nothing is written.
    PullPlan plan() throws PullException {
        return Verdict.on(() -> {
            engine.login().bind(repository.host());
            return new Survey(config, store).plan(name, manifest(), store::hasBlob);
        });
    }

    private PullEvent.Summary bringModel()
            throws RegistryException,
                    StoreException,
                    TransferFailed,
                    InterruptedException,
                    PullException {
        long started = engine.clockMillis().getAsLong();
        events.on(new PullEvent.Started(name));
        store.prepare();
        engine.login().bind(repository.host());
        var manifest = manifest();
        freshness.keep(manifest.blobs().stream().map(Descriptor::digest).toList());
        bring(manifest);
        bringLost(manifest);
        // Where nothing was missing the registry alone was met.
        events.onlookers().keep();
        events.on(new PullEvent.WritingManifest());
        var stored = store.spelledAsStored(name);
        var replaced = store.digestsOf(stored);
        store.writeManifest(stored, manifest.bytes());
        // What was removed between the last look and the manifest that would have saved it.
        bringLost(manifest);
        removeUnused(replaced);
        var summary =
                new PullEvent.Summary(
                        manifest.size(),
                        delivery.fetched(),
                        Duration.ofMillis(engine.clockMillis().getAsLong() - started),
                        delivery.connections(),
                        delivery.cuts(),
                        delivery.streams(),
                        delivery.again(),
                        delivery.kills(),
                        delivery.learned());
        events.on(new PullEvent.Succeeded(name, summary));
        return summary;
    }

    /// The network is waited for in another thread, so that an interrupt ends the wait at once.
    private Manifest manifest() throws RegistryException, InterruptedException {
        var abort = new AbortSignal();
        var reference =
                name.digest()
                        .<Reference>map(Reference.Pinned::new)
                        .orElseGet(() -> new Reference.Tag(name.tag()));
        var manifest =
                Interruptibly.<Manifest, RegistryException>call(
                        () ->
                                engine.registry()
                                        .manifest(repository, reference, abort, this::unanswered),
                        abort::abort);
        meetRegistry();
        return manifest;
    }

    /// Its blobs may come from elsewhere, so that no transfer meets it.
    private void meetRegistry() {
        var base = repository.base();
        int port = base.getPort() < 0 ? HTTPS_PORT : base.getPort();
        engine.tls()
                .last(base.getHost(), port)
                .ifPresent(seen -> events.met(Tls.key(base.getHost(), port), seen));
    }

    /// This thread only waits meanwhile, so that events stay in order.
    private void unanswered(TransferFailure failure) {
        var seconds = config.firstAnswer().toSeconds();
        events.on(
                new PullEvent.Waiting(
                        failure.summary() + "; trying again for up to " + seconds + " s"));
    }

    private void bring(Manifest manifest)
            throws StoreException, TransferFailed, InterruptedException, PullException {
        var plan = new Survey(config, store).plan(name, manifest, this::isKept);
        Survey.check(plan.space());
        events.on(new PullEvent.Planned(name, manifest, plan.blobs()));
        var missing = new ArrayList<Descriptor>();
        for (var each : plan.blobs()) {
            if (each.present()) {
                events.progress(each.blob(), each.blob().size(), 0);
                events.stored(each.blob());
            } else {
                missing.add(each.blob());
            }
        }
        bring(missing);
    }

    private void bring(Collection<Descriptor> blobs)
            throws StoreException, TransferFailed, InterruptedException {
        delivery.bring(new MissingBlobs(store, name, events, blobs, store::hasBlob));
    }

    /// Nothing but their age keeps blobs without a manifest: another program may have removed some.
    private void bringLost(Manifest manifest)
            throws StoreException, TransferFailed, InterruptedException, PullException {
        var lost = lost(manifest);
        for (int losses = 0; !lost.isEmpty(); losses++) {
            if (losses == LOSSES_MAX) {
                throw new PullException(
                        new PullFailure.Disk(
                                store.blobPath(lost.getFirst().digest()),
                                "removed by another program again and again"),
                        null);
            }
            events.warning(
                    "%d blobs were removed by another program; bringing them in again"
                            .formatted(lost.size()));
            bring(lost);
            lost = lost(manifest);
        }
    }

    private List<Descriptor> lost(Manifest manifest) throws StoreException {
        var lost = new ArrayList<Descriptor>();
        for (var blob : manifest.blobs()) {
            if (!isKept(blob)) {
                lost.add(blob);
            }
        }
        return lost;
    }

    /// Whether the blob is there, and young again.
    private boolean isKept(Descriptor blob) throws StoreException {
        return store.hasBlob(blob) && store.touchBlob(blob.digest()) && store.hasBlob(blob);
    }

    private void removeUnused(Collection<Digest> replaced) {
        if (!config.prune() || replaced.isEmpty()) {
            return;
        }
        var removed =
                store.removeUnreferenced(replaced).removed().stream()
                        .map(Pruning.Removed::digest)
                        .toList();
        if (!removed.isEmpty()) {
            events.on(new PullEvent.RemovedUnused(removed));
        }
    }
}

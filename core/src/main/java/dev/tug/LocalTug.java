package dev.tug;

import dev.tug.blob.Digest;
import dev.tug.diagnosis.Check;
import dev.tug.diagnosis.Diagnosis;
import dev.tug.diagnosis.Question;
import dev.tug.internal.profile.KeptPaths;
import dev.tug.internal.store.ModelStore;
import dev.tug.model.ModelName;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.function.Consumer;

/// [Tug] in this process. What speaks to the network is made at the first pull: listing models needs
/// no TLS.
final class LocalTug implements Tug {
    private final TugConfig config;
    private final ModelStore store;
    private final KeptPaths memory;

    private final Complaints complaints = new Complaints();

    /// Guarded by `this`.
    private @Nullable Engine engine;

    LocalTug(TugConfig config) {
        this.config = config;
        this.store = new ModelStore(config.store());
        this.memory = Wiring.memory(config, complaints::add);
    }

    @Override
    public PullEvent.Summary pull(ModelName name, PullListener listener) throws PullException {
        return with(name, listener, Pull::run);
    }

    @Override
    public PullPlan plan(ModelName name, PullListener listener) throws PullException {
        return with(name, listener, Pull::plan);
    }

    private <T> T with(ModelName name, PullListener listener, Use<T> use) throws PullException {
        var engine = engine();
        var freshness = new Freshness(store, engine.clockMillis());
        var events =
                new EventRelay(
                        listener,
                        freshness::tick,
                        complaints::take,
                        Wiring.onlookers(config, engine));
        var pull = new Pull(config, store, engine, events, freshness, name);
        try {
            return use.of(pull);
        } finally {
            events.tellWarnings();
        }
    }

    /// What a pull is used for.
    @FunctionalInterface
    private interface Use<T> {
        /// Does it.
        T of(Pull pull) throws PullException;
    }

    @Override
    public List<Digest> repair(List<Models.BlobCheck> broken, PullListener listener)
            throws PullException {
        var engine = engine();
        // What a manifest refers to needs not be kept young.
        var events =
                new EventRelay(
                        listener, () -> {}, complaints::take, Wiring.onlookers(config, engine));
        try {
            return new Repair(config, store, engine, events).run(broken);
        } finally {
            events.tellWarnings();
        }
    }

    @Override
    public Diagnosis diagnose(Question question, Consumer<Check> listener) throws PullException {
        return new Consultation(config, store, memory, profiles(), complaints)
                .run(question, listener);
    }

    private synchronized Engine engine() {
        var made = engine;
        if (made == null) {
            made = Wiring.engine(config, memory, complaints::add);
            engine = made;
            if (!config.insecure()) {
                Thread.ofVirtual().name("tug-trust").start(made.tls()::readAhead);
            }
        }
        return made;
    }

    @Override
    public Models models() {
        return new StoredModels(store);
    }

    @Override
    public Profiles profiles() {
        return new LocalProfiles(memory, Wiring.calendar(), () -> Wiring.egress(config).network());
    }

    @Override
    public synchronized void close() {
        if (engine != null) {
            engine.close();
        }
    }
}

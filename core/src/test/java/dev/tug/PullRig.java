package dev.tug;

import dev.tug.blob.Digest;
import dev.tug.lab.GeneratedModel;
import dev.tug.lab.Lab;
import dev.tug.model.ModelName;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/// A lab with one model, and a Tug with a store that trusts it.
final class PullRig implements AutoCloseable {
    final GeneratedModel model;
    final Lab lab;
    final Path store;
    final List<PullEvent> events = new CopyOnWriteArrayList<>();
    private final List<AutoCloseable> others = new ArrayList<>();
    private final Path trust;
    private TugConfig config;

    PullRig(Path directory, GeneratedModel model) throws IOException {
        this.model = model;
        lab = Lab.start(model);
        store = directory.resolve("models");
        trust = Files.writeString(directory.resolve("trust.pem"), lab.trustPem());
        config = quick(TugConfig.of(store).with(c -> c.authorities(List.of(trust))));
    }

    /// The same with a patience fit for a test.
    private static TugConfig quick(TugConfig config) {
        return config.with(c ->
                c.stall(Duration.ofSeconds(5))
                        .firstAnswer(Duration.ofSeconds(5))
                        .outage(Duration.ofSeconds(5)));
    }

    PullRig login(String user, String password) {
        return with(Optional.of(new TugConfig.Login(user, password)), true);
    }

    PullRig keepingUnused() {
        return with(Optional.empty(), false);
    }

    /// With settings changed as the test needs them.
    PullRig with(Consumer<TugConfig.Builder> changes) {
        config = config.with(changes);
        return this;
    }

    /// Trusts whom `pem` names, and nobody else.
    void trust(String pem) {
        try {
            var _ = Files.writeString(trust, pem);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    PullRig trustingNobody() {
        config = config.with(c -> c.authorities(List.of()));
        return this;
    }

    private PullRig with(Optional<TugConfig.Login> login, boolean prune) {
        config = config.with(c -> c.login(login).prune(prune));
        return this;
    }

    Tug tug() {
        return Tug.with(config);
    }

    ModelName name() {
        return ModelName.parse(lab.modelReference());
    }

    PullEvent.Summary pull() throws PullException {
        try (var tug = tug()) {
            return tug.pull(name(), events::add);
        }
    }

    <T extends PullEvent> List<T> events(Class<T> type) {
        return events.stream().filter(type::isInstance).map(type::cast).toList();
    }

    Path blob(String digest) {
        return store.resolve("blobs").resolve(Digest.parse(digest).orElseThrow().fileName());
    }

    Path manifest() {
        return store.resolve("manifests")
                .resolve(lab.registry().hostAndPort())
                .resolve(model.name())
                .resolve(model.tag());
    }

    /// Whether every blob of the model is in the store with the right bytes, and the manifest is the
    /// registry's.
    boolean isComplete() throws IOException {
        for (var digest : model.blobs().keySet()) {
            if (!Files.exists(blob(digest))
                    || !Digest.of(Files.readAllBytes(blob(digest))).toString().equals(digest)) {
                return false;
            }
        }
        return Files.exists(manifest())
                && java.util.Arrays.equals(Files.readAllBytes(manifest()), model.manifestBytes());
    }

    /// Closes `other` with the lab.
    void closing(AutoCloseable other) {
        others.add(other);
    }

    @Override
    public void close() {
        for (var other : others) {
            try {
                other.close();
            } catch (Exception e) {
                throw new AssertionError("cannot close " + other, e);
            }
        }
        lab.close();
    }
}

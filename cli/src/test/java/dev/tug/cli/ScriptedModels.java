package dev.tug.cli;

import dev.tug.Models;
import dev.tug.PullException;
import dev.tug.blob.Digest;
import dev.tug.failure.PullFailure;
import dev.tug.model.ModelName;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A store of one model, `llama3.2:3b`, one blob of which is corrupt.
final class ScriptedModels implements Models {
    static final ModelName NAME = ModelName.parse("llama3.2:3b");
    static final Instant MODIFIED = Instant.parse("2026-01-01T00:00:00Z");

    final List<Partial> partials = new ArrayList<>();
    final List<ModelName> removed = new ArrayList<>();
    boolean interruptsVerify;
    private final List<ModelName> users = new ArrayList<>(List.of(NAME));

    /// Adds a model that uses the corrupt blob.
    void alsoUsedBy(ModelName name) {
        users.add(name);
    }

    @Override
    public Listing list() {
        return new Listing(List.of(entry()), List.of("odd file"));
    }

    @Override
    public Details show(ModelName name) throws PullException {
        known(name);
        return new Details(
                entry(),
                ScriptedTug.manifest(2),
                Map.of("model_family", "llama"),
                Map.of("stop", List.of("<|a|>", "<|b|>")),
                Optional.of("{{ .Prompt }}"),
                Optional.empty(),
                List.of("LICENCE\u001b[31m of many words"),
                Map.of("general.architecture", "llama"));
    }

    @Override
    public void remove(ModelName name) throws PullException {
        known(name);
        removed.add(name);
    }

    @Override
    public void copy(ModelName from, ModelName to) throws PullException {
        known(from);
    }

    @Override
    public List<BlobCheck> verify(List<ModelName> names, CheckListener progress)
            throws InterruptedException {
        if (interruptsVerify) {
            throw new InterruptedException();
        }
        var model = ScriptedTug.blob("model", 2_000_000_000L);
        var template = ScriptedTug.blob("template", 1_501L);
        progress.on(model, model.size(), model.size() + template.size());
        progress.on(template, model.size() + template.size(), model.size() + template.size());
        return List.of(
                new BlobCheck(model, BlobCheck.State.CORRUPT, List.copyOf(users)),
                new BlobCheck(template, BlobCheck.State.INTACT, List.of(NAME)));
    }

    @Override
    public PruneReport prune(boolean dryRun) {
        return new PruneReport(
                List.of(new Removed(Path.of("blobs", "sha256-1"), "blob", 1_500)), List.of());
    }

    @Override
    public List<Partial> partials() {
        return List.copyOf(partials);
    }

    @Override
    public void removePartial(Digest blob) throws PullException {
        var partial =
                partials.stream().filter(it -> it.blob().equals(blob)).findFirst().orElseThrow();
        if (partial.holder().isPresent()) {
            throw new PullException(
                    new PullFailure.Busy("blob " + blob.shortForm(), partial.holder().getAsLong()),
                    null);
        }
        partials.remove(partial);
    }

    private static Entry entry() {
        return new Entry(NAME, ScriptedTug.digest("id"), 2_000_000_000L, MODIFIED);
    }

    private static void known(ModelName name) throws PullException {
        if (!name.equals(NAME)) {
            throw new PullException(new PullFailure.NotFound("/store", name.shortest()), null);
        }
    }
}

package dev.tug.cli;

import dev.tug.Models;
import dev.tug.Profiles;
import dev.tug.PullEvent;
import dev.tug.PullException;
import dev.tug.PullListener;
import dev.tug.PullPlan;
import dev.tug.Tug;
import dev.tug.blob.Descriptor;
import dev.tug.blob.Digest;
import dev.tug.diagnosis.Check;
import dev.tug.diagnosis.Diagnosis;
import dev.tug.diagnosis.Question;
import dev.tug.failure.PullFailure;
import dev.tug.failure.TransferFailure;
import dev.tug.model.Manifest;
import dev.tug.model.ModelName;
import dev.tug.transfer.Cause;
import dev.tug.transfer.FlightRecord;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/// A [Tug] that plays a script: events first, then a result. Its models are a [ScriptedModels].
final class ScriptedTug implements Tug {
    private static final boolean IS_STUBBORN = Boolean.getBoolean("stubborn");

    final List<ModelName> pulled = new ArrayList<>();
    final List<Digest> repaired = new ArrayList<>();
    final ScriptedModels models = new ScriptedModels();
    final ScriptedProfiles profiles = new ScriptedProfiles();
    final List<Question> questions = new ArrayList<>();

    /// What it finds.
    Diagnosis diagnosis = Diagnoses.of(List.of());

    private final Map<String, PullFailure> failures = new HashMap<>();
    private final int layers;
    private final Duration step;
    boolean isClosed;

    /// Hosts whose certificates nobody looks at.
    final List<String> unverified = new ArrayList<>();

    /// Bytes free on the disk of a dry run.
    long available = 5_000_000_000L;

    /// @param layers blobs of every model, besides the config
    /// @param step the real time between two events; zero in tests
    ScriptedTug(int layers, Duration step) {
        this.layers = layers;
        this.step = step;
    }

    /// Makes every pull of a model of that name fail, or every `repair`.
    ScriptedTug failing(String model, PullFailure failure) {
        failures.put(model, failure);
        return this;
    }

    @Override
    public PullEvent.Summary pull(ModelName name, PullListener listener) throws PullException {
        pulled.add(name);
        listener.on(new PullEvent.Started(name));
        var failure = Optional.ofNullable(failures.get(name.model()));
        if (failure.isPresent()) {
            throw new PullException(failure.get(), null);
        }
        try {
            return play(name, listener);
        } catch (InterruptedException _) {
            throw new PullException(new PullFailure.Interrupted(), null);
        }
    }

    @Override
    public PullPlan plan(ModelName name, PullListener listener) throws PullException {
        listener.on(new PullEvent.Warning("odd"));
        var failure = Optional.ofNullable(failures.get(name.model()));
        if (failure.isPresent()) {
            throw new PullException(failure.get(), null);
        }
        var manifest = manifest(layers);
        var plans = new ArrayList<PullEvent.BlobPlan>();
        for (var blob : manifest.blobs()) {
            plans.add(
                    plans.isEmpty()
                            ? new PullEvent.BlobPlan(blob, false, blob.size() / 10, 16)
                            : new PullEvent.BlobPlan(blob, plans.size() == 1, 0, 1));
        }
        var missing = plans.stream().mapToLong(PullEvent.BlobPlan::missing).sum();
        return new PullPlan(
                name,
                manifest,
                plans,
                new PullPlan.Space(Path.of("models"), missing, 64 << 20, available));
    }

    @Override
    public Diagnosis diagnose(Question question, Consumer<Check> listener) throws PullException {
        questions.add(question);
        diagnosis.checks().forEach(listener);
        return diagnosis;
    }

    @Override
    public List<Digest> repair(List<Models.BlobCheck> broken, PullListener listener)
            throws PullException {
        var failure = Optional.ofNullable(failures.get("repair"));
        if (failure.isPresent()) {
            throw new PullException(failure.get(), null);
        }
        broken.forEach(check -> listener.on(new PullEvent.Stored(check.blob())));
        repaired.addAll(broken.stream().map(check -> check.blob().digest()).toList());
        return repaired;
    }

    private PullEvent.Summary play(ModelName name, PullListener listener)
            throws InterruptedException {
        var manifest = manifest(layers);
        var plans =
                manifest.blobs().stream()
                        .map(blob -> new PullEvent.BlobPlan(blob, false, blob.size() / 10, 1))
                        .toList();
        unverified.forEach(host -> listener.on(new PullEvent.Unverified(host)));
        listener.on(new PullEvent.Planned(name, manifest, plans));
        var host = "cdn.example:443";
        var cut = new TransferFailure.Cut(host, 300_000, "connection reset");
        listener.on(
                new PullEvent.ConnectionEnded(
                        new FlightRecord(
                                1, host, 2, 300_000, Duration.ofMillis(1500), Optional.of(cut))));
        for (var plan : plans) {
            var size = plan.blob().size();
            for (var percent = 10; percent < 100; percent += 10) {
                listener.on(new PullEvent.Progress(plan.blob(), size * percent / 100, size, 16));
                pause();
                if (percent == 50) {
                    listener.on(new PullEvent.Retrying(plan.blob(), cut, 1, Duration.ofSeconds(1)));
                    listener.on(
                            new PullEvent.StreamsChanged(
                                    16, 4, Cause.TOO_MANY, "12 of 16 were cut at once"));
                }
            }
            listener.on(new PullEvent.Stored(plan.blob()));
        }
        listener.on(new PullEvent.Verifying());
        listener.on(new PullEvent.WritingManifest());
        var summary =
                new PullEvent.Summary(
                        manifest.size(),
                        manifest.size(),
                        Duration.ofSeconds(4),
                        5,
                        1,
                        4,
                        12_000_000,
                        11,
                        "12 of 16 were cut at once");
        listener.on(new PullEvent.Succeeded(name, summary));
        return summary;
    }

    private void pause() throws InterruptedException {
        if (Thread.interrupted() && !IS_STUBBORN) {
            throw new InterruptedException();
        }
        if (IS_STUBBORN) {
            LockSupport.parkNanos(step.toNanos());
        } else if (!step.isZero()) {
            Thread.sleep(step);
        }
    }

    @Override
    public Models models() {
        return models;
    }

    @Override
    public Profiles profiles() {
        return profiles;
    }

    @Override
    public void close() {
        isClosed = true;
    }

    /// A manifest with that many layers: the first is a large model, the others are small.
    static Manifest manifest(int layers) {
        var all = new ArrayList<Descriptor>();
        for (var i = 0; i < layers; i++) {
            var type = i == 0 ? "model" : i == 1 ? "template" : "tensor";
            all.add(blob(type, i == 0 ? 2_000_000_000L : 1_500L + i));
        }
        var config =
                new Descriptor(
                        "application/vnd.docker.container.image.v1+json", digest("config"), 485);
        return new Manifest("{}".getBytes(StandardCharsets.UTF_8), "application/json", config, all);
    }

    /// A layer of that kind.
    static Descriptor blob(String kind, long size) {
        return new Descriptor("application/vnd.ollama.image." + kind, digest(kind + size), size);
    }

    /// Some digest.
    static Digest digest(String of) {
        return Digest.of(of.getBytes(StandardCharsets.UTF_8));
    }

    /// Runs the command on a script, in this process's own terminal: for a look at the displays.
    ///
    /// `-Dlayers=` and `-Dstep=` (milliseconds) shape the script; `-Dstubborn=true` makes it deaf
    /// to interrupts.
    public static void main(String[] args) {
        var layers = Integer.getInteger("layers", 4);
        var step = Duration.ofMillis(Integer.getInteger("step", 200));
        System.exit(
                Main.run(args, Main.surroundings(_ -> new ScriptedTug(layers, step), System.out)));
    }
}

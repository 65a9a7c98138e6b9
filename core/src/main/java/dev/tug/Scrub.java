package dev.tug;

import dev.tug.Models.BlobCheck;
import dev.tug.blob.Descriptor;
import dev.tug.blob.Digest;
import dev.tug.internal.store.ModelStore;
import dev.tug.internal.store.StoreProblem;
import dev.tug.internal.store.StoredModel;
import dev.tug.internal.tls.Native;
import dev.tug.model.ModelName;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Reads blobs again, whole, and compares them with their digests.
final class Scrub {
    private static final int BUFFER_BYTES = 1 << 20;

    /// As much as the store reads of one.
    private static final int MANIFEST_BYTES_MAX = 4 << 20;

    /// Docker's type of manifest, which Ollama's registry serves.
    private static final String MANIFEST = "application/vnd.docker.distribution.manifest.v2+json";

    private final ModelStore store;
    private final ModelReader reader;
    private final Models.CheckListener progress;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
    private long done;
    private long total;

    Scrub(ModelStore store, ModelReader reader, Models.CheckListener progress) {
        this.store = store;
        this.reader = reader;
        this.progress = progress;
    }

    /// Checks every blob of `models` once, in their order.
    List<BlobCheck> run(List<StoredModel> models) throws PullException, InterruptedException {
        var users = new LinkedHashMap<Digest, List<ModelName>>();
        var blobs = new LinkedHashMap<Digest, Descriptor>();
        var checks = new ArrayList<BlobCheck>();
        for (var model : models) {
            try {
                for (var blob : reader.manifest(model).blobs()) {
                    blobs.putIfAbsent(blob.digest(), blob);
                    users.computeIfAbsent(blob.digest(), _ -> new ArrayList<>()).add(model.name());
                }
            } catch (PullException _) {
                checks.add(unreadable(model));
            }
        }
        checks.addAll(check(blobs, users));
        return checks;
    }

    private static BlobCheck unreadable(StoredModel model) {
        var manifest = new Descriptor(MANIFEST, model.id(), model.content().length);
        return new BlobCheck(manifest, BlobCheck.State.CORRUPT, List.of(model.name()));
    }

    /// What stands for a manifest, or a directory of manifests, that cannot be read.
    static BlobCheck unreadable(StoreProblem problem) {
        byte[] content;
        try (var in = Files.newInputStream(problem.path())) {
            content = in.readNBytes(MANIFEST_BYTES_MAX);
        } catch (IOException _) {
            content = new byte[0];
        }
        return new BlobCheck(
                new Descriptor(MANIFEST, Digest.of(content), content.length),
                problem.model().isPresent() ? BlobCheck.State.CORRUPT : BlobCheck.State.MISSING,
                problem.model().stream().toList());
    }

    /// Whether `check` is of a manifest, which no digest names.
    static boolean isOfManifest(BlobCheck check) {
        return check.blob().mediaType().equals(MANIFEST);
    }

    private List<BlobCheck> check(Map<Digest, Descriptor> blobs, Map<Digest, List<ModelName>> users)
            throws PullException, InterruptedException {
        total = blobs.values().stream().mapToLong(Descriptor::size).sum();
        var checks = new ArrayList<BlobCheck>();
        for (var blob : blobs.values()) {
            var state = state(blob);
            checks.add(new BlobCheck(blob, state, users.getOrDefault(blob.digest(), List.of())));
        }
        return checks;
    }

    private BlobCheck.State state(Descriptor blob) throws PullException, InterruptedException {
        var path = store.blobPath(blob.digest());
        long before = done;
        try {
            if (!Files.isRegularFile(path)) {
                return BlobCheck.State.MISSING;
            }
            if (Files.size(path) != blob.size()) {
                return BlobCheck.State.WRONG_SIZE;
            }
            return digest(path, blob).equals(blob.digest())
                    ? BlobCheck.State.INTACT
                    : BlobCheck.State.CORRUPT;
        } catch (IOException e) {
            throw StoreFailures.disk(path, e);
        } finally {
            done = before + blob.size();
            progress.on(blob, done, total);
        }
    }

    private Digest digest(Path path, Descriptor blob) throws IOException, InterruptedException {
        var hash = Native.sha256();
        try (var channel = FileChannel.open(path, StandardOpenOption.READ)) {
            while (channel.read(buffer.clear()) >= 0) {
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
                done += buffer.position();
                hash.update(buffer.flip());
                progress.on(blob, done, total);
            }
        }
        return Digest.of(hash);
    }
}

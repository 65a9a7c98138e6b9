package dev.tug.internal.store;

import dev.tug.blob.Descriptor;
import dev.tug.blob.Digest;
import dev.tug.model.ModelName;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/// A directory that Ollama reads its models from, laid out as Ollama does.
///
/// ```
/// <root>/blobs/sha256-<hex>
/// <root>/manifests/<host>/<namespace>/<model>/<tag>
/// <root>/.tug/                                        blobs on their way, see [StagedBlob]
/// ```
///
/// The root may be a symbolic link. Thread-safe, and safe beside other processes: it keeps no state.
public final class ModelStore {
    /// Blobs younger than this may be waiting for their manifest; Ollama allows the same.
    public static final Duration BLOB_GRACE = Duration.ofHours(1);

    /// A transfer that nobody took up for this long is given up.
    public static final Duration PARTIAL_AGE_MAX = Duration.ofDays(7);

    private final Path root;
    private final Path blobs;
    private final InstantSource clock;
    private final Supplier<String> bootId;
    private final Staging staging;
    private final Manifests manifests;
    private final Touching touching;

    /// The store at `root`, which need not exist yet.
    public ModelStore(Path root) {
        this(root, InstantSource.system(), BootId::read);
    }

    /// The store at `root`, on a machine of your making.
    ///
    /// @param bootId names the time since the machine was started; empty if unknown
    public ModelStore(Path root, InstantSource clock, Supplier<String> bootId) {
        this(root, clock, bootId, Touching.NATIVE);
    }

    ModelStore(Path root, InstantSource clock, Supplier<String> bootId, Touching touching) {
        this.root = root;
        this.touching = touching;
        this.blobs = root.resolve("blobs");
        this.clock = clock;
        this.bootId = bootId;
        this.staging = new Staging(root.resolve(".tug"), blobs, bootId.get());
        this.manifests = new Manifests(root.resolve("manifests"), staging);
    }

    /// The directory that holds everything.
    public Path root() {
        return root;
    }

    /// The directory of the blobs.
    public Path blobs() {
        return blobs;
    }

    /// Where the blob is or will be; an old Ollama's `sha256:<hex>` if that is what is there.
    public Path blobPath(Digest digest) {
        var path = blobs.resolve(digest.fileName());
        if (mayBeOld() && !Files.exists(path)) {
            var legacy = blobs.resolve(digest.toString());
            return Files.exists(legacy) ? legacy : path;
        }
        return path;
    }

    /// Whether the blob is there with its whole length; its content is not read.
    public boolean hasBlob(Descriptor blob) {
        // As few looks as will do: a model may have a thousand blobs, of which none is there.
        var path = blobs.resolve(blob.digest().fileName());
        return isWhole(path, blob.size())
                || (mayBeOld()
                        && isWhole(blobs.resolve(blob.digest().toString()), blob.size())
                        && !Files.exists(path));
    }

    private static boolean isWhole(Path file, long bytes) {
        try {
            return Files.isRegularFile(file) && Files.size(file) == bytes;
        } catch (IOException e) {
            return false;
        }
    }

    /// Whether this system can have files of the names that an old Ollama gave.
    private boolean mayBeOld() {
        return blobs.getFileSystem().getSeparator().equals("/");
    }

    /// Bytes of the blob that are neither in the store nor recorded as staged.
    public long missingBytes(Descriptor blob) {
        return hasBlob(blob) ? 0 : blob.size() - stagedBytes(blob);
    }

    /// Bytes of a blob that is not in the store which are recorded as staged.
    public long stagedBytes(Descriptor blob) {
        return staging.presentBytes(blob.digest(), blob.size());
    }

    /// Bytes that this user may still write where the store is or will be.
    public long freeBytes() throws StoreException {
        return about(() -> {
            var at = root.toAbsolutePath();
            while (!Files.exists(at)) {
                at = Durable.parent(at);
            }
            return FreeSpace.at(at);
        });
    }

    /// Makes sure that blobs and manifests can be written here.
    ///
    /// @throws StoreException with [StoreFailure.NotWritable] if they cannot
    public void prepare() throws StoreException {
        staging.create();
        staging.checkWritable();
    }

    /// Makes a blob young again, so that nobody prunes it before its manifest is written; whether it
    /// is there.
    ///
    /// In a store that is shared only the blob's owner can; for others it stays as old as it is.
    public boolean touchBlob(Digest digest) throws StoreException {
        var path = blobPath(digest);
        try {
            touch(path);
            return true;
        } catch (NoSuchFileException e) {
            return false;
        } catch (IOException e) {
            var failure = StoreException.of(path, e);
            if (failure.failure() instanceof StoreFailure.NotWritable) {
                return Files.exists(path);
            }
            throw failure;
        }
    }

    /// The blobs of the model of that name; empty if there is none or it cannot be read.
    public Set<Digest> digestsOf(ModelName name) {
        return list().digestsOf(name);
    }

    /// Where the manifest is or will be.
    ///
    /// @throws StoreException if this system cannot have a file of that name
    public Path manifestPath(ModelName name) throws StoreException {
        return about(() -> manifests.path(name));
    }

    /// Writes a manifest to the byte: a reader sees the old one or the new one, even after a crash.
    public void writeManifest(ModelName name, byte[] content) throws StoreException {
        staging.create();
        var _ =
                about(() -> {
                    manifests.write(name, content);
                    return true;
                });
    }

    /// The bytes of a manifest; empty if there is none.
    public Optional<byte[]> readManifest(ModelName name) throws StoreException {
        return about(() -> manifests.read(name));
    }

    /// Deletes a manifest; whether there was one. Its blobs stay, see [#removeUnreferenced].
    public boolean removeManifest(ModelName name) throws StoreException {
        return about(() -> manifests.remove(name));
    }

    /// Gives a model a second name, over whatever had that name; whether there is such a model.
    public boolean copy(ModelName from, ModelName to) throws StoreException {
        var content = readManifest(from);
        if (content.isPresent()) {
            writeManifest(to, content.get());
        }
        return content.isPresent();
    }

    /// All models, and what could not be read as one.
    public StoreListing list() {
        return manifests.list();
    }

    /// The name spelt as the store spells it; see [StoreListing#spelled].
    public ModelName spelledAsStored(ModelName name) {
        return list().spelled(name);
    }

    /// The blobs that models of this store need.
    public References referencedDigests() {
        return References.of(list(), new NewerManifests(root.resolve("manifests-v2"), blobs));
    }

    /// Deletes those of `candidates` that no model needs: what a model leaves behind that was just
    /// removed or replaced.
    ///
    /// However young they are, unless a transfer is under way: its model may need them, and is in no
    /// manifest yet. Then they have the same grace as in [#prune].
    public Pruning removeUnreferenced(Collection<Digest> candidates) {
        var wanted = Set.copyOf(candidates);
        var pruner = pruner(false);
        try {
            var grace = staging.isBusy() ? BLOB_GRACE : Duration.ZERO;
            return pruner.blobs(referencedDigests(), wanted::contains, grace).result();
        } catch (IOException e) {
            return new Pruning(List.of(), List.of(StoreProblem.of(staging.directory(), e)));
        }
    }

    /// Deletes blobs that no model needs and that are older than [#BLOB_GRACE], and transfers that
    /// nobody took up for [#PARTIAL_AGE_MAX].
    ///
    /// @param dryRun only to say what would be deleted
    public Pruning prune(boolean dryRun) {
        return pruner(dryRun)
                .blobs(referencedDigests(), _ -> true, BLOB_GRACE)
                .partials(PARTIAL_AGE_MAX)
                .result();
    }

    Staging staging() {
        return staging;
    }

    String bootId() {
        return bootId.get();
    }

    InstantSource clock() {
        return clock;
    }

    void touch(Path path) throws IOException {
        touching.touch(path, clock.instant());
    }

    private Pruner pruner(boolean dryRun) {
        return new Pruner(blobs, staging, clock.instant(), dryRun);
    }

    private <T> T about(Uninterrupted.Work<T> work) throws StoreException {
        try {
            return Uninterrupted.call(work);
        } catch (IOException e) {
            throw StoreException.of(root.resolve("manifests"), e);
        }
    }
}

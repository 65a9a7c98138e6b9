package dev.tug.internal.store;

import dev.tug.blob.Digest;
import dev.tug.model.InvalidModelName;
import dev.tug.model.ModelName;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;

/// Where blobs lie while they are brought in: a directory beside `blobs/`, on its file system.
///
/// Not in `blobs/` itself, because an Ollama that starts deletes there whatever is no blob.
final class Staging {
    private static final String PART = ".part";
    private static final String JOURNAL = ".journal";
    private static final String LOCK = ".lock";
    private static final String MANIFEST = ".manifest";
    private static final String MODEL = ".model";

    /// A model's name is shorter.
    private static final int NAME_LENGTH_MAX = 1_024;

    private final Path directory;
    private final Path blobs;
    private final String machine;

    Staging(Path directory, Path blobs, String machine) {
        this.directory = directory;
        this.blobs = blobs;
        this.machine = machine;
    }

    Path directory() {
        return directory;
    }

    /// The bytes, as long as the blob, with holes.
    Path part(Digest digest) {
        return directory.resolve(digest.hex() + PART);
    }

    /// Which bytes are there.
    Path journal(Digest digest) {
        return directory.resolve(digest.hex() + JOURNAL);
    }

    /// A file in which a manifest is written before it takes its place; of a new name each time.
    Path manifest() {
        return directory.resolve(UUID.randomUUID() + MANIFEST);
    }

    static boolean isManifest(Path file) {
        return file.toString().endsWith(MANIFEST);
    }

    /// All that is kept of a blob between two transfers, or was left by a crash.
    List<Path> files(Digest digest) {
        var journal = journal(digest);
        return List.of(part(digest), journal, Journal.successor(journal), note(digest));
    }

    /// What the blob is brought in for; says nothing that anybody relies on.
    private Path note(Digest digest) {
        return directory.resolve(digest.hex() + MODEL);
    }

    /// Notes which model the blob is brought in for, as the last who wanted it.
    void note(Digest digest, ModelName model) throws IOException {
        if (!model(digest).equals(Optional.of(model))) {
            var name = ByteBuffer.wrap(model.toString().getBytes(StandardCharsets.UTF_8));
            Durable.replace(manifest(), note(digest), name);
        }
    }

    /// Forgets which model the blob was brought in for.
    void forget(Digest digest) throws IOException {
        Files.deleteIfExists(note(digest));
    }

    /// The model that the blob was brought in for; empty if nobody noted it.
    Optional<ModelName> model(Digest digest) {
        try {
            if (!Durable.isRegular(note(digest)) || Files.size(note(digest)) > NAME_LENGTH_MAX) {
                return Optional.empty();
            }
            return Optional.of(ModelName.parseReference(Files.readString(note(digest))));
        } catch (IOException | InvalidModelName e) {
            return Optional.empty();
        }
    }

    /// The blobs that were begun here.
    Set<Digest> begun() throws IOException {
        var digests = new LinkedHashSet<Digest>();
        if (!Files.isDirectory(directory)) {
            return digests;
        }
        try (var parts = Files.newDirectoryStream(directory, "*" + PART)) {
            for (var part : parts) {
                var name = part.getFileName().toString();
                Digest.parse("sha256:" + name.substring(0, name.length() - PART.length()))
                        .filter(_ -> Durable.isRegular(part))
                        .ifPresent(digests::add);
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        return digests;
    }

    /// The process that brings the blob in, 0 if unknown; empty if nobody does.
    OptionalLong holder(Digest digest) {
        var lock = lockFile(digest);
        if (!Files.exists(lock)) {
            return OptionalLong.empty();
        }
        try {
            switch (BlobLock.tryAcquire(lock, machine)) {
                case BlobLock.Outcome.Held(var pid) -> {
                    return OptionalLong.of(pid);
                }
                // Left by a process that was killed.
                case BlobLock.Outcome.Acquired(var stale) -> stale.close();
            }
        } catch (IOException e) {
            // Another user's: whether it is held cannot be told.
            return OptionalLong.empty();
        }
        return OptionalLong.empty();
    }

    Path lockFile(Digest digest) {
        return directory.resolve(digest.hex() + LOCK);
    }

    /// The same as [#create] where it has served before: a look, for each of a thousand blobs.
    void keep() throws StoreException {
        if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS) || !Files.isDirectory(blobs)) {
            create();
        }
    }

    /// Makes sure that the directory is there and can serve.
    ///
    /// A symbolic link in its place could lead anywhere, and is refused.
    void create() throws StoreException {
        try {
            Durable.createDirectories(blobs);
            Durable.createDirectories(directory);
        } catch (IOException e) {
            throw uncreated(e);
        }
        if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
            throw unfit("is a symbolic link; remove it");
        }
        if (!isOnFileSystemOfBlobs()) {
            throw unfit("is not on the file system of " + blobs + ", so nothing could be moved");
        }
    }

    /// Whatever keeps a directory from being made but a full disk, the store cannot be there.
    private StoreException uncreated(IOException cause) {
        var failure =
                switch (StoreFailure.of(directory, 0, cause)) {
                    case StoreFailure.Io(var path, var detail) ->
                            new StoreFailure.NotWritable(path, StoreFailure.owner(path), detail);
                    case StoreFailure other -> other;
                };
        return new StoreException(failure, cause);
    }

    /// Makes sure that this user may make files where it takes that; to be called after [#create].
    void checkWritable() throws StoreException {
        for (var needed : List.of(directory, blobs)) {
            if (!Files.isWritable(needed)) {
                throw new StoreException(
                        new StoreFailure.NotWritable(
                                needed, StoreFailure.owner(needed), "permission denied"));
            }
        }
    }

    /// Whether any transfer is under way, in this process or another.
    boolean isBusy() throws IOException {
        if (!Files.isDirectory(directory)) {
            return false;
        }
        try (var locks = Files.newDirectoryStream(directory, "*" + LOCK + "*")) {
            for (var file : locks) {
                var name = file.getFileName().toString();
                var lock = directory.resolve(name.substring(0, name.indexOf('.')) + LOCK);
                switch (BlobLock.tryAcquire(lock, machine)) {
                    case BlobLock.Outcome.Held _ -> {
                        return true;
                    }
                    // Left by a process that was killed.
                    case BlobLock.Outcome.Acquired(var stale) -> stale.close();
                }
            }
            return false;
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
    }

    /// Bytes that are recorded as there; 0 if that cannot be read.
    long presentBytes(Digest digest, long size) {
        var part = part(digest);
        try {
            if (!Durable.isRegular(part)) {
                return 0;
            }
            var length = Files.size(part);
            return Journal.peek(journal(digest), digest, size, length, machine).total();
        } catch (IOException e) {
            return 0;
        }
    }

    BlobLock lock(Digest digest) throws StoreException {
        try {
            return switch (BlobLock.tryAcquire(lockFile(digest), machine)) {
                case BlobLock.Outcome.Acquired(var lock) -> lock;
                case BlobLock.Outcome.Held(var pid) ->
                        throw new StoreException(new StoreFailure.Locked(pid));
            };
        } catch (IOException e) {
            throw StoreException.of(lockFile(digest), e);
        }
    }

    private boolean isOnFileSystemOfBlobs() {
        try {
            return Files.getFileStore(directory).equals(Files.getFileStore(blobs));
        } catch (IOException e) {
            // Not every container can tell; the move at the end will.
            return true;
        }
    }

    private StoreException unfit(String detail) {
        return new StoreException(new StoreFailure.Io(directory, detail));
    }
}

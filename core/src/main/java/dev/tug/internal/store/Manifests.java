package dev.tug.internal.store;

import dev.tug.blob.Digest;
import dev.tug.model.InvalidModelName;
import dev.tug.model.ModelName;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// The manifests of a store, each a file whose path is the model's name.
final class Manifests {
    private static final int DEPTH = 4;

    private final Path directory;
    private final Staging staging;

    Manifests(Path directory, Staging staging) {
        this.directory = directory;
        this.staging = staging;
    }

    /// Where the manifest is or would be.
    ///
    /// @throws IOException if that is no path of this system, or leads out of the directory: a host
    ///     with a port is a drive, or worse, on Windows
    Path path(ModelName name) throws IOException {
        try {
            var path = directory;
            for (var part : List.of(name.host(), name.namespace(), name.model(), name.tag())) {
                path = path.resolve(part);
            }
            var isInside =
                    path.normalize().equals(path)
                            && path.startsWith(directory)
                            && path.getNameCount() == directory.getNameCount() + DEPTH;
            if (isInside) {
                return path;
            }
        } catch (InvalidPathException e) {
            // Said below.
        }
        throw new FileSystemException(
                directory.toString(), null, name + " is no file name on this system");
    }

    /// Puts a manifest in its place, whole or not at all.
    void write(ModelName name, byte[] content) throws IOException {
        var path = path(name);
        Durable.createDirectories(directory);
        Durable.createDirectories(checked(Durable.parent(path)));
        var temporary = staging.manifest();
        try {
            Durable.write(temporary, path, ByteBuffer.wrap(content));
        } catch (IOException e) {
            Files.deleteIfExists(temporary);
            throw e;
        }
    }

    /// The bytes of a manifest; empty if there is none.
    Optional<byte[]> read(ModelName name) throws IOException {
        var path = path(name);
        return Durable.isRegular(path) ? Optional.of(read(path)) : Optional.empty();
    }

    /// Deletes a manifest and the directories that are empty then; whether there was one.
    boolean remove(ModelName name) throws IOException {
        var path = path(name);
        var _ = checked(Durable.parent(path));
        if (!Files.deleteIfExists(path)) {
            return false;
        }
        var at = Durable.parent(path);
        for (; !at.equals(directory) && deletedIfEmpty(at); at = Durable.parent(at)) {}
        Durable.syncDirectory(at);
        return true;
    }

    StoreListing list() {
        var models = new ArrayList<StoredModel>();
        var problems = new ArrayList<StoreProblem>();
        list(directory, 0, models, problems);
        models.sort(Comparator.comparing(model -> model.name().toString()));
        return new StoreListing(models, problems);
    }

    private void list(Path at, int depth, List<StoredModel> models, List<StoreProblem> problems) {
        if (depth == DEPTH) {
            if (Durable.isRegular(at)) {
                readModel(at, models, problems);
            }
            return;
        }
        // Where there is something else, or nobody may look, models may be: that is no empty store.
        if (!Files.isDirectory(at) && (depth > 0 || Files.notExists(at))) {
            return;
        }
        try (var entries = Files.newDirectoryStream(at)) {
            for (var entry : entries) {
                list(entry, depth + 1, models, problems);
            }
        } catch (IOException | DirectoryIteratorException e) {
            problems.add(StoreProblem.of(at, e));
        }
    }

    private void readModel(Path path, List<StoredModel> models, List<StoreProblem> problems) {
        ModelName name;
        try {
            name = name(path);
        } catch (InvalidModelName e) {
            problems.add(StoreProblem.stray(path, "is not the name of a model"));
            return;
        }
        try {
            var content = read(path);
            var modified = Files.getLastModifiedTime(path).toInstant();
            models.add(new StoredModel(name, content, Manifest.read(content), modified));
        } catch (NoSuchFileException e) {
            // Deleted since it was listed.
        } catch (IOException e) {
            problems.add(StoreProblem.ofModel(name, path, e));
        }
    }

    private ModelName name(Path path) {
        var parts = directory.relativize(path);
        return new ModelName(
                ModelName.DEFAULT_SCHEME,
                parts.getName(0).toString(),
                parts.getName(1).toString(),
                parts.getName(2).toString(),
                parts.getName(3).toString(),
                Optional.<Digest>empty());
    }

    /// Refuses a directory that symbolic links lead out of the manifests.
    private Path checked(Path path) throws IOException {
        var existing = path;
        while (!Files.exists(existing, LinkOption.NOFOLLOW_LINKS)) {
            existing = Durable.parent(existing);
        }
        if (Files.exists(directory) && !existing.toRealPath().startsWith(directory.toRealPath())) {
            throw new FileSystemException(path.toString(), null, "leads out of the store");
        }
        return path;
    }

    private static byte[] read(Path path) throws IOException {
        try (var in = Files.newInputStream(path, LinkOption.NOFOLLOW_LINKS)) {
            return in.readNBytes(Manifest.LENGTH_MAX + 1);
        }
    }

    private static boolean deletedIfEmpty(Path path) throws IOException {
        try {
            return Files.deleteIfExists(path);
        } catch (DirectoryNotEmptyException e) {
            return false;
        }
    }
}

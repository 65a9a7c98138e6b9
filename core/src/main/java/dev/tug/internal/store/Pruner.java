package dev.tug.internal.store;

import dev.tug.blob.Digest;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// Deletes from a store what nothing needs.
///
/// A blob goes only if every manifest could be read, none refers to it, it is older than a grace
/// period (somebody may have brought it in and be about to write its manifest) and no transfer holds
/// its lock.
final class Pruner {
    private final Path blobs;
    private final Staging staging;
    private final Instant now;
    private final boolean dryRun;
    private final List<Pruning.Removed> removed = new ArrayList<>();
    private final List<StoreProblem> problems = new ArrayList<>();

    Pruner(Path blobs, Staging staging, Instant now, boolean dryRun) {
        this.blobs = blobs;
        this.staging = staging;
        this.now = now;
        this.dryRun = dryRun;
    }

    /// Deletes blobs that `wanted` accepts and nothing refers to.
    Pruner blobs(References references, Predicate<Digest> wanted, Duration grace) {
        problems.addAll(references.problems());
        if (!references.problems().isEmpty()) {
            return this;
        }
        for (var file : files(blobs)) {
            var digest = Manifest.digest(file.getFileName().toString());
            digest.filter(wanted)
                    .filter(it -> !references.digests().contains(it))
                    .ifPresent(it -> removeIfOlder(it, List.of(file), grace));
        }
        return this;
    }

    /// Deletes what was staged and not touched for `age`, and manifests that a crash left there.
    Pruner partials(Duration age) {
        for (var file : files(staging.directory())) {
            if (!dryRun && Staging.isManifest(file) && isOlder(file, age)) {
                removeLitter(file);
            }
        }
        files(staging.directory()).stream()
                .map(Pruner::stagedDigest)
                .flatMap(Optional::stream)
                .distinct()
                .forEach(digest -> removeIfOlder(digest, staging.files(digest), age));
        return this;
    }

    Pruning result() {
        removed.sort(Comparator.comparing(Pruning.Removed::path));
        return new Pruning(removed, problems);
    }

    private void removeIfOlder(Digest digest, List<Path> files, Duration age) {
        if (!files.stream().allMatch(file -> isOlder(file, age))) {
            return;
        }
        try {
            if (dryRun) {
                remove(digest, files, age);
            } else {
                staging.create();
                try (var _ = staging.lock(digest)) {
                    remove(digest, files, age);
                }
            }
        } catch (StoreException e) {
            if (!(e.failure() instanceof StoreFailure.Locked)) {
                problems.add(StoreProblem.of(files.getFirst(), e));
            }
        } catch (IOException e) {
            problems.add(StoreProblem.of(files.getFirst(), e));
        }
    }

    private void remove(Digest digest, List<Path> files, Duration age) throws IOException {
        for (var file : files) {
            // Looked at again: with the lock held, nobody is about to renew it.
            if (Durable.isRegular(file) && isOlder(file, age)) {
                var bytes = Files.size(file);
                if (!dryRun) {
                    Files.delete(file);
                }
                removed.add(new Pruning.Removed(file, digest, bytes));
            }
        }
    }

    private void removeLitter(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            problems.add(StoreProblem.of(file, e));
        }
    }

    /// Whether the file is old enough, or not there.
    private boolean isOlder(Path file, Duration age) {
        try {
            var modified = Files.getLastModifiedTime(file, LinkOption.NOFOLLOW_LINKS).toInstant();
            return !modified.plus(age).isAfter(now);
        } catch (NoSuchFileException e) {
            return true;
        } catch (IOException e) {
            problems.add(StoreProblem.of(file, e));
            return false;
        }
    }

    private List<Path> files(Path directory) {
        var files = new ArrayList<Path>();
        if (!Files.isDirectory(directory)) {
            return files;
        }
        try (var entries = Files.newDirectoryStream(directory)) {
            entries.forEach(files::add);
        } catch (IOException | DirectoryIteratorException e) {
            problems.add(StoreProblem.of(directory, e));
        }
        return files;
    }

    private static Optional<Digest> stagedDigest(Path file) {
        var name = file.getFileName().toString();
        var dot = name.indexOf('.');
        return dot < 0 ? Optional.empty() : Digest.parse("sha256:" + name.substring(0, dot));
    }
}

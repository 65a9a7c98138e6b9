package dev.tug.internal.doctor;

import dev.tug.blob.Descriptor;
import dev.tug.diagnosis.Cause;
import dev.tug.diagnosis.Check;
import dev.tug.failure.PullFailure;
import dev.tug.internal.store.ModelStore;
import dev.tug.internal.store.StoreException;
import dev.tug.model.Manifest;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/// Looks at the store, and leaves nothing there.
final class StoreLook {
    private final Tools tools;
    private final ModelStore store;
    private final long margin;

    /// @param margin bytes that a pull wants to stay free
    StoreLook(Tools tools, ModelStore store, long margin) {
        this.tools = tools;
        this.store = store;
        this.margin = margin;
    }

    /// Whether files can be made where a pull makes them.
    void writable() {
        var root = store.root().toAbsolutePath();
        for (var place : List.of(store.blobs(), root.resolve(".tug"), root.resolve("manifests"))) {
            var at = nearest(place.toAbsolutePath());
            if (!Files.isDirectory(at)) {
                unwritable(root, at, "is not a directory");
                return;
            }
            try {
                var probe = Files.createTempFile(at, ".tug-doctor", "");
                Files.delete(probe);
            } catch (IOException e) {
                unwritable(root, at, detail(e));
                return;
            }
        }
        tools.note(
                Check.ok(
                        "store",
                        root.toString(),
                        Files.exists(root) ? "can be written" : "can be made"));
    }

    private void unwritable(Path root, Path at, String why) {
        tools.note(
                Check.fail(
                        "store",
                        root.toString(),
                        "no file can be made in " + at + ": " + why,
                        Cause.STORE_NOT_WRITABLE,
                        new PullFailure.NotWritable(root, why + ", in " + at)));
    }

    private static Path nearest(Path path) {
        var at = path;
        while (!Files.exists(at) && at.getParent() != null) {
            at = at.getParent();
        }
        return at;
    }

    private static String detail(IOException e) {
        if (e instanceof java.nio.file.AccessDeniedException) {
            return "permission denied";
        }
        return e instanceof FileSystemException failed && failed.getReason() != null
                ? failed.getReason().toLowerCase(Locale.ROOT)
                : String.valueOf(e.getMessage());
    }

    /// Whether what is missing of a model fits.
    void room(Manifest manifest) {
        var root = store.root().toString();
        long missing = manifest.blobs().stream().mapToLong(store::missingBytes).sum();
        long absent =
                manifest.blobs().stream()
                        .filter(blob -> !store.hasBlob(blob))
                        .mapToLong(Descriptor::size)
                        .sum();
        try {
            long free = store.freeBytes();
            long needed = missing == 0 ? 0 : missing + margin;
            var staged = absent - missing;
            var words =
                    "%s free, %s needed%s"
                            .formatted(
                                    size(free),
                                    size(needed),
                                    staged > 0
                                            ? "; " + size(staged) + " of an earlier pull are kept"
                                            : "");
            tools.note(
                    needed <= free
                            ? Check.ok("space", root, words)
                            : Check.fail(
                                    "space",
                                    root,
                                    words,
                                    Cause.NO_SPACE,
                                    new PullFailure.NoSpace(store.root(), needed, free)));
        } catch (StoreException e) {
            tools.note(
                    Check.fail(
                            "space",
                            root,
                            e.failure().summary(),
                            Cause.STORE_BROKEN,
                            new PullFailure.Disk(store.root(), e.failure().summary())));
        }
    }

    private static String size(long bytes) {
        return bytes < 1_000_000
                ? bytes / 1000 + " kB"
                : bytes < 1_000_000_000
                        ? bytes / 1_000_000 + " MB"
                        : String.format(Locale.ROOT, "%.1f GB", bytes / 1e9);
    }
}

package dev.tug.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;

/// The folder of one run and what else it leaves behind, all of which is gone at the end, on Ctrl-C
/// too.
final class Workspace implements AutoCloseable {
    /// What the file system keeps for others.
    private static final long SPARE_BYTES = 2_000_000_000;

    private final Path folder;
    private final Deque<Runnable> leftovers = new ArrayDeque<>();
    private final Thread hook = new Thread(this::end, "bench-end");

    private Workspace(Path folder) {
        this.folder = folder;
    }

    /// Makes a new folder in `parent`.
    ///
    /// @param bytes how much is going to be in it at once
    /// @throws IOException if there is no room
    static Workspace in(Path parent, long bytes) throws IOException {
        long free = Files.getFileStore(parent).getUsableSpace();
        if (free < bytes + SPARE_BYTES) {
            throw new IOException(
                    "%s has %.1f GB free, and %.1f are needed: see --dir and --sizes"
                            .formatted(parent, free / 1e9, (bytes + SPARE_BYTES) / 1e9));
        }
        var workspace = new Workspace(Files.createTempDirectory(parent, "tug-bench-"));
        Runtime.getRuntime().addShutdownHook(workspace.hook);
        return workspace;
    }

    Path path(String name) {
        return folder.resolve(name);
    }

    /// Has something undone at the end, last come, first served.
    synchronized void leaving(Runnable undo) {
        leftovers.push(undo);
    }

    /// Has a server ended at the end.
    <T extends AutoCloseable> T ending(T server) {
        leaving(() -> {
            try {
                server.close();
            } catch (Exception e) {
                throw new IllegalStateException("cannot end " + server, e);
            }
        });
        return server;
    }

    /// Removes a folder with all that is in it, if it is there.
    static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException _) {
            // It runs already.
            return;
        }
        end();
    }

    private synchronized void end() {
        // Clients first: they would write into what is removed.
        ProcessHandle.current().descendants().forEach(ProcessHandle::destroy);
        while (!leftovers.isEmpty()) {
            leftovers.pop().run();
        }
        try {
            delete(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot remove " + folder, e);
        }
    }
}

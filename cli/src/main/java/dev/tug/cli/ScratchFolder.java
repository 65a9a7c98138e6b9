package dev.tug.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;

/// A folder for files that nobody wants later. Safe for use by many threads: the one that halts the
/// process closes it while another may still write.
final class ScratchFolder implements AutoCloseable {
    /// Files that are made during a removal are met by the next one.
    private static final int REMOVALS_MAX = 5;

    private final Path parent;
    private Optional<Path> folder = Optional.empty();

    /// @param parent normally the system's folder for temporary files
    ScratchFolder(Path parent) {
        this.parent = parent;
    }

    /// Makes it; once.
    ///
    /// @param prefix of its name
    synchronized Path create(String prefix) throws IOException {
        var made = Files.createTempDirectory(parent, prefix);
        folder = Optional.of(made);
        return made;
    }

    /// Removes it with all that is in it, as far as that can be done; does nothing the second time.
    synchronized void remove() {
        for (var i = 0; i < REMOVALS_MAX && folder.filter(Files::exists).isPresent(); i++) {
            folder.ifPresent(ScratchFolder::removeTree);
        }
    }

    /// The same as [#remove].
    @Override
    public void close() {
        remove();
    }

    private static void removeTree(Path folder) {
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException | UncheckedIOException _) {
            // Something came or went meanwhile, which is for the next removal.
        }
    }
}

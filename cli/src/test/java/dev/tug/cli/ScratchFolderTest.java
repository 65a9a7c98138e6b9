package dev.tug.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

final class ScratchFolderTest {
    @TempDir private Path parent;

    @Test
    void goes_with_all_that_is_in_it() throws IOException {
        var folder = new ScratchFolder(parent);
        var made = folder.create("tug-demo-");
        Files.writeString(Files.createDirectories(made.resolve("a/b")).resolve("c"), "c");
        folder.close();
        assertThat(parent).isEmptyDirectory();
        folder.close();
    }

    @Test
    void goes_on_an_interrupted_thread_too() throws IOException {
        var folder = new ScratchFolder(parent);
        Files.writeString(folder.create("tug-demo-").resolve("c"), "c");
        Thread.currentThread().interrupt();
        folder.close();
        assertThat(Thread.interrupted()).isTrue();
        assertThat(parent).isEmptyDirectory();
    }

    @Test
    void one_that_was_never_made_is_nothing_to_remove() {
        new ScratchFolder(parent).close();
        assertThat(parent).isEmptyDirectory();
    }
}

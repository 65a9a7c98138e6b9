package dev.tug.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Commands that a user may copy change nothing but a store.
final class StoreHintTest {
    @TempDir Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"", ".tug", "blobs", "manifests"})
    void makes_a_store_the_user_s(String within) throws IOException {
        Files.createDirectory(folder.resolve("blobs"));
        Files.createDirectory(folder.resolve("manifests"));

        assertThat(StoreHint.notWritable(folder.resolve(within), "m"))
                .contains("`sudo chown -R $USER " + folder + "`", "--store");
    }

    @Test
    void gives_away_no_folder_that_is_none() {
        assertThat(StoreHint.notWritable(folder, "m")).doesNotContain("chown").contains("--store");
        assertThat(StoreHint.notWritable(Path.of("/"), "m")).doesNotContain("chown");
        assertThat(StoreHint.notWritable(Path.of("/usr/.tug"), "m")).doesNotContain("chown");
    }

    @Test
    void makes_a_store_that_is_not_there_and_nothing_else() {
        var store = folder.resolve("models");

        assertThat(StoreHint.notWritable(store.resolve(".tug"), "m"))
                .contains("`sudo mkdir -p %s && sudo chown $USER %s`".formatted(store, store))
                .doesNotContain("-R");
    }
}

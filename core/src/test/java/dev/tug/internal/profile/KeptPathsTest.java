package dev.tug.internal.profile;

import static dev.tug.internal.profile.Paths.NOW;
import static dev.tug.internal.profile.Paths.OFFICE;
import static dev.tug.internal.profile.Paths.key;
import static dev.tug.internal.profile.Paths.walled;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

final class KeptPathsTest {
    @TempDir private Path folder;
    private final List<String> warnings = new ArrayList<>();

    private Path file() {
        return folder.resolve("state").resolve("profiles.json");
    }

    private KeptPaths kept() {
        return kept(file());
    }

    private KeptPaths kept(Path file) {
        return new KeptPaths(Optional.of(file), InstantSource.fixed(NOW), warnings::add);
    }

    private Path plant(String text) throws IOException {
        Files.createDirectories(folder.resolve("state"));
        return Files.writeString(file(), text);
    }

    @Test
    void without_a_file_what_was_learned_lasts_as_long_as_the_object() {
        var memory = new KeptPaths(Optional.empty(), InstantSource.fixed(NOW), warnings::add);
        memory.learn(OFFICE, walled(4));

        assertThat(memory.recall(OFFICE)).contains(walled(4));
        assertThat(memory.book().paths()).hasSize(1);
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void with_a_file_it_lasts_longer() throws IOException {
        kept().learn(OFFICE, walled(4));

        assertThat(kept().recall(OFFICE)).contains(walled(4));
        assertThat(warnings).isEmpty();
        assertThat(Files.getPosixFilePermissions(file()))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
        try (var files = Files.list(folder.resolve("state"))) {
            assertThat(files.map(f -> f.getFileName().toString()))
                    .containsExactlyInAnyOrder("profiles.json", "profiles.json.lock");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{\"format\" : \"tug-prof",
                "<html>",
                "{\"format\": \"tug-profiles\", \"version\": 9, \"profiles\": []}",
                "{\"format\": \"tug-profiles\", \"version\": 1, \"profiles\": [7]}",
            })
    void an_unfit_file_costs_one_warning_and_is_kept_aside(String text) throws IOException {
        plant(text);
        var memory = kept();

        assertThat(memory.recall(OFFICE)).isEmpty();
        assertThat(file()).hasContent(text);
        memory.learn(OFFICE, walled(4));
        memory.learn(OFFICE, walled(4));

        assertThat(kept().recall(OFFICE)).contains(walled(4));
        assertThat(folder.resolve("state").resolve("profiles.json.bad")).hasContent(text);
        assertThat(warnings).hasSize(1).first().asString().contains(file() + " ");
    }

    @Test
    void what_makes_sense_beside_what_does_not_is_used_and_kept() throws IOException {
        kept().learn(OFFICE, walled(4));
        var text = Files.readString(file());
        plant(text.replace("\"profiles\" : [", "\"profiles\" : [ 7,"));
        assertThat(Files.readString(file())).isNotEqualTo(text);

        assertThat(kept().recall(OFFICE)).contains(walled(4));
        kept().learn(key("n", "other"), walled(2));
        assertThat(kept().recall(OFFICE)).contains(walled(4));
    }

    @Test
    void a_place_that_cannot_be_written_costs_one_warning_and_no_pull() throws IOException {
        var blocked = Files.createFile(folder.resolve("no-folder")).resolve("profiles.json");
        var memory = kept(blocked);

        memory.learn(OFFICE, walled(4));
        memory.learn(key("n", "other"), walled(2));

        assertThat(warnings).hasSize(1).first().asString().contains("cannot keep what was learned");
        assertThat(memory.recall(OFFICE)).contains(walled(4));
        assertThat(memory.recall(key("n", "other"))).contains(walled(2));
    }

    @Test
    void a_folder_in_the_files_place_is_put_aside_whole() throws IOException {
        Files.createDirectories(file().resolve("sub"));
        var memory = kept();

        memory.learn(OFFICE, walled(4));

        assertThat(kept().recall(OFFICE)).contains(walled(4));
        assertThat(folder.resolve("state").resolve("profiles.json.bad").resolve("sub")).exists();
        assertThat(warnings).hasSize(1);
    }

    @Test
    void an_interrupted_thread_can_learn_and_stays_interrupted() {
        Thread.currentThread().interrupt();
        kept().learn(OFFICE, walled(4));

        assertThat(Thread.interrupted()).isTrue();
        assertThat(kept().recall(OFFICE)).contains(walled(4));
    }

    @Test
    void a_link_to_the_file_stays_a_link() throws IOException {
        plant("");
        Files.delete(file());
        kept(folder.resolve("real.json")).learn(OFFICE, walled(4));
        Files.createSymbolicLink(file(), folder.resolve("real.json"));

        kept().learn(key("n", "other"), walled(2));

        assertThat(file()).isSymbolicLink();
        assertThat(kept(folder.resolve("real.json")).book().paths()).hasSize(2);
    }

    @Test
    void processes_that_learn_at_once_lose_nothing_of_each_other() throws Exception {
        var first = process("a");
        var second = process("b");

        assertThat(first.waitFor()).isZero();
        assertThat(second.waitFor()).isZero();
        assertThat(kept().book().paths()).hasSize(2 * Learner.PATHS);
        assertThat(warnings).isEmpty();
    }

    private Process process(String name) throws IOException {
        var java = Path.of(System.getProperty("java.home"), "bin", "java");
        return new ProcessBuilder(
                        java.toString(),
                        "-XX:+UseSerialGC",
                        "-Xmx64m",
                        "-cp",
                        System.getProperty(
                                "surefire.test.class.path", System.getProperty("java.class.path")),
                        Learner.class.getName(),
                        file().toString(),
                        name)
                .inheritIO()
                .start();
    }

    /// Learns some paths, one after another, in a process of its own.
    static final class Learner {
        static final int PATHS = 20;

        private Learner() {}

        public static void main(String[] args) {
            var memory =
                    new KeptPaths(
                            Optional.of(Path.of(args[0])),
                            InstantSource.fixed(NOW),
                            text -> System.err.println(text));
            for (int i = 0; i < PATHS; i++) {
                memory.learn(key("n", args[1] + i), walled(4));
            }
        }
    }
}

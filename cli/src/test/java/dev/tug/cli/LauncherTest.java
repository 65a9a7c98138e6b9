package dev.tug.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// The launcher, with folders that look like a source tree and like JDKs, in a path with spaces.
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "it is a POSIX shell script")
final class LauncherTest {
    private static final int DEADLINE_SECONDS = 60;

    @TempDir private Path folder;
    private Path tree = Path.of("");
    private Path jdks = Path.of("");

    /// How a run ended, and all that it wrote.
    private record Run(int exit, String output) {}

    @BeforeEach
    void make_a_tree() throws IOException {
        tree = folder.resolve("source tree");
        jdks = folder.resolve("jdks");
        Files.createDirectories(tree.resolve("cli/src/main"));
        Files.createDirectories(tree.resolve(".mvn"));
        Files.createFile(tree.resolve("pom.xml"));
        Files.writeString(tree.resolve("cli/src/main/Main.java"), "1");
        script(tree.resolve("tug"), Files.readString(Path.of("..", "tug")));
        script(
                tree.resolve("mvnw"),
                """
                #!/bin/sh
                echo "built with $JAVA_HOME" >> builds
                echo "$*" >> arguments
                [ ! -e broken ] || { echo 'Main.java: ; expected'; exit 1; }
                mkdir -p cli/target/app/lib
                : > cli/target/app/lib/core.jar
                : > cli/target/tug-cli-1.jar
                """);
        jdk("jdk-21", "21.0.2");
        jdk("jdk-25", "25.0.3");
        for (var source : List.of("pom.xml", ".mvn", "cli/src/main/Main.java", "cli/src/main")) {
            Files.setLastModifiedTime(
                    tree.resolve(source), FileTime.from(Instant.now().minusSeconds(60)));
        }
    }

    private void jdk(String name, String version) throws IOException {
        var jdk = jdks.resolve(name);
        Files.createDirectories(jdk.resolve("bin"));
        Files.writeString(jdk.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
        script(jdk.resolve("bin/javac"), "#!/bin/sh\n");
        script(
                jdk.resolve("bin/java"),
                "#!/bin/sh\nfor last; do :; done\necho \"" + name + " ran with $# and $last\"\n");
    }

    private static void script(Path file, String text) throws IOException {
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private Run run(Path command, Map<String, String> variables, String... args)
            throws IOException, InterruptedException {
        var process = start(command, variables, args);
        assertThat(process.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS)).isTrue();
        var output = process.getInputStream().readAllBytes();
        return new Run(process.exitValue(), new String(output, StandardCharsets.UTF_8));
    }

    private Process start(Path command, Map<String, String> variables, String... args)
            throws IOException {
        var line = new ArrayList<>(List.of(command.toString()));
        line.addAll(List.of(args));
        var builder = new ProcessBuilder(line).redirectErrorStream(true).directory(folder.toFile());
        builder.environment().clear();
        builder.environment().put("PATH", "/usr/bin:/bin");
        builder.environment().put("HOME", folder.toString());
        builder.environment().put("TUG_JDK_DIRS", jdks + "/*");
        builder.environment().putAll(variables);
        return builder.start();
    }

    private List<String> builds() throws IOException {
        return Files.readAllLines(tree.resolve("builds"));
    }

    @Test
    void builds_once_with_a_jdk_that_will_do_and_passes_the_arguments_on() throws Exception {
        var first = run(tree.resolve("tug"), Map.of(), "pull", "two words");
        assertThat(first.exit()).isZero();
        assertThat(first.output())
                .startsWith("building Tug, once ...\n")
                .containsPattern("jdk-25 ran with \\d+ and two words\n");
        var second = run(tree.resolve("tug"), Map.of(), "list");
        assertThat(second.output()).startsWith("jdk-25 ran with").endsWith("and list\n");
        assertThat(builds()).containsExactly("built with " + jdks.resolve("jdk-25"));
    }

    @Test
    void builds_again_when_a_source_is_newer() throws Exception {
        run(tree.resolve("tug"), Map.of());
        Files.setLastModifiedTime(
                tree.resolve("cli/src/main/Main.java"),
                FileTime.from(Instant.now().plusSeconds(60)));
        assertThat(run(tree.resolve("tug"), Map.of()).output()).contains("building");
        assertThat(builds()).hasSize(2);
    }

    @Test
    void a_java_home_that_will_do_comes_first_and_one_that_will_not_is_passed_over()
            throws Exception {
        jdk("mine", "26");
        var mine = jdks.resolve("mine").toString();
        assertThat(run(tree.resolve("tug"), Map.of("JAVA_HOME", mine)).output())
                .contains("mine ran");
        Files.delete(tree.resolve(".tug-build/state"));
        var old = Map.of("JAVA_HOME", jdks.resolve("jdk-21").toString());
        assertThat(run(tree.resolve("tug"), old).output()).contains("jdk-25 ran");
        Files.delete(tree.resolve(".tug-build/state"));
        assertThat(run(tree.resolve("tug"), Map.of("JAVA_HOME", "/nonsense")).output())
                .contains("jdk-25 ran");
    }

    @Test
    void works_through_a_symbolic_link() throws Exception {
        var link = Files.createSymbolicLink(folder.resolve("t"), Path.of("source tree", "tug"));
        var second = Files.createSymbolicLink(folder.resolve("t2"), link);
        assertThat(run(second, Map.of(), "x").output()).contains("jdk-25 ran").endsWith("x\n");
    }

    @Test
    void without_a_jdk_it_says_what_to_do() throws Exception {
        var run = run(tree.resolve("tug"), Map.of("TUG_JDK_DIRS", "", "PATH", "/bin"));
        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.output()).contains("no JDK 25 or later found").contains("hint: install one");
    }

    @Test
    void a_failed_build_shows_its_output_and_is_tried_again() throws Exception {
        Files.createFile(tree.resolve("broken"));
        var failed = run(tree.resolve("tug"), Map.of());
        assertThat(failed.exit()).isEqualTo(1);
        assertThat(failed.output()).contains("Main.java: ; expected").contains("the build failed");
        Files.delete(tree.resolve("broken"));
        assertThat(run(tree.resolve("tug"), Map.of()).output()).contains("jdk-25 ran");
    }

    @Test
    void first_runs_at_once_build_once() throws Exception {
        runFourAtOnce();
        assertThat(builds()).hasSize(1);
        assertThat(Files.exists(lock(), LinkOption.NOFOLLOW_LINKS)).isFalse();
    }

    private void runFourAtOnce() throws IOException, InterruptedException {
        var runs = new ArrayList<Process>();
        for (var i = 0; i < 4; i++) {
            runs.add(start(tree.resolve("tug"), Map.of(), "n" + i));
        }
        for (var run : runs) {
            assertThat(run.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS)).isTrue();
            assertThat(new String(run.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .contains("jdk-25 ran");
        }
    }

    @Test
    void first_runs_at_once_after_a_killed_build_build_once() throws Exception {
        leaveLock();
        runFourAtOnce();
        assertThat(builds()).hasSize(1);
    }

    @Test
    void builds_the_command_alone_and_takes_nothing_of_an_older_version() throws Exception {
        Files.createDirectories(tree.resolve("cli/target/app/lib"));
        Files.createFile(tree.resolve("cli/target/app/lib/core-0.jar"));
        Files.createFile(tree.resolve("cli/target/tug-cli-0.jar"));
        run(tree.resolve("tug"), Map.of());
        assertThat(Files.readString(tree.resolve("arguments"))).contains(" -pl cli -am package");
        try (var files = Files.walk(tree.resolve(".tug-build"))) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .contains("core.jar", "tug-cli-1.jar")
                    .doesNotContain("core-0.jar", "tug-cli-0.jar");
        }
    }

    @Test
    void a_failed_build_leaves_no_lock() throws Exception {
        Files.createFile(tree.resolve("broken"));
        run(tree.resolve("tug"), Map.of());
        assertThat(Files.exists(lock(), LinkOption.NOFOLLOW_LINKS)).isFalse();
    }

    private Path lock() {
        return tree.resolve(".tug-build/builder");
    }

    /// What a build leaves that was killed, whenever that was.
    private void leaveLock() throws IOException, InterruptedException {
        var gone = new ProcessBuilder("/bin/sh", "-c", "exit 0").start();
        assertThat(gone.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS)).isTrue();
        Files.createDirectories(lock().getParent());
        Files.createSymbolicLink(lock(), Path.of(String.valueOf(gone.pid())));
    }

    @Test
    void a_lock_whose_owner_is_gone_is_taken_over() throws Exception {
        leaveLock();
        assertThat(run(tree.resolve("tug"), Map.of()).output()).contains("jdk-25 ran");
    }
}

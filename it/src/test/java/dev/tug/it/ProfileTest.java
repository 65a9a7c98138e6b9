package dev.tug.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tug.lab.GeneratedModel;
import dev.tug.lab.Lab;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;

/// What a network bears, from one run of the command to the next and to another machine.
final class ProfileTest {
    @TempDir private Path directory;

    @Test
    void what_a_pull_learned_is_listed_and_can_be_handed_to_another_machine() throws Exception {
        try (var lab = Lab.start(GeneratedModel.simple(7, 300_000))) {
            var trust = Files.writeString(directory.resolve("trust.pem"), lab.trustPem());
            var mine = TugCommand.trusting(trust, directory.resolve("mine"));
            var other = TugCommand.trusting(trust, directory.resolve("other"));
            var host = lab.registry().hostAndPort();

            assertThat(mine.run("pull", lab.modelReference()).process().exitValue()).isZero();
            assertThat(output(mine.run("profile", "list")))
                    .contains(host)
                    .containsPattern("\\(here\\) .* fair ");

            var export = directory.resolve("export.json").toString();
            assertThat(mine.run("profile", "export", export).process().exitValue()).isZero();
            var imported = other.run("profile", "import", "--here", export);
            assertThat(imported.errors()).isEqualTo("took over 1 profile\n");
            assertThat(output(other.run("profile", "show", host)))
                    .contains("confidence low: another machine's pulls");

            assertThat(mine.run("profile", "reset", host).errors()).isEqualTo("forgot 1 profile\n");
            assertThat(mine.run("profile", "show", host).process().exitValue()).isEqualTo(3);
        }
    }

    private static String output(TugCommand.Running running) throws Exception {
        assertThat(running.process().exitValue()).as(running.errors()).isZero();
        return Files.readString(running.out());
    }
}

package dev.tug.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tug.lab.Fault;
import dev.tug.lab.GeneratedModel;
import dev.tug.lab.Lab;
import dev.tug.model.ModelName;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

/// What a network bears, from one run of the command to the next and to another machine.
final class ProfileTest {
    /// What one connection brings.
    private static final long RATE = 1_000_000;

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

    /// What an old profile claims is checked by the pull that begins with it.
    @Test
    void a_wrong_profile_is_found_out_within_the_pull() throws Exception {
        var model = GeneratedModel.simple(7, 75_000_000);
        try (var lab = Lab.start(model)) {
            lab.cdn().script(_ -> new Fault.RateCap(RATE));
            var trust = Files.writeString(directory.resolve("trust.pem"), lab.trustPem());
            var tug = TugCommand.trusting(trust, directory.resolve("home"));
            var wrong =
                    Files.writeString(
                            directory.resolve("wrong.json"), wrong(lab.registry().hostAndPort()));
            var imported = tug.run("profile", "import", "--here", wrong.toString());
            assertThat(imported.errors()).isEqualTo("took over 1 profile\n");

            var running = tug.start("pull", "--json", lab.modelReference());

            assertThat(running.awaitEnd()).as(running.errors()).isZero();
            PulledModel.assertStored(tug.models(), ModelName.parse(lab.modelReference()), model);
            var story = Story.of(running);
            var changes = story.events("streams_changed");
            assertThat(changes.getFirst()).contains("\"after\":1,").contains("profile");
            assertThat(story.fact("streams")).isGreaterThan(1);
        }
    }

    /// A number of streams that holds no longer.
    private static String wrong(String host) {
        return """
        {"format": "tug-profiles", "version": 1, "profiles": [{
          "host": "%s", "egress": "direct", "network": "192.*", "learned": "%s", "pulls": 3,
          "streams": 1, "held": 1, "wall": 2, "certify_ms": 5000, "spacing_ms": 100,
          "request_bytes_max": 33554432, "first_byte_ms": 30000, "ranges": true,
          "cause": "too_many", "reason": "this network cuts connections above 1"}]}
        """
                .formatted(host, Instant.now());
    }

    private static String output(TugCommand.Running running) throws Exception {
        assertThat(running.process().exitValue()).as(running.errors()).isZero();
        return Files.readString(running.out());
    }
}

package dev.tug;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tug.lab.ApplianceRules;
import dev.tug.lab.Fault;
import dev.tug.lab.GeneratedBlob;
import dev.tug.lab.GeneratedModel;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Pulls through something that ends each connection after so many bytes.
@Timeout(60)
final class RetirementTest {
    private static final int SIZE = 60_000_000;
    private static final int BYTES_MAX = 5_000_000;

    /// Cuts of a pull that never leaves a connection by itself.
    private static final int UNTAUGHT = SIZE / BYTES_MAX;

    @TempDir private Path folder;

    @Test
    void connections_are_left_before_they_are_cut_once_the_limit_is_learned() throws Exception {
        var model =
                GeneratedModel.named("library/long", "latest")
                        .layer(GeneratedModel.MODEL, GeneratedBlob.gguf(5, SIZE))
                        .build();
        try (var rig = new PullRig(folder, model)) {
            var appliance =
                    rig.lab.withAppliance(
                            ApplianceRules.unlimited()
                                    .withBytesMax(BYTES_MAX, Fault.CutKind.FIN_BARE));
            var trust = Files.writeString(folder.resolve("both.pem"), rig.lab.trustPem());
            rig.with(c ->
                    c.authorities(List.of(trust))
                            .profiles(Optional.of(folder.resolve("profiles.json")))
                            .streamsMax(1));

            var first = rig.pull();
            for (var digest : model.blobs().keySet()) {
                Files.delete(rig.blob(digest));
            }
            long before = appliance.accepted();
            var second = rig.pull();

            assertThat(first.cuts()).isBetween(4, UNTAUGHT / 2);
            // What was learned is believed once a single cut has borne it out.
            assertThat(second.cuts()).isLessThanOrEqualTo(1);
            assertThat(second.connections()).isGreaterThan(UNTAUGHT);
            assertThat(appliance.accepted() - before)
                    .as("with that for the manifest, if it came this way")
                    .isBetween((long) second.connections(), second.connections() + 1L);
            assertThat(rig.isComplete()).isTrue();
        }
    }
}

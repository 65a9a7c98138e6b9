package dev.tug;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tug.diagnosis.Host;
import dev.tug.diagnosis.Question;
import dev.tug.internal.profile.LocalNetwork;
import dev.tug.lab.ApplianceRules;
import dev.tug.lab.GeneratedModel;
import dev.tug.lab.Rule;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/// Handshakes that are cut at the start, and then none.
@Timeout(60)
final class EarlyCutsTest {
    private static final int CUTS = 2;

    @TempDir Path directory;
    private final AtomicInteger connections = new AtomicInteger();

    private PullRig rig() throws Exception {
        var rig = new PullRig(directory, GeneratedModel.simple(3, 200_000));
        rig.lab.withAppliance(
                ApplianceRules.of(
                        new Rule.HandshakeCuts(_ -> connections.incrementAndGet() <= CUTS)));
        rig.trust(rig.lab.trustPem());
        return rig.with(c -> c.profiles(Optional.of(directory.resolve("profiles.json"))));
    }

    private boolean isRememberedAsOld(PullRig rig) {
        var config =
                TugConfig.of(rig.store)
                        .with(c -> c.profiles(Optional.of(directory.resolve("profiles.json"))));
        return Wiring.memory(config, _ -> {})
                .isOld(LocalNetwork.current(), rig.lab.registry().hostAndPort());
    }

    @Test
    void two_cuts_are_no_reason_to_stay_below_tls_1_3() throws Exception {
        try (var rig = rig()) {
            rig.pull();

            assertThat(connections.get()).isGreaterThan(CUTS);
            assertThat(rig.isComplete()).isTrue();

            rig.pull();

            assertThat(isRememberedAsOld(rig)).isFalse();
            assertThat(rig.events(PullEvent.Warning.class))
                    .noneMatch(warning -> warning.text().contains("TLS 1.2"));
            try (var tug = rig.tug()) {
                assertThat(
                                tug.diagnose(
                                                Question.of(rig.name())
                                                        .withOllama(
                                                                URI.create("http://127.0.0.1:9")),
                                                _ -> {})
                                        .hosts())
                        .extracting(Host::protocol)
                        .containsExactly("TLSv1.3", "TLSv1.3");
            }
        }
    }
}

package dev.tug;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.tug.failure.PullFailure;
import dev.tug.failure.TransferFailure;
import dev.tug.lab.GeneratedModel;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;

/// One host without proof of who it is, and no other.
final class UnverifiedHostTest {
    @TempDir Path directory;

    private PullRig rig() throws Exception {
        return new PullRig(directory, GeneratedModel.simple(3, 100_000)).trustingNobody();
    }

    @Test
    void a_host_that_it_redirects_to_is_verified() throws Exception {
        try (var rig = rig()) {
            var registry = rig.lab.registry().hostAndPort();
            rig.with(c -> c.unverified(List.of(registry)));

            assertThatExceptionOfType(PullException.class)
                    .isThrownBy(rig::pull)
                    .satisfies(e ->
                            assertThat(e.failure())
                                    .isInstanceOfSatisfying(
                                            PullFailure.Network.class,
                                            network ->
                                                    assertThat(network.cause())
                                                            .isInstanceOfSatisfying(
                                                                    TransferFailure.Untrusted.class,
                                                                    refused ->
                                                                            assertThat(
                                                                                            refused
                                                                                                    .host())
                                                                                    .isEqualTo(
                                                                                            "127.0.0.1"))));
            assertThat(rig.lab.cdn().journal().requests()).isEmpty();
            assertThat(rig.events(PullEvent.Unverified.class))
                    .containsExactly(new PullEvent.Unverified(registry));
        }
    }

    @Test
    void each_that_is_named_is_told_of_at_each_pull_and_warned_of_at_none() throws Exception {
        try (var rig = rig().with(c -> c.unverified(List.of("localhost", "127.0.0.1")));
                var tug = rig.tug()) {
            tug.pull(rig.name(), rig.events::add);
            assertThat(rig.isComplete()).isTrue();
            assertThat(rig.events(PullEvent.Unverified.class)).hasSize(2);

            rig.events.clear();
            tug.pull(rig.name(), rig.events::add);
            assertThat(rig.events(PullEvent.Unverified.class)).hasSize(1);
            assertThat(rig.events(PullEvent.Warning.class)).isEmpty();
        }
    }

    @Test
    void all_hosts_cannot_be_named_at_once() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TugConfig.of(directory).with(c -> c.unverified(List.of("*"))));
    }
}

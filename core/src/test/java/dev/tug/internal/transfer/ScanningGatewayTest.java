package dev.tug.internal.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tug.lab.GeneratedBlob;
import dev.tug.lab.Rule;

import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;

/// Gateways that read each answer whole before they pass it on, or pass none above a size.
@Timeout(120)
final class ScanningGatewayTest {
    private static final long MB = 1_000_000;

    @TempDir Path directory;

    static Stream<Rule.Comfort> comforts() {
        return Stream.of(
                new Rule.Comfort.Silence(),
                new Rule.Comfort.Trickle(Duration.ofMillis(250)),
                new Rule.Comfort.AtEnd(95));
    }

    /// Networks T30 at a thirtieth of its times: a scan takes longer than a stall, and less than the
    /// first byte may take.
    @ParameterizedTest
    @MethodSource("comforts")
    void what_is_being_scanned_is_not_asked_for_again(Rule.Comfort comfort) throws Exception {
        var blob = GeneratedBlob.random(30, 16 * MB);
        // What pauses at its end is alive, and its silence is the stall's to judge.
        var stall =
                comfort instanceof Rule.Comfort.AtEnd
                        ? Duration.ofSeconds(8)
                        : Duration.ofMillis(1_200);
        try (var rig =
                new NetworkRig(
                        directory,
                        new Rule.ScanAndHold(
                                Duration.ofMillis(500), comfort, Rule.ScanAndHold.BYTES_MAX))) {
            rig.transfer.stall(stall).control(Controls.fixed(4, 4 * MB, Duration.ofSeconds(20)));
            var run = rig.home(blob);

            System.out.printf(
                    "T30 %s: %.2f s, %d answers held, a range asked for at most %d times%n",
                    comfort, run.seconds(), rig.appliance.held(), rig.journal().askedMost());
            assertThat(rig.transfer.retried).isEmpty();
            assertThat(rig.journal().askedMost()).isEqualTo(1);
            // Each byte was scanned once, but for what a split asked for in vain.
            assertThat(run.totals().fetched()).isLessThanOrEqualTo(blob.size() * 101 / 100);
        }
    }
}

package dev.tug.internal.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tug.lab.GeneratedBlob;
import dev.tug.lab.LabRequest;
import dev.tug.lab.Rule;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
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
                        : Duration.ofSeconds(2);
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

    /// Networks T30: parts become small enough for a scan to be short.
    @Test
    void requests_shrink_until_a_scan_is_short() throws Exception {
        var blob = GeneratedBlob.random(33, 24 * MB);
        try (var rig =
                new NetworkRig(
                        directory,
                        new Rule.ScanAndHold(
                                Duration.ofSeconds(2),
                                new Rule.Comfort.Silence(),
                                Rule.ScanAndHold.BYTES_MAX))) {
            rig.transfer.stall(Duration.ofSeconds(30)).control(Controls.learning(4));
            var run = rig.home(blob);
            var requests = rig.journal().requests();
            long last = asks(requests.getLast());

            System.out.printf(
                    "T30: %.2f s, from %d to %d bytes a request%n",
                    run.seconds(), asks(requests.getFirst()), last);
            assertThat(rig.transfer.retried).isEmpty();
            assertThat(rig.journal().askedMost()).isEqualTo(1);
            assertThat(last).isLessThan(asks(requests.getFirst()) * 2 / 3);
        }
    }

    /// Networks T31 a.
    @ParameterizedTest
    @EnumSource
    void requests_shrink_below_what_comes_through(Rule.Refusal refusal) throws Exception {
        var blob = GeneratedBlob.random(31, 20 * MB);
        long limit = 1_500_000;
        try (var rig = new NetworkRig(directory, new Rule.AnswerMax(limit, refusal))) {
            rig.transfer.control(Controls.learning(16));
            var run = rig.home(blob);
            long inVain = rig.journal().requests(request -> asks(request) > limit).size();

            System.out.printf(
                    "T31a %s: %.2f s, %d requests in vain of %d%n",
                    refusal, run.seconds(), inVain, rig.journal().requests().size());
            assertThat(run.totals().again()).isLessThanOrEqualTo(blob.size() / 100);
            assertThat(rig.appliance.blocked()).isLessThanOrEqualTo(30);
        }
    }

    /// Networks T31 b: what is long passes unscanned, what is short is held.
    @Test
    void requests_grow_beyond_what_is_scanned() throws Exception {
        var blob = GeneratedBlob.random(32, 160 * MB);
        try (var rig =
                new NetworkRig(
                        directory,
                        new Rule.ConnectionRate(20 * MB),
                        new Rule.ScanAndHold(
                                Duration.ofMillis(1_500), new Rule.Comfort.Silence(), 6 * MB))) {
            rig.transfer.stall(Duration.ofSeconds(30)).control(Controls.learning(4));
            var run = rig.home(blob);
            // What it would take one after the other, scanned in full.
            double scanned = 1.5 * blob.size() / MB;

            System.out.printf(
                    "T31b: %.2f s, %.2f s if scanned, %d held of %d requests%n",
                    run.seconds(), scanned, rig.appliance.held(), rig.journal().requests().size());
            assertThat(rig.transfer.retried).isEmpty();
            assertThat(longRequestBytes(rig)).isGreaterThan(blob.size() / 2);
        }
    }

    /// Bytes asked for by requests that pass unscanned.
    private static long longRequestBytes(NetworkRig rig) {
        return rig.journal().requests().stream()
                .mapToLong(ScanningGatewayTest::asks)
                .filter(bytes -> bytes > 6 * MB)
                .map(bytes -> Math.min(bytes, 160 * MB))
                .sum();
    }

    private static long asks(LabRequest request) {
        return request.range().map(LabRequest.Range::length).orElse(Long.MAX_VALUE);
    }
}

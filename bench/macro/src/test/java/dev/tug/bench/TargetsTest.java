package dev.tug.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

final class TargetsTest {
    @Test
    void a_target_is_met_up_to_its_limit_and_missed_beyond() {
        var met = targets(row(Clients.TUG, 8.0), row(Clients.ARIA_PROOF, 10.0));
        var missed = targets(row(Clients.TUG, 8.1), row(Clients.ARIA_PROOF, 10.0));

        assertThat(met.getFirst().name())
                .isEqualTo("nginx, 2.0 GB: time, tug pull to aria2c -x16 -s16, openssl dgst");
        assertThat(met.getFirst().isMet()).isTrue();
        assertThat(missed.getFirst().isMet()).isFalse();
    }

    @Test
    void one_odd_round_does_not_decide() {
        var targets = targets(row(Clients.TUG, 8, 80, 7), row(Clients.ARIA_PROOF, 10, 10, 10));

        assertThat(targets.getFirst().isMet()).isTrue();
    }

    @Test
    void what_was_not_measured_is_no_target() {
        assertThat(targets(row("curl", 1))).isEmpty();
    }

    @Test
    void a_link_that_is_not_filled_misses_its_target() {
        var link = new LinkResult(Clients.TUG, 50_000_000, 125_000_000, List.of(run(0.96, 0.02)));
        var targets = Targets.of(findings(List.of(), List.of(link)));

        assertThat(targets).extracting(Target::isMet).containsExactly(false, true);
    }

    private static LinkResult.Run run(double share, double tail) {
        double bound = new LinkResult("", 50_000_000, 125_000_000, List.of()).boundSeconds();
        return new LinkResult.Run(bound / share, tail);
    }

    private static List<Target> targets(Comparison.Row... rows) {
        var comparison = new Comparison("nginx", 2_000_000_000, List.of(rows));
        return Targets.of(findings(List.of(comparison), List.of()));
    }

    private static Findings findings(List<Comparison> comparisons, List<LinkResult> links) {
        return new Findings(
                new Facts(Map.of()),
                1,
                comparisons,
                Optional.empty(),
                links,
                Optional.empty(),
                List.of());
    }

    private static Comparison.Row row(String client, double... seconds) {
        return new Comparison.Row(
                client, Arrays.stream(seconds).mapToObj(s -> new Measurement(s, s, 1, 1)).toList());
    }
}

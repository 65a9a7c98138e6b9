package dev.tug.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tug.PullEvent;
import dev.tug.Tug;
import dev.tug.TugConfig;
import dev.tug.lab.Appliance;
import dev.tug.lab.ApplianceRules;
import dev.tug.lab.ApplianceRules.Overflow.KillAll;
import dev.tug.lab.Fault;
import dev.tug.lab.GeneratedModel;
import dev.tug.lab.Lab;
import dev.tug.lab.Rule;
import dev.tug.model.ModelName;
import dev.tug.transfer.Cause;

import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// An appliance that bears 4 connections, ends all of them a moment after a fifth, and refuses new ones
/// for a while: the best fixed number found by hand, a pull that knows nothing, and one that knows what
/// the first learned, in one run and by the way that a user's pull takes.
///
/// `bench/network` has the times, in full size.
@Timeout(180)
final class KillingApplianceTest {
    private static final long MB = 1_000_000;
    private static final int SEED = 11;
    private static final long SIZE = 40 * MB;
    private static final int BORNE = 4;
    private static final long RATE = 2 * MB;

    /// A fifth connection is worth trying: the line has room for it.
    private static final int LINK_CONNECTIONS = 5;

    private static final Duration GRACE = Duration.ofMillis(1_500);
    private static final Duration PENALTY = Duration.ofMillis(1_500);
    private static final int KILLS_MAX = 30;

    @TempDir Path directory;

    /// What a pull did and cost.
    ///
    /// @param killed connections that the appliance ended
    /// @param inARow retries of one range without a byte, at most
    /// @param known the number of streams that it began with, as an earlier pull had learned it; 0 if
    ///     none had
    private record Outcome(
            PullEvent.Summary summary, long killed, int retries, int inARow, int known) {
        double seconds() {
            return summary.elapsed().toMillis() / 1e3;
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.CutKind.class,
            names = {"FIN_WITH_CLOSE_NOTIFY", "RST"})
    void finds_what_is_borne_at_little_cost_and_knows_it_the_next_time(Fault.CutKind kind)
            throws Exception {
        var model = GeneratedModel.simple(SEED, SIZE);
        try (var lab = Lab.start(model)) {
            var appliance =
                    lab.withAppliance(
                            ApplianceRules.of(
                                    new Rule.ConnectionRate(RATE),
                                    new Rule.LinkRate(LINK_CONNECTIONS * RATE),
                                    new Rule.OpenMax(BORNE, new KillAll(kind, GRACE, PENALTY))));
            var trust = Files.writeString(directory.resolve("trust.pem"), lab.trustPem());
            var config =
                    TugConfig.of(directory.resolve("models"))
                            // Where a path is known to be inspected nobody tries a fifth.
                            .with(c -> c.authorities(List.of(trust)).inspected(Optional.of(false)));
            var learning =
                    config.with(c -> c.profiles(Optional.of(directory.resolve("profiles.json"))));

            var byHand = pull(appliance, lab, config.with(c -> c.streamsMax(BORNE)));
            var first = pull(appliance, lab, learning);
            var second = pull(appliance, lab, learning);

            report(kind, "fixed " + BORNE, byHand, byHand);
            report(kind, "first", first, byHand);
            report(kind, "second", second, byHand);
            assertThat(byHand.killed()).isZero();
            assertThat(first.killed()).isPositive().isLessThan(KILLS_MAX);
            // Each retry is due to a connection that was ended or refused, and gets bytes soon: the
            // budget is the tries in a row.
            assertThat(first.inARow()).isLessThan(config.attempts());
            assertThat(first.summary().again()).isLessThanOrEqualTo(SIZE / 100);
            // A fifth may be on trial at the end.
            assertThat(first.summary().streams()).isLessThanOrEqualTo(BORNE + 1);
            // What a short pull could prove is less than what it ends with.
            assertThat(second.known()).isBetween(1, BORNE);
            assertThat(second.killed()).isLessThan(first.killed());
            assertThat(second.retries()).isLessThan(first.retries());
            // In full size it is 1.4 and 1.1; here most of a pull is the search.
            assertThat(first.seconds()).isLessThan(3 * byHand.seconds());
            assertThat(second.seconds()).isLessThan(2.5 * byHand.seconds());
        }
    }

    private Outcome pull(Appliance appliance, Lab lab, TugConfig config) throws Exception {
        var name = ModelName.parse(lab.modelReference());
        var model = GeneratedModel.simple(SEED, SIZE);
        var events = new ArrayList<PullEvent>();
        long before = appliance.killed();
        PullEvent.Summary summary;
        try (var tug = Tug.with(config)) {
            summary = tug.pull(name, events::add);
        }
        PulledModel.assertStored(config.store(), name, model);
        PulledModel.delete(config.store());
        var retries = all(events, PullEvent.Retrying.class);
        return new Outcome(
                summary,
                appliance.killed() - before,
                retries.size(),
                retries.stream().mapToInt(PullEvent.Retrying::attempt).max().orElse(0),
                all(events, PullEvent.StreamsChanged.class).stream()
                        .filter(change -> change.cause() == Cause.PROFILE)
                        .mapToInt(PullEvent.StreamsChanged::after)
                        .findFirst()
                        .orElse(0));
    }

    private static <E extends PullEvent> List<E> all(List<PullEvent> events, Class<E> kind) {
        return events.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    private static void report(Fault.CutKind kind, String name, Outcome outcome, Outcome byHand) {
        System.out.printf(
                "%s, %s: %.1f s, %.2f of the best by hand; %d killed, %d retries, %d in a row, %s%n",
                kind,
                name,
                outcome.seconds(),
                outcome.seconds() / byHand.seconds(),
                outcome.killed(),
                outcome.retries(),
                outcome.inARow(),
                outcome.summary());
    }
}

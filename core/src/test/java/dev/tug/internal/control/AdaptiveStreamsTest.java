package dev.tug.internal.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tug.failure.TransferFailure;
import dev.tug.internal.control.StreamControl.Decision;
import dev.tug.internal.control.StreamControl.PathEvent;
import dev.tug.transfer.Cause;
import dev.tug.transfer.PathProfile;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.LongStream;

final class AdaptiveStreamsTest {
    private static final long MINUTE = 60_000;

    private final AdaptiveStreams control = control(16, false);
    private final PathRig path = new PathRig(control);

    private static AdaptiveStreams control(int ceiling, boolean inspected) {
        return new AdaptiveStreams(ceiling, inspected, false, Optional.empty());
    }

    @Test
    void takes_all_streams_within_some_seconds_where_nothing_stands_in_the_way() {
        path.run(4_000);

        assertThat(path.open()).hasSize(16);
        assertThat(control.decision().reason()).isEmpty();
    }

    @Test
    void falls_when_all_are_ended_at_once_and_says_so() {
        path.run(12_000).endAll();

        assertThat(path.streams()).isEqualTo(4);
        assertThat(control.decision().cause()).isEqualTo(Cause.TOO_MANY);
        assertThat(control.decision().reason()).contains("16");
        assertThat(control.kills()).isEqualTo(16);
    }

    @Test
    void forgives_those_that_were_ended_together() {
        path.run(12_000);
        var last = path.open().getLast();
        path.open().stream().filter(stream -> !stream.equals(last)).forEach(path::end);

        assertThat(path.end(last).forgiven()).isTrue();
    }

    @Test
    void one_end_of_all_is_one_event() {
        path.run(12_000).endAll();
        int fallen = path.streams();

        path.run(1_000);

        assertThat(path.streams()).isEqualTo(fallen);
    }

    @Test
    void never_shrinks_for_cuts_that_come_one_by_one() {
        path.run(5_000);
        var random = new SplittableRandom(7);
        for (int i = 0; i < 200; i++) {
            path.run(200 + random.nextInt(3_000));
            var open = path.open();
            path.end(open.get(random.nextInt(open.size())));
        }
        path.run(5_000);

        assertThat(path.streams()).isEqualTo(16);
        assertThat(control.decision().cause()).isEqualTo(Cause.LOSSY);
        assertThat(control.kills()).isZero();
    }

    @Test
    void leaves_connections_before_the_age_at_which_they_are_ended() {
        for (int second = 0; second < 1_500; second++) {
            path.run(100).endOlderThan(MINUTE);
        }

        assertThat(path.streams()).isEqualTo(16);
        assertThat(control.decision().cause()).isEqualTo(Cause.LIFETIME);
        assertThat(control.decision().reason()).contains("60 s");
        assertThat(control.decision().retireAge())
                .isBetween(Duration.ofSeconds(45), Duration.ofSeconds(58));
    }

    @Test
    void finds_the_wall_above_which_connections_are_refused_and_loses_no_stream_to_it() {
        path.remaining = 300_000_000;
        path.admits = alive -> alive < 4;
        path.run(MINUTE);

        assertThat(path.open()).hasSize(4);
        assertThat(path.streams()).isEqualTo(4);
        assertThat(control.decision().reason()).contains("connections are refused above 4");
        assertThat(path.openings).isLessThan(20);
    }

    /// As squid does with `maxconn`: each handshake succeeds, and the request is answered 403.
    @Test
    void finds_the_wall_above_which_requests_are_refused() {
        path.admits = alive -> alive < 4;
        path.refusesRequests = true;
        path.run(MINUTE);

        assertThat(path.open()).hasSize(4);
        assertThat(path.streams()).isLessThanOrEqualTo(5);
        assertThat(control.decision().reason()).contains("connections are refused above 4");
        assertThat(control.decision().spacing()).isLessThan(Duration.ofSeconds(1));
        assertThat(path.openings).isLessThan(20);
    }

    @Test
    void connections_come_quickly_until_anything_fails() {
        path.run(2_000);
        assertThat(path.open()).hasSize(16);
        assertThat(control.decision().spacing()).isLessThan(PathProfile.SPACING);
        assertThat(control.learned().spacing()).isEqualTo(PathProfile.SPACING);

        path.fail(path.open().getFirst(), PathRig.CUT);

        assertThat(control.decision().spacing()).isEqualTo(PathProfile.SPACING);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4, 12})
    void what_is_refused_while_nothing_comes_is_no_wall_and_no_haste(int cut) {
        path.run(10_000);
        long rate = path.bytesPerSecond;
        path.bytesPerSecond = 0;
        path.admits = _ -> false;
        path.run(1_100);
        path.open().subList(0, cut).forEach(stream -> path.fail(stream, PathRig.REFUSED));

        path.run(5 * MINUTE);
        assertThat(control.decision().cause()).isEqualTo(Cause.OUTAGE);
        path.admits = _ -> true;
        path.bytesPerSecond = rate;
        path.run(10_000);

        assertThat(path.open()).hasSize(16);
        assertThat(control.learned().wall()).isZero();
        assertThat(control.kills()).isZero();
        assertThat(control.decision().spacing()).isEqualTo(PathProfile.SPACING);
        assertThat(control.decision().cause()).isEqualTo(Cause.NONE);
    }

    @Test
    void what_was_refused_just_before_nothing_came_any_more_is_forgotten() {
        path.run(10_000);
        var before = control.decision();
        long rate = path.bytesPerSecond;
        path.admits = _ -> false;
        path.fail(path.open().getFirst(), PathRig.CUT);
        path.run(1_500);
        assertThat(control.decision().notBeforeMillis()).isGreaterThan(before.notBeforeMillis());
        path.bytesPerSecond = 0;
        path.run(MINUTE);
        path.admits = _ -> true;
        path.bytesPerSecond = rate;
        path.run(10_000);

        assertThat(path.open()).hasSize(16);
        assertThat(control.decision().spacing()).isEqualTo(PathProfile.SPACING);
        assertThat(control.decision().cause()).isEqualTo(Cause.NONE);
    }

    @Test
    void what_is_refused_after_an_end_of_all_that_one_outlived_is_no_wall() {
        path.run(12_000);
        var last = path.open().getLast();
        path.open().stream().filter(stream -> !stream.equals(last)).forEach(path::end);
        path.admits = _ -> false;
        path.run(30_000);
        assertThat(control.decision().reason()).contains("ends all connections");
        path.admits = _ -> true;
        path.run(5_000);

        assertThat(path.streams()).isEqualTo(4);
        assertThat(path.open()).hasSize(4);
    }

    @Test
    void connections_that_each_live_a_moment_are_not_ended_by_their_number() {
        var few = control(4, false);
        var rig = new PathRig(few);
        for (int step = 0; step < 600; step++) {
            rig.run(100).endOlderThan(600);
        }

        assertThat(few.decision().cause()).isNotEqualTo(Cause.TOO_MANY);
        assertThat(few.decision().streams()).isEqualTo(4);
        assertThat(few.kills()).isZero();
    }

    @Test
    void slows_down_where_connections_come_too_fast() {
        path.remaining = 1_500_000_000;
        var last = new long[] {Long.MIN_VALUE / 2};
        path.admits =
                _ -> {
                    boolean slow = path.now - last[0] >= 350;
                    last[0] = path.now;
                    return slow;
                };
        path.run(MINUTE);

        assertThat(path.open().size()).isGreaterThan(8);
        assertThat(control.decision().spacing()).isGreaterThanOrEqualTo(Duration.ofMillis(350));
    }

    @Test
    void waits_with_single_probes_while_nobody_answers() {
        path.run(5_000);
        path.admits = _ -> false;
        path.endAll();
        int before = path.openings;

        path.run(10 * MINUTE);

        assertThat(path.openings - before).isBetween(100, 200);
        assertThat(control.decision().notBeforeMillis() - path.now).isLessThanOrEqualTo(5_000);
    }

    @Test
    void goes_on_within_five_seconds_of_the_return() {
        path.run(5_000);
        path.admits = _ -> false;
        path.endAll().run(3 * 60 * MINUTE);
        path.admits = _ -> true;

        path.run(5_000);

        assertThat(path.open()).isNotEmpty();
    }

    @Test
    void asks_for_less_when_large_answers_bring_nothing() {
        path.run(5_000);
        for (int i = 0; i < 12; i++) {
            path.run(2_000);
            var open = path.open();
            boolean large = control.decision().requestBytesMax() > 10_000_000;
            if (large) {
                int stream = open.get(i % open.size());
                control.observe(
                        new PathEvent.Failed(
                                path.now,
                                stream,
                                Duration.ofSeconds(3),
                                0,
                                control.decision().requestBytesMax(),
                                new TransferFailure.Cut("h", 0, "end")));
            }
        }

        assertThat(control.decision().requestBytesMax()).isBetween(4_000_000L, 10_000_000L);
    }

    @Test
    void asks_for_less_when_answers_are_held_until_they_are_read() {
        path.run(2_000);
        control.observe(new PathEvent.Answered(path.now, 0, 206, 32_000, 64_000_000));
        control.observe(new PathEvent.Answered(path.now, 0, 206, 16_000, 32_000_000));

        assertThat(control.decision().requestBytesMax()).isBetween(7_500_000L, 8_500_000L);
        assertThat(control.decision().firstByte()).isGreaterThan(Duration.ofSeconds(32));
        assertThat(control.decision().cause()).isEqualTo(Cause.SCAN_AND_HOLD);
    }

    @Test
    void a_long_way_is_no_hold() {
        for (int i = 0; i < 20; i++) {
            control.observe(
                    new PathEvent.Answered(
                            path.now, 0, 206, 8_000 + 10 * i, 32_000_000L >> (i % 5)));
        }

        assertThat(control.decision().requestBytesMax()).isEqualTo(Decision.REQUEST_BYTES_MAX);
    }

    /// The first stream is alone until it is answered: that is no measure of how many may run.
    @Test
    void a_server_that_asks_the_first_stream_to_wait_leaves_more_than_one() {
        var refusal = new TransferFailure.Refused("h", 429, Duration.ofSeconds(1), "", "");
        control.observe(new PathEvent.Opening(path.now, 0));
        control.observe(new PathEvent.Opened(path.now, 0, 20));
        path.fail(0, refusal);

        assertThat(path.streams()).isEqualTo(5);
    }

    @Test
    void obeys_a_server_that_asks_to_wait() {
        path.run(5_000);
        var pause = Duration.ofSeconds(30);
        var refusal = new TransferFailure.Refused("h", 429, pause, "", "");

        path.fail(path.open().getFirst(), refusal);
        path.fail(path.open().getFirst(), refusal);

        assertThat(control.decision().notBeforeMillis()).isEqualTo(path.now + 30_000);
        assertThat(path.streams()).isEqualTo(11);
        assertThat(control.decision().cause()).isEqualTo(Cause.RATE_LIMITED);
    }

    @Test
    void goes_without_ranges_where_they_are_ignored() {
        path.run(1_000);

        assertThat(control.observe(new PathEvent.RangeIgnored(path.now, 0)).ranges()).isFalse();
        assertThat(control.learned().ranges()).isFalse();
    }

    @Test
    void starts_low_on_an_inspected_path_and_climbs() {
        var careful = control(16, true);
        var inspected = new PathRig(careful);

        inspected.run(1_000);
        assertThat(inspected.openMax).isEqualTo(1);
        inspected.run(9_000);
        assertThat(inspected.openMax).isLessThanOrEqualTo(4);
        inspected.run(9_000);
        assertThat(inspected.openMax).isLessThanOrEqualTo(8);
        inspected.run(10 * MINUTE);
        assertThat(inspected.open()).hasSize(16);
    }

    @Test
    void ends_up_with_one_stream_where_more_make_the_link_slower() {
        path.linkBytesPerSecond = 1_000_000;
        path.bytesPerSecond = 1_000_000;

        path.run(3 * MINUTE);

        assertThat(path.open().size()).isLessThanOrEqualTo(2);
        assertThat(control.decision().cause()).isEqualTo(Cause.NO_GAIN);
    }

    @Test
    void starts_where_the_pull_before_ended() {
        path.run(12_000).endAll();
        path.run(5 * MINUTE);
        var learned = control.learned();

        var second = new AdaptiveStreams(16, false, false, Optional.of(learned));

        assertThat(second.decision().streams()).isEqualTo(learned.streams());
        assertThat(second.decision().reason()).isEqualTo(learned.reason());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5, 32})
    void never_goes_above_its_ceiling(int ceiling) {
        var capped = new PathRig(control(ceiling, false));

        capped.run(10 * MINUTE);

        assertThat(capped.openMax).isEqualTo(ceiling);
    }

    @Test
    void connections_that_end_in_peace_cost_nothing() {
        path.run(5_000);
        for (int i = 0; i < 20; i++) {
            path.open().forEach(stream -> control.observe(new PathEvent.Ended(path.now, stream)));
            path.open()
                    .forEach(stream -> {
                        control.observe(new PathEvent.Opening(path.now, stream));
                        control.observe(new PathEvent.Opened(path.now, stream, 20));
                        control.observe(
                                new PathEvent.Answered(path.now, stream, 206, 30, 4_000_000));
                    });
            path.run(2_000);
        }

        assertThat(path.streams()).isEqualTo(16);
        assertThat(control.kills()).isZero();
        assertThat(control.decision().reason()).isEmpty();
        assertThat(control.learned().wall()).isZero();
    }

    static LongStream seeds() {
        return LongStream.range(0, 300);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void keeps_its_bounds_whatever_happens(long seed) {
        var random = new SplittableRandom(seed);
        int ceiling = random.nextInt(1, 33);
        var known =
                random.nextBoolean()
                        ? Optional.<PathProfile>empty()
                        : Optional.of(control(ceiling, false).learned());
        var any = new AdaptiveStreams(ceiling, random.nextBoolean(), random.nextBoolean(), known);
        long now = 0;
        for (int i = 0; i < 2_000; i++) {
            now += random.nextInt(400);
            var decision = any.observe(event(random, now));
            assertThat(decision.streams()).isBetween(1, ceiling);
            assertThat(decision.requestBytesMax()).isGreaterThanOrEqualTo(256 * 1024);
            assertThat(decision.spacing()).isBetween(Duration.ofMillis(25), Duration.ofSeconds(8));
            assertThat(decision.retireAge()).isGreaterThanOrEqualTo(Duration.ofSeconds(2));
            assertThat(decision.notBeforeMillis()).isLessThanOrEqualTo(now + 10 * MINUTE);
            assertThat(any.learned().streams()).isBetween(1, ceiling);
        }
    }

    private static PathEvent event(SplittableRandom random, long now) {
        int stream = random.nextInt(40);
        var failure =
                switch (random.nextInt(7)) {
                    case 0 -> new TransferFailure.Cut("h", random.nextInt(2), "end");
                    case 1 -> new TransferFailure.Stalled("h", Duration.ofSeconds(10));
                    case 2 -> new TransferFailure.Unresolved("h");
                    case 3 -> new TransferFailure.HandshakeFailed("h", "closed");
                    case 4 ->
                            new TransferFailure.Refused(
                                    "h",
                                    400 + random.nextInt(130),
                                    Duration.ofSeconds(random.nextInt(9_999)),
                                    "",
                                    "");
                    case 5 -> new TransferFailure.WrongRange("h", "odd");
                    default -> new TransferFailure.Unreachable("h", "refused");
                };
        return switch (random.nextInt(9)) {
            case 0 -> new PathEvent.Opening(now, stream);
            case 1 -> new PathEvent.Opened(now, stream, random.nextInt(9_000));
            case 2 ->
                    new PathEvent.Answered(
                            now, stream, 206, random.nextInt(90_000), random.nextLong(1L << 26));
            case 3 -> new PathEvent.Received(now, stream, random.nextLong(1L << 22));
            case 4 -> new PathEvent.Completed(now, stream, random.nextLong(1L << 26));
            case 5 -> new PathEvent.Ended(now, stream);
            case 6 -> new PathEvent.Tick(now, random.nextLong(1L << 40));
            default ->
                    new PathEvent.Failed(
                            now,
                            stream,
                            Duration.ofMillis(random.nextInt(90_000)),
                            random.nextLong(1L << 32),
                            random.nextLong(1L << 26),
                            failure);
        };
    }
}

package dev.tug.sim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tug.blob.Digest;
import dev.tug.failure.TransferFailure;
import dev.tug.internal.control.FixedStreams;
import dev.tug.internal.control.StreamControl;
import dev.tug.internal.control.StreamControl.PathEvent;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;

final class StepDownTest {
    private static final TransferFailure CUT = new TransferFailure.Cut("h", 1, "reset");
    private static final TransferFailure REFUSED = new TransferFailure.Unreachable("h", "refused");
    private static final TransferFailure HANDSHAKE =
            new TransferFailure.HandshakeFailed("h", "closed");

    private final StepDown control = new StepDown(16);
    private long now = 1_000;

    @Test
    void falls_to_4_and_then_to_1_and_no_further() {
        open(0, 16);
        assertThat(fail(CUT, 0, 16)).isEqualTo(4);
        later();
        open(20, 24);
        assertThat(fail(CUT, 20, 24)).isEqualTo(1);
        later();
        open(30, 31);
        assertThat(fail(CUT, 30, 31)).isEqualTo(1);
    }

    @Test
    void one_catastrophe_is_one_fall() {
        open(0, 16);
        fail(CUT, 0, 16);

        assertThat(control.decision().streams()).isEqualTo(4);
    }

    @Test
    void most_is_half_of_them() {
        open(0, 16);

        assertThat(fail(CUT, 0, 7)).isEqualTo(16);
        assertThat(fail(CUT, 7, 8)).isEqualTo(4);
        assertThat(control.decision().reason()).contains("8 of 16 connections");
    }

    @Test
    void forgives_the_failure_that_made_it_fall_and_no_other() {
        open(0, 4);
        assertThat(observe(failed(0, CUT)).forgiven()).isFalse();
        assertThat(observe(failed(1, CUT)).forgiven()).isTrue();
        assertThat(observe(failed(2, CUT)).forgiven()).isFalse();
        assertThat(observe(new PathEvent.Tick(now, 0)).forgiven()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 8, 16, 32})
    void falls_from_any_number_to_the_next_rung(int streams) {
        var other = new StepDown(streams);
        for (int round = 0, stream = 0; round < 3; round++) {
            now += 5_000;
            int before = other.decision().streams();
            int first = stream;
            for (; stream < first + before; stream++) {
                other.observe(new PathEvent.Opening(now, stream));
                other.observe(new PathEvent.Answered(now, stream, 206, 10, 1_000));
            }
            for (int each = first; each < stream; each++) {
                other.observe(failed(each, CUT));
            }
            assertThat(other.decision().streams())
                    .isEqualTo(before > 4 ? 4 : 1)
                    .isLessThanOrEqualTo(before);
        }
    }

    @Test
    void isolated_cuts_do_nothing() {
        open(0, 16);
        for (int round = 0; round < 500; round++) {
            now += 400;
            int stream = round % 16;
            fail(CUT, stream, stream + 1);
            open(stream, stream + 1);
        }
        assertThat(control.decision().streams()).isEqualTo(16);
        assertThat(control.decision().reason()).isEmpty();
    }

    @Test
    void deaths_far_apart_have_nothing_to_do_with_each_other() {
        open(0, 16);
        for (int stream = 0; stream < 15; stream++) {
            now += StepDown.TOGETHER_MILLIS + 1;
            fail(CUT, stream, stream + 1);
        }
        assertThat(control.decision().streams()).isEqualTo(16);
    }

    @Test
    void a_lone_stream_that_breaks_again_and_again_is_weather() {
        for (int round = 0; round < 100; round++) {
            open(0, 1);
            fail(CUT, 0, 1);
        }
        assertThat(control.decision().streams()).isEqualTo(16);
    }

    @Test
    void refusals_with_nobody_alive_do_nothing() {
        for (int round = 0; round < 10; round++) {
            now += 100;
            for (int stream = 0; stream < 16; stream++) {
                observe(new PathEvent.Opening(now, stream));
            }
            fail(round % 2 == 0 ? REFUSED : HANDSHAKE, 0, 16);
        }
        assertThat(control.decision().streams()).isEqualTo(16);
    }

    @Test
    void refusals_above_a_wall_count() {
        open(0, 4);
        for (int stream = 4; stream < 8; stream++) {
            now += 50;
            observe(new PathEvent.Opening(now, stream));
            observe(failed(stream, stream % 2 == 0 ? REFUSED : HANDSHAKE));
        }
        assertThat(control.decision().streams()).isEqualTo(4);
    }

    @Test
    void refusals_by_status_above_a_wall_count() {
        open(0, 4);
        for (int stream = 4; stream < 8; stream++) {
            now += 50;
            open(stream, stream + 1);
            observe(failed(stream, refused(stream % 2 == 0 ? 403 : 503)));
        }
        assertThat(control.decision().streams()).isEqualTo(4);
    }

    @Test
    void survivors_of_a_fall_are_known_once_they_answer() {
        open(0, 16);
        fail(CUT, 8, 16);
        assertThat(control.decision().streams()).isEqualTo(4);
        for (int stream = 4; stream < 8; stream++) {
            observe(new PathEvent.Ended(now, stream));
        }
        later();
        for (int stream = 0; stream < 4; stream++) {
            observe(new PathEvent.Answered(now, stream, 206, 10, 1_000));
        }

        assertThat(fail(CUT, 0, 2)).isEqualTo(1);
    }

    @Test
    void streams_that_end_in_peace_are_no_deaths() {
        open(0, 16);
        for (int stream = 0; stream < 15; stream++) {
            observe(new PathEvent.Ended(now, stream));
        }
        assertThat(fail(CUT, 15, 16)).isEqualTo(16);
    }

    @Test
    void what_is_nobodys_catastrophe_changes_nothing() {
        var digest = Digest.of(new byte[0]);
        var harmless =
                List.of(
                        new TransferFailure.Unresolved("h"),
                        new TransferFailure.Untrusted("h", "CN=Box", ""),
                        new TransferFailure.WrongRange("h", ""),
                        new TransferFailure.BadRedirect("h", ""),
                        new TransferFailure.Corrupt(digest, digest),
                        refused(404),
                        refused(401));
        for (var failure : harmless) {
            open(0, 16);
            assertThat(fail(failure, 0, 16)).as(failure.summary()).isEqualTo(16);
        }
    }

    static LongStream seeds() {
        var seed = Long.getLong("seed");
        return seed != null
                ? LongStream.of(seed)
                : new SplittableRandom(System.nanoTime()).longs(50);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void never_climbs_and_forgives_only_on_a_fall(long seed) {
        var random = new SplittableRandom(seed);
        var other = new StepDown(random.nextInt(1, 33));
        var failures =
                List.of(CUT, REFUSED, HANDSHAKE, refused(429), new TransferFailure.Unresolved("h"));
        for (int step = 0; step < 2_000; step++) {
            now += random.nextInt(300);
            int stream = random.nextInt(40);
            int before = other.decision().streams();
            var decision =
                    other.observe(
                            switch (random.nextInt(6)) {
                                case 0, 1 -> new PathEvent.Opening(now, stream);
                                case 2 -> new PathEvent.Answered(now, stream, 206, 5, 1_000);
                                case 3 -> new PathEvent.Completed(now, stream, 100);
                                case 4 -> new PathEvent.Ended(now, stream);
                                default ->
                                        failed(
                                                stream,
                                                failures.get(random.nextInt(failures.size())));
                            });
            assertThat(decision.streams()).isBetween(1, before);
            assertThat(decision.forgiven()).isEqualTo(decision.streams() < before);
            assertThat(decision.streams() == before || decision.streams() <= 4).isTrue();
            assertThat(other.decision()).isEqualTo(decision);
        }
    }

    @Test
    void a_fixed_number_stays() {
        var fixed = new FixedStreams(3);
        for (int stream = 0; stream < 3; stream++) {
            fixed.observe(new PathEvent.Opening(now, stream));
        }
        for (int stream = 0; stream < 3; stream++) {
            assertThat(fixed.observe(failed(stream, CUT)).streams()).isEqualTo(3);
        }
        assertThat(fixed.decision().forgiven()).isFalse();
    }

    private void later() {
        now += 10 * StepDown.TOGETHER_MILLIS;
    }

    private void open(int from, int to) {
        for (int stream = from; stream < to; stream++) {
            observe(new PathEvent.Opening(now, stream));
            observe(new PathEvent.Answered(now, stream, 206, 10, 1_000));
        }
    }

    private int fail(TransferFailure failure, int from, int to) {
        for (int stream = from; stream < to; stream++) {
            observe(failed(stream, failure));
        }
        return control.decision().streams();
    }

    private StreamControl.Decision observe(PathEvent event) {
        return control.observe(event);
    }

    private PathEvent failed(int stream, TransferFailure failure) {
        return new PathEvent.Failed(now, stream, Duration.ofSeconds(3), 1_000, 2_000, failure);
    }

    private static TransferFailure refused(int status) {
        return new TransferFailure.Refused("h", status, Duration.ZERO, "text/html", "");
    }
}

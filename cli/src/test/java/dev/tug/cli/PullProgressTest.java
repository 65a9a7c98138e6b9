package dev.tug.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tug.Bandwidth;
import dev.tug.PullEvent;
import dev.tug.PullEvent.BlobPlan;
import dev.tug.blob.Descriptor;
import dev.tug.failure.TransferFailure;
import dev.tug.model.ModelName;
import dev.tug.transfer.Cause;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;

final class PullProgressTest {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();
    private static final ModelName NAME = ModelName.parse("m");

    private final PullProgress progress = new PullProgress();

    private static PullEvent planned(List<Descriptor> blobs, long staged) {
        var plans = blobs.stream().map(b -> new BlobPlan(b, false, staged, 1)).toList();
        return new PullEvent.Planned(NAME, ScriptedTug.manifest(1), plans);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void counts_never_go_back_whatever_the_events_say(long base) {
        var seed = Long.getLong("seed", base);
        System.out.println("seed " + seed);
        var random = new Random(seed);
        var blobs =
                List.of(
                        ScriptedTug.blob("model", 1000),
                        ScriptedTug.blob("tensor", 10),
                        ScriptedTug.blob("config", 0));
        progress.apply(planned(blobs, 0), 0);
        var before = progress.picture(0);
        for (var step = 1; step < 500; step++) {
            var blob = blobs.get(random.nextInt(blobs.size()));
            var bytes = random.nextLong(-10, 1100);
            progress.apply(
                    random.nextInt(100) == 0
                            ? new PullEvent.Stored(blob)
                            : new PullEvent.Progress(blob, bytes, blob.size(), 1),
                    step * SECOND / 10);
            var after = progress.picture(step * SECOND / 10);
            for (var i = 0; i < blobs.size(); i++) {
                assertThat(after.rows().get(i).completed())
                        .isBetween(before.rows().get(i).completed(), blobs.get(i).size());
                assertThat(after.rows().get(i).isDone() || !before.rows().get(i).isDone()).isTrue();
            }
            assertThat(after.total().completed())
                    .isGreaterThanOrEqualTo(before.total().completed());
            before = after;
        }
    }

    @Test
    void the_rate_counts_what_comes_over_the_network_and_not_what_was_staged() {
        var blob = ScriptedTug.blob("model", 1_000_000);
        progress.apply(planned(List.of(blob), 900_000), 0);
        for (var second = 1; second <= 5; second++) {
            progress.apply(
                    new PullEvent.Progress(blob, 900_000 + second * 1000, blob.size(), 1),
                    second * SECOND);
        }
        var row = progress.picture(5 * SECOND).rows().getFirst();
        assertThat(row.rate().orElseThrow()).isCloseTo(1000, within(1.0));
    }

    @Test
    void the_rate_falls_while_nothing_comes_and_is_unknown_after_a_window() {
        var blob = ScriptedTug.blob("model", 1_000_000);
        progress.apply(planned(List.of(blob), 0), 0);
        progress.apply(new PullEvent.Progress(blob, 4000, blob.size(), 1), 2 * SECOND);
        assertThat(progress.picture(2 * SECOND).total().rate()).hasValue(2000);
        assertThat(progress.picture(4 * SECOND).total().rate()).hasValue(1000);
        assertThat(progress.picture(20 * SECOND).total().rate()).isEmpty();
    }

    @Test
    void the_rate_is_unknown_for_the_first_second() {
        var blob = ScriptedTug.blob("model", 1_000_000);
        progress.apply(planned(List.of(blob), 0), 0);
        progress.apply(new PullEvent.Progress(blob, 4000, blob.size(), 1), SECOND / 10);
        assertThat(progress.picture(SECOND / 10).total().rate()).isEmpty();
    }

    @Test
    void trouble_is_shown_for_a_while() {
        var blob = ScriptedTug.blob("model", 1000);
        progress.apply(planned(List.of(blob), 0), 0);
        progress.apply(new PullEvent.Progress(blob, 10, 1000, 3), 0);
        progress.apply(
                new PullEvent.Retrying(
                        blob,
                        new TransferFailure.Stalled("cdn", Duration.ofSeconds(30)),
                        1,
                        Duration.ofSeconds(2)),
                0);
        assertThat(progress.picture(SECOND).status())
                .isEqualTo("trying again in 2 s: no byte from cdn for 30.0 s");
        assertThat(progress.picture(6 * SECOND).status()).isEqualTo("3 streams");
    }

    private static PullEvent streams(int after, Cause cause, String reason) {
        return new PullEvent.StreamsChanged(16, after, cause, reason);
    }

    @Test
    void the_streams_in_use_are_told_with_the_reason() {
        var blob = ScriptedTug.blob("model", 1000);
        var other = ScriptedTug.blob("tensor", 1000);
        progress.apply(planned(List.of(blob, other), 0), 0);
        progress.apply(streams(4, Cause.TOO_MANY, "this network cuts connections above 4"), 0);
        progress.apply(new PullEvent.Progress(blob, 10, 1000, 3), SECOND);
        progress.apply(new PullEvent.Progress(other, 10, 1000, 1), SECOND);
        assertThat(progress.picture(SECOND).status())
                .isEqualTo("4 streams: this network cuts connections above 4");
        assertThat(progress.picture(SECOND).isTrouble()).isFalse();

        progress.apply(streams(1, Cause.TOO_MANY, "one is what it bears"), SECOND);
        progress.apply(new PullEvent.Progress(blob, 20, 1000, 0), SECOND);
        assertThat(progress.picture(SECOND).status()).isEqualTo("1 stream: one is what it bears");
        progress.apply(streams(16, Cause.NONE, ""), SECOND);
        assertThat(progress.picture(SECOND).status()).isEqualTo("1 stream");
    }

    @Test
    void a_wait_is_told_of_until_bytes_move_again_however_long_it_takes() {
        var blob = ScriptedTug.blob("model", 1000);
        progress.apply(planned(List.of(blob), 0), 0);
        progress.apply(new PullEvent.Progress(blob, 10, 1000, 3), 0);
        progress.apply(new PullEvent.Waiting("nobody answers"), SECOND);
        assertThat(progress.picture(2 * SECOND).status()).isEqualTo("waiting: nobody answers");
        assertThat(progress.picture(2 * SECOND).isTrouble()).isTrue();

        progress.apply(new PullEvent.Progress(blob, 10, 1000, 3), 60 * SECOND);
        progress.apply(new PullEvent.Waiting("still nobody answers"), 60 * SECOND);
        assertThat(progress.picture(3601 * SECOND).status())
                .isEqualTo("waiting for 1h0m: still nobody answers");

        progress.apply(new PullEvent.Progress(blob, 11, 1000, 3), 3602 * SECOND);
        assertThat(progress.picture(3602 * SECOND).status()).isEqualTo("3 streams");
    }

    @Test
    void bytes_that_somebody_else_brings_end_no_wait() {
        var blob = ScriptedTug.blob("model", 1000);
        progress.apply(planned(List.of(blob), 0), 0);
        progress.apply(new PullEvent.Waiting("another pull"), 0);
        progress.apply(new PullEvent.Progress(blob, 500, 1000, 0), SECOND);
        assertThat(progress.picture(SECOND).status()).isEqualTo("waiting: another pull");

        progress.apply(new PullEvent.Stored(blob), SECOND);
        progress.apply(new PullEvent.WritingManifest(), SECOND);
        assertThat(progress.picture(SECOND).status()).isEqualTo("writing manifest");
    }

    @Test
    void trouble_is_gone_once_bytes_flow_again() {
        var blob = ScriptedTug.blob("model", 1000);
        progress.apply(planned(List.of(blob), 0), 0);
        var cut = new TransferFailure.Cut("cdn", 1, "reset");
        progress.apply(new PullEvent.Retrying(blob, cut, 1, Duration.ofSeconds(1)), 0);
        progress.apply(new PullEvent.Progress(blob, 10, 1000, 2), SECOND / 2);
        assertThat(progress.picture(SECOND / 2).status()).startsWith("trying again in 1 s");
        progress.apply(new PullEvent.Progress(blob, 10, 1000, 3), SECOND);
        assertThat(progress.picture(SECOND).status()).startsWith("trying again in 1 s");
        progress.apply(new PullEvent.Progress(blob, 20, 1000, 3), SECOND);
        assertThat(progress.picture(SECOND).status()).isEqualTo("3 streams");
    }

    @Test
    void the_limit_shows_beside_the_streams_while_there_is_one() {
        var limit = new AtomicLong(5_000_000);
        var limited = new PullProgress(limit::get);
        var blob = ScriptedTug.blob("model", 1_000_000);
        limited.apply(planned(List.of(blob), 0), 0);
        limited.apply(new PullEvent.Progress(blob, 4000, blob.size(), 3), SECOND);
        assertThat(limited.picture(SECOND).status()).isEqualTo("3 streams, limited to 5 MB/s");
        limit.set(Bandwidth.UNLIMITED);
        assertThat(limited.picture(SECOND).status()).isEqualTo("3 streams");
    }
}

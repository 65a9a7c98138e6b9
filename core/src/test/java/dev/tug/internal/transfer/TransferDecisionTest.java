package dev.tug.internal.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tug.failure.TransferFailure;
import dev.tug.internal.control.StreamControl.PathEvent;
import dev.tug.lab.Fault;
import dev.tug.lab.GeneratedBlob;
import dev.tug.transfer.Cause;
import dev.tug.transfer.FlightRecord;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/// What the control decides is done.
@Timeout(60)
final class TransferDecisionTest {
    private static final GeneratedBlob BLOB = GeneratedBlob.random(1, 6_000_000);

    @TempDir Path directory;
    private TransferRig rig;

    @BeforeEach
    void open() throws IOException {
        rig = new TransferRig(directory);
    }

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void connections_open_one_after_the_other() throws Exception {
        var control = control(wish -> wish.streams = 6);
        rig.cdn.script(_ -> new Fault.RateCap(1_000_000));
        rig.pull(BLOB);

        assertThat(control.all(PathEvent.Opening.class)).hasSizeGreaterThan(3);
        var handshaking = new HashSet<Integer>();
        for (var event : control.events) {
            switch (event) {
                case PathEvent.Opening(_, var stream) -> {
                    assertThat(handshaking).isEmpty();
                    handshaking.add(stream);
                }
                case PathEvent.Opened(_, var stream, var millis) -> {
                    assertThat(handshaking.remove(stream)).isTrue();
                    assertThat(millis).isNotNegative();
                }
                case PathEvent.Failed failed -> handshaking.remove(failed.stream());
                case PathEvent.Ended ended -> handshaking.remove(ended.stream());
                default -> {}
            }
        }
    }

    @Test
    void openings_are_spaced() throws Exception {
        var control =
                control(wish -> {
                    wish.streams = 4;
                    wish.spacing = Duration.ofMillis(150);
                });
        rig.cdn.script(_ -> new Fault.RateCap(1_000_000));
        rig.pull(BLOB);

        var openings = control.all(PathEvent.Opening.class);
        assertThat(openings).hasSizeGreaterThan(1);
        for (int i = 1; i < openings.size(); i++) {
            assertThat(openings.get(i).atMillis() - openings.get(i - 1).atMillis())
                    .isGreaterThanOrEqualTo(150);
        }
    }

    @Test
    void no_connection_opens_before_its_time() throws Exception {
        long from = System.nanoTime() / 1_000_000 + 400;
        var control = control(wish -> wish.notBeforeMillis = from);
        rig.pull(BLOB);

        assertThat(control.all(PathEvent.Opening.class))
                .isNotEmpty()
                .allMatch(opening -> opening.atMillis() >= from);
    }

    @Test
    void no_connection_carries_more_than_its_budget() throws Exception {
        var control = control(wish -> wish.retireBytes = 1_500_000);
        var totals = rig.pull(BLOB);

        assertThat(rig.flights).allMatch(flight -> flight.bytes() <= 1_500_000);
        assertThat(rig.flights).allMatch(flight -> flight.failure().isEmpty());
        assertThat(totals.connections()).isEqualTo(4);
        assertThat(totals.cuts()).isZero();
        assertThat(control.all(PathEvent.Answered.class))
                .allMatch(answered -> answered.requestBytes() <= 1 << 20);
    }

    /// What it carried before would not be counted.
    @Test
    void a_connection_with_a_budget_is_not_left_to_the_next_transfer() throws Exception {
        control(wish -> wish.retireBytes = 8_000_000);
        rig.pull(GeneratedBlob.random(21, 1_000_000));
        rig.pull(GeneratedBlob.random(22, 1_000_000));
        control(wish -> {});
        rig.pull(GeneratedBlob.random(23, 1_000_000));
        rig.pull(GeneratedBlob.random(24, 1_000_000));

        var ids = rig.flights.stream().map(FlightRecord::connection).toList();
        assertThat(ids).hasSize(4);
        assertThat(ids.get(1)).isNotEqualTo(ids.get(0));
        assertThat(ids.get(3)).isEqualTo(ids.get(2));
    }

    @Test
    void no_connection_is_used_beyond_its_age() throws Exception {
        control(wish -> {
            wish.retireAge = Duration.ofMillis(1_500);
            wish.requestBytesMax = 200_000;
        });
        rig.cdn.script(_ -> new Fault.RateCap(2_000_000));
        var totals = rig.pull(BLOB);

        assertThat(totals.connections()).isGreaterThan(1);
        assertThat(totals.cuts()).isZero();
        assertThat(rig.flights.stream().filter(flight -> flight.requests() > 1)).isNotEmpty();
    }

    @Test
    void a_request_never_exceeds_a_size_that_shrinks_while_a_range_is_under_way() throws Exception {
        var size = new AtomicLong(2 << 20);
        var control = control(wish -> wish.requestBytesMax = size.get());
        rig.cdn.script(request -> {
            if (request.range().stream().anyMatch(r -> r.last() - r.first() >= 300_000)) {
                size.set(300_000);
                return new Fault.CutAfter(0, Fault.CutKind.RST);
            }
            return Fault.none();
        });
        rig.pull(BLOB);

        assertThat(rig.retried).hasSize(1).allMatch(TransferFailure.Cut.class::isInstance);
        assertThat(control.all(PathEvent.Completed.class))
                .allMatch(completed -> completed.bytes() <= 300_000);
    }

    @Test
    void without_ranges_a_blob_comes_by_one_request() throws Exception {
        control(wish -> {
            wish.streams = 4;
            wish.ranges = false;
        });
        rig.pull(BLOB);

        assertThat(rig.cdn.journal().requests())
                .hasSize(1)
                .allMatch(request -> request.range().isEmpty());
        assertThat(rig.digestInStore(BLOB)).isEqualTo(BLOB.digest());
    }

    @Test
    void a_first_byte_is_waited_for_longer_than_any_other() throws Exception {
        control(wish -> {
            wish.streams = 4;
            wish.firstByte = Duration.ofSeconds(20);
        });
        rig.stall(Duration.ofMillis(300));
        rig.cdn.script(_ -> new Fault.Latency(Duration.ofMillis(900)));
        var totals = rig.pull(BLOB);

        assertThat(rig.retried).isEmpty();
        // Nothing was asked for again; dividing what a slow stream has left may overlap a little.
        assertThat(totals.again()).isLessThan(1 << 20);
        assertThat(asked()).isLessThan(BLOB.size() + (1 << 20));
    }

    @Test
    void a_first_byte_may_be_waited_for_less() throws Exception {
        control(wish -> wish.firstByte = Duration.ofMillis(300));
        rig.stall(Duration.ofSeconds(20));
        rig.cdn.script(request ->
                request.number() == 1 ? new Fault.Latency(Duration.ofSeconds(30)) : Fault.none());
        rig.pull(BLOB);

        assertThat(rig.retried)
                .containsExactly(new TransferFailure.Stalled("127.0.0.1", Duration.ofMillis(300)));
    }

    /// Bytes that were asked for, all requests together.
    private long asked() {
        return rig.cdn.journal().requests().stream()
                .mapToLong(
                        request -> request.range().map(r -> r.last() - r.first() + 1).orElseThrow())
                .sum();
    }

    @Test
    void a_stream_that_crawls_among_fast_ones_is_replaced() throws Exception {
        var blob = GeneratedBlob.random(2, 60_000_000);
        var control =
                control(wish -> {
                    wish.streams = 5;
                    wish.requestBytesMax = 4 << 20;
                });
        rig.cdn.script(
                request -> new Fault.RateCap(request.connection() == 2 ? 20_000 : 2_000_000));
        rig.pull(blob);

        long remaining = Long.MAX_VALUE;
        var remainingAtOpening = new ArrayList<Long>();
        for (var event : control.events) {
            switch (event) {
                case PathEvent.Tick tick -> remaining = tick.remainingBytes();
                case PathEvent.Opening _ -> remainingAtOpening.add(remaining);
                default -> {}
            }
        }
        // The five streams' own, and one more while there was far more to come than they had asked
        // for.
        assertThat(remainingAtOpening).hasSizeGreaterThan(5);
        assertThat(remainingAtOpening.get(5)).isGreaterThan(20_000_000);
        assertThat(rig.retried).isEmpty();
    }

    @Test
    void a_server_that_asks_for_patience_is_left_alone_by_all_streams() throws Exception {
        var until = new AtomicLong(Long.MIN_VALUE);
        var control =
                control(wish -> {
                    wish.streams = 4;
                    wish.cause = Cause.RATE_LIMITED;
                    wish.notBeforeMillis = until.get();
                });
        rig.cdn.script(request -> {
            if (request.number() == 3) {
                until.set(System.nanoTime() / 1_000_000 + 1_000);
                return new Fault.Status(429, Map.of("Retry-After", "1"), "text/plain", "");
            }
            return new Fault.RateCap(4_000_000);
        });
        rig.pull(BLOB);

        assertThat(control.all(PathEvent.Opening.class))
                .noneMatch(opening ->
                        opening.atMillis() > until.get() - 800 && opening.atMillis() < until.get());
        assertThat(rig.retried).hasSize(1);
    }

    private Steered control(Consumer<Steered.Wish> wishes) {
        var control =
                new Steered(wish -> {
                    wishes.accept(wish);
                    return wish;
                });
        rig.control(control);
        return control;
    }
}

package dev.tug.internal.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tug.internal.plan.Ledger;
import dev.tug.lab.Fault;
import dev.tug.lab.GeneratedBlob;
import dev.tug.lab.LabRequest;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Transfers over real TLS on a network that means well.
@Timeout(60)
final class TransferTest {
    private static final long BUFFER_BYTES = 128 * 1024;

    @TempDir Path directory;

    @Test
    void brings_a_large_blob_home() throws Exception {
        var blob = GeneratedBlob.random(1, 60_000_000);
        try (var rig = new TransferRig(directory)) {
            var totals = rig.pull(blob);

            assertThat(rig.digestInStore(blob)).isEqualTo(blob.digest());
            assertThat(rig.stored).containsExactly(TransferRig.descriptor(blob));
            // On a busy machine a stream may be relieved, and what it had just read comes twice.
            assertThat(totals.fetched() - totals.again()).isEqualTo(blob.size());
            assertThat(totals.again()).isLessThan(16 * BUFFER_BYTES);
            assertThat(totals.cuts()).isZero();
            assertThat(rig.retried).isEmpty();
            assertThat(rig.flights.stream().mapToLong(flight -> flight.bytes()).sum())
                    .isEqualTo(totals.fetched());
            assertThat(rig.flights).hasSize(totals.connections());
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 4L << 20, (4L << 20) + 1})
    void brings_a_blob_of_any_size_home(long size) throws Exception {
        var blob = GeneratedBlob.random(2, size);
        try (var rig = new TransferRig(directory)) {
            var totals = rig.pull(blob);

            assertThat(rig.digestInStore(blob)).isEqualTo(blob.digest());
            assertThat(totals.fetched()).isEqualTo(size);
        }
    }

    @Test
    void asks_once_for_each_small_layer() throws Exception {
        var blobs = new ArrayList<GeneratedBlob>();
        for (int layer = 0; layer < 40; layer++) {
            blobs.add(GeneratedBlob.random(layer, 1_000 + layer * 2_900L));
        }
        blobs.add(GeneratedBlob.random(99, 8_000_000));
        try (var rig = new TransferRig(directory).control(new Brisk(8, 1 << 20))) {
            rig.pull(blobs.toArray(GeneratedBlob[]::new));

            assertThat(rig.stored).hasSize(41);
            var requests =
                    rig.cdn.journal().requests().stream()
                            .collect(
                                    Collectors.groupingBy(LabRequest::path, Collectors.counting()));
            for (var blob : blobs.subList(0, 40)) {
                assertThat(requests.get("/blob/" + blob.hex())).isEqualTo(1);
            }
        }
    }

    @Test
    void admits_more_blobs_than_may_be_open_at_once() throws Exception {
        var blobs = new ArrayList<GeneratedBlob>();
        for (int layer = 0; layer < 150; layer++) {
            blobs.add(GeneratedBlob.random(layer, 100 + layer));
        }
        try (var rig = new TransferRig(directory).control(new Brisk(4, 1 << 20))) {
            rig.pull(blobs.toArray(GeneratedBlob[]::new));

            assertThat(rig.stored).hasSize(150);
            assertThat(rig.cdn.journal().connectionsOpened()).isLessThanOrEqualTo(4);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {16, 4, 1})
    void runs_as_many_streams_as_allowed_and_never_more(int streams) throws Exception {
        // Requests too small to be divided: no connection is left in the middle of a body.
        long request = 2 * Ledger.SPLIT_BYTES_MIN - 1;
        long rate = streams == 1 ? 5_000_000 : 400_000;
        var blob = GeneratedBlob.random(3, Math.max(5_000_000, streams * rate * 2));
        try (var rig = new TransferRig(directory).control(new Brisk(streams, request))) {
            rig.cdn.script(_ -> new Fault.RateCap(rate));
            rig.pull(blob);

            assertThat(rig.streamsMax()).isEqualTo(streams);
            assertThat(rig.cdn.journal().connectionsOpenMax()).isEqualTo(streams);
            assertThat(rig.cdn.journal().connectionsOpened()).isEqualTo(streams);
            assertThat(rig.cdn.journal().bodiesInFlightMax()).isLessThanOrEqualTo(streams);
        }
    }

    @Test
    void a_slow_stream_is_relieved_by_idle_ones() throws Exception {
        var blob = GeneratedBlob.random(4, 24_000_000);
        Function<LabRequest, Fault> script =
                request -> new Fault.RateCap(request.connection() == 3 ? 50_000 : 4_000_000);
        try (var rig = new TransferRig(directory).control(new Brisk(8, 4 << 20))) {
            rig.cdn.script(script);
            long start = System.nanoTime();
            var totals = rig.pull(blob);
            long millis = (System.nanoTime() - start) / 1_000_000;

            // Alone, that stream would need 80 s for its 4 MB.
            assertThat(millis).isLessThan(12_000);
            // What it had read when its lease was cut comes twice.
            assertThat(totals.fetched()).isBetween(blob.size(), blob.size() + 20 * BUFFER_BYTES);
            assertThat(rig.retried).isEmpty();
        }
    }

    @Test
    void a_latency_delays_and_breaks_nothing() throws Exception {
        var blob = GeneratedBlob.random(5, 6_000_000);
        try (var rig = new TransferRig(directory).control(new Brisk(4, 1 << 20))) {
            rig.cdn.script(_ -> new Fault.Latency(Duration.ofMillis(120)));
            var totals = rig.pull(blob);

            assertThat(totals.fetched()).isEqualTo(blob.size());
            assertThat(totals.cuts()).isZero();
        }
    }

    @Test
    void a_blob_that_is_in_the_staging_area_whole_costs_no_request() throws Exception {
        var blob = GeneratedBlob.random(6, 5_000_000);
        try (var rig = new TransferRig(directory)) {
            rig.control(new Brisk(2, 1 << 20));
            rig.stageAll(blob);
            var totals = rig.pull(blob);

            assertThat(rig.digestInStore(blob)).isEqualTo(blob.digest());
            assertThat(totals.fetched()).isZero();
            assertThat(rig.cdn.journal().requests()).isEmpty();
            assertThat(rig.stored).hasSize(1);
        }
    }
}

package dev.tug.lab;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

final class BitFlipTest {
    private static final GeneratedBlob BLOB = GeneratedBlob.random(1, 1_000);
    private static final Fault LOWEST = new Fault.CorruptByteAt(500, 1);

    @Test
    void strikes_the_first_times_that_the_byte_is_asked_for() {
        var flip = BitFlip.first(2, BLOB, 500);

        assertThat(flip.apply(request("bytes=0-499"))).isEqualTo(Fault.none());
        assertThat(flip.apply(request("bytes=501-999"))).isEqualTo(Fault.none());
        assertThat(flip.apply(request("bytes=0-500"))).isEqualTo(LOWEST);
        assertThat(flip.apply(request(""))).isEqualTo(LOWEST);
        assertThat(flip.apply(request("bytes=500-500"))).isEqualTo(Fault.none());
    }

    @Test
    void leaves_other_blobs_alone() {
        var flip = BitFlip.always(GeneratedBlob.random(2, 1_000), 500);

        assertThat(flip.apply(request(""))).isEqualTo(Fault.none());
    }

    @Test
    void can_be_another_each_time() {
        var flip = BitFlip.differently(BLOB, 500);

        assertThat(IntStream.range(0, 255).mapToObj(_ -> flip.apply(request(""))))
                .doesNotHaveDuplicates()
                .doesNotContain(Fault.none());
    }

    @Test
    void can_strike_now_and_then_and_the_same_by_seed() {
        var flip = BitFlip.atRandom(7, 0.25, BLOB, 500);
        var again = BitFlip.atRandom(7, 0.25, BLOB, 500);
        var faults = IntStream.range(0, 400).mapToObj(_ -> flip.apply(request(""))).toList();

        assertThat(faults.stream().filter(LOWEST::equals).count()).isBetween(50L, 150L);
        assertThat(IntStream.range(0, 400).mapToObj(_ -> again.apply(request(""))))
                .containsExactlyElementsOf(faults);
    }

    private static LabRequest request(String range) {
        var headers = new TreeMap<String, List<String>>(String.CASE_INSENSITIVE_ORDER);
        headers.putAll(range.isEmpty() ? Map.of() : Map.of("Range", List.of(range)));
        return new LabRequest("cdn", 1, 1, "GET", "/blob/" + BLOB.hex(), "", headers);
    }
}

package dev.tug.internal.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tug.blob.ByteRange;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.SplittableRandom;

final class PartPlanTest {
    @ParameterizedTest
    @CsvSource({
        // What Ollama was seen to do with 16 streams.
        "1000000000,16,100000000,10,100000000",
        "1600000007,16,100000000,17,7",
        "4683073184,16,292692074,16,292692074",
        "19851336192,16,1000000000,20,851336192",
        "42520395776,16,1000000000,43,520395776",
        // Fewer streams make larger parts, within the same bounds.
        "4683073184,4,1000000000,5,683073184",
        "4683073184,1,1000000000,5,683073184",
        "2000000000,4,500000000,4,500000000",
        "900000000,1,900000000,1,900000000",
        "1000000001,1,1000000000,2,1",
        "40000000000,32,1000000000,40,1000000000",
        // Small blobs are one part.
        "100000000,16,100000000,1,100000000",
        "100000001,16,100000000,2,1",
        "1,16,100000000,1,1",
    })
    void parts_are_as_ollama_makes_them(
            long size, int streams, long partBytes, int count, long lastBytes) {
        var plan = PartPlan.of(size, streams);

        assertThat(plan.partBytes()).isEqualTo(partBytes);
        assertThat(plan.count()).isEqualTo(count);
        assertThat(plan.part(count - 1).length()).isEqualTo(lastBytes);
    }

    @Test
    void an_empty_blob_counts_as_one_part() {
        assertThat(PartPlan.of(0, 16).count()).isEqualTo(1);
    }

    @Test
    void parts_cover_the_blob_without_gap_or_overlap() {
        long seed = Long.getLong("seed", System.nanoTime());
        var random = new SplittableRandom(seed);
        for (int run = 0; run < 200; run++) {
            var plan = PartPlan.of(random.nextLong(1, 60_000_000_000L), random.nextInt(1, 33));
            long end = 0;
            for (int index = 0; index < plan.count(); index++) {
                var part = plan.part(index);
                assertThat(part.start()).as("seed %d, %s", seed, plan).isEqualTo(end);
                assertThat(plan.endOfPartAt(part.start())).isEqualTo(part.end());
                assertThat(plan.endOfPartAt(part.end() - 1)).isEqualTo(part.end());
                end = part.end();
            }
            assertThat(end).as("seed %d, %s", seed, plan).isEqualTo(plan.size());
        }
    }

    @Test
    void the_last_part_ends_with_the_blob() {
        var plan = PartPlan.of(1_600_000_007, 16);

        assertThat(plan.part(16)).isEqualTo(new ByteRange(1_600_000_000, 1_600_000_007));
    }
}

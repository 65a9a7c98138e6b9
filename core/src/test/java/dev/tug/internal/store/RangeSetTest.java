package dev.tug.internal.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.tug.blob.ByteRange;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.SplittableRandom;

final class RangeSetTest {
    private static final int SIZE = 6;

    @Test
    void agrees_with_a_bit_set_on_every_three_additions_and_every_cut() {
        var all = allRanges();
        for (var first : all) {
            for (var second : all) {
                for (var third : all) {
                    var set = new RangeSet();
                    var bits = new BitSet();
                    for (var range : List.of(first, second, third)) {
                        set.add(range.start(), range.end());
                        bits.set((int) range.start(), (int) range.end());
                    }
                    assertSame(set, bits);
                    set.cutAt(third.end());
                    bits.clear((int) third.end(), SIZE + 1);
                    assertSame(set, bits);
                }
            }
        }
    }

    @Test
    void agrees_with_a_bit_set_on_many_ranges() {
        var seed = Long.getLong("seed", System.nanoTime());
        var random = new SplittableRandom(seed);
        var set = new RangeSet();
        var bits = new BitSet();
        for (var i = 0; i < 2_000; i++) {
            var start = random.nextInt(10_000);
            var end = start + 1 + random.nextInt(random.nextInt(1, 20));
            set.add(start, end);
            bits.set(start, end);
        }
        assertThat(set.ranges()).as("seed %d", seed).isEqualTo(runs(bits, true, 20_000));
        assertThat(set.gaps(9_000)).as("seed %d", seed).isEqualTo(runs(bits, false, 9_000));
        assertThat(set.total()).as("seed %d", seed).isEqualTo(bits.cardinality());
    }

    @Test
    void a_copy_goes_its_own_way() {
        var set = new RangeSet();
        set.add(0, 5);
        var copy = set.copy();
        set.add(7, 9);
        copy.add(5, 6);

        assertThat(set).hasToString("[0-4, 7-8]");
        assertThat(copy).hasToString("[0-5]");
    }

    @Test
    void refuses_what_is_no_range() {
        var set = new RangeSet();

        assertThatIllegalArgumentException().isThrownBy(() -> set.add(3, 3));
        assertThatIllegalArgumentException().isThrownBy(() -> set.add(-1, 3));
    }

    private static void assertSame(RangeSet set, BitSet bits) {
        assertThat(set.ranges()).isEqualTo(runs(bits, true, SIZE + 1));
        assertThat(set.count()).isEqualTo(set.ranges().size());
        assertThat(set.total()).isEqualTo(bits.cardinality());
        assertThat(set.prefix()).isEqualTo(bits.nextClearBit(0));
        for (var size = 0; size <= SIZE; size++) {
            assertThat(set.gaps(size)).isEqualTo(runs(bits, false, size));
        }
        for (var range : allRanges()) {
            var isSet = bits.nextClearBit((int) range.start()) >= range.end();
            assertThat(set.contains(range.start(), range.end())).isEqualTo(isSet);
        }
    }

    private static List<ByteRange> runs(BitSet bits, boolean value, int size) {
        var runs = new ArrayList<ByteRange>();
        for (int at = 0; at < size; ) {
            var start = at;
            while (at < size && bits.get(at) == value) {
                at++;
            }
            if (at > start) {
                runs.add(new ByteRange(start, at));
            }
            while (at < size && bits.get(at) != value) {
                at++;
            }
        }
        return runs;
    }

    private static List<ByteRange> allRanges() {
        var all = new ArrayList<ByteRange>();
        for (var start = 0; start < SIZE; start++) {
            for (var end = start + 1; end <= SIZE; end++) {
                all.add(new ByteRange(start, end));
            }
        }
        return all;
    }
}

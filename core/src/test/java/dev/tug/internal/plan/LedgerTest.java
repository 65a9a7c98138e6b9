package dev.tug.internal.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tug.blob.ByteRange;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;

/// The ledger against a set of bits, one for each unit of the blob.
final class LedgerTest {
    /// Bytes of one unit of the model: two of them are just enough to be split.
    private static final long UNIT = Ledger.SPLIT_BYTES_MIN;

    @Test
    void gives_out_the_lowest_bytes_first_and_none_twice() {
        var ledger = Ledger.empty(new PartPlan(100, 60));

        assertThat(range(take(ledger, 40))).isEqualTo(new ByteRange(0, 40));
        assertThat(range(take(ledger, 40))).isEqualTo(new ByteRange(40, 60));
        assertThat(range(take(ledger, 40))).isEqualTo(new ByteRange(60, 100));
        assertThat(ledger.take(40)).isEmpty();
    }

    @Test
    void gives_out_only_what_is_missing() {
        var ledger =
                new Ledger(
                        new PartPlan(100, 100),
                        List.of(new ByteRange(10, 20), new ByteRange(90, 100)));

        assertThat(ledger.completed()).isEqualTo(80);
        assertThat(ledger.prefix()).isEqualTo(10);
        assertThat(range(take(ledger, 40))).isEqualTo(new ByteRange(10, 20));
        assertThat(range(take(ledger, 40))).isEqualTo(new ByteRange(90, 100));
    }

    @Test
    void opens_again_what_is_here_and_may_be_wrong() {
        var ledger = new Ledger(new PartPlan(100, 100), List.of());
        ledger.openAgain(new ByteRange(20, 30));
        ledger.openAgain(new ByteRange(90, 100));
        ledger.openAgain(new ByteRange(25, 40));

        assertThat(ledger.complete()).isFalse();
        assertThat(ledger.openBytes()).isEqualTo(30);
        assertThat(ledger.prefix()).isEqualTo(20);
        assertThat(range(take(ledger, 50))).isEqualTo(new ByteRange(20, 40));
        assertThat(range(take(ledger, 50))).isEqualTo(new ByteRange(90, 100));
        assertThat(ledger.take(50)).isEmpty();
    }

    @Test
    void opens_again_what_a_lease_did_not_bring() {
        var ledger = Ledger.empty(new PartPlan(100, 100));
        var first = take(ledger, 50);
        var second = take(ledger, 50);
        ledger.advance(first, 20);
        ledger.giveBack(first);
        ledger.giveBack(first);
        ledger.giveBack(second);

        assertThat(ledger.openBytes()).isEqualTo(80);
        assertThat(range(take(ledger, 100))).isEqualTo(new ByteRange(20, 100));
    }

    @Test
    void does_not_split_a_lease_whose_answer_has_not_begun() {
        var ledger = Ledger.empty(new PartPlan(8 * UNIT, 8 * UNIT));
        var held = take(ledger, 8 * UNIT);
        held.rate(1);
        held.pending(true);
        assertThat(ledger.split(0)).isEmpty();

        held.pending(false);
        assertThat(ledger.split(0)).isPresent();
    }

    @Test
    void asks_for_no_byte_a_third_time_before_the_second_has_brought_some() {
        var ledger = Ledger.empty(new PartPlan(64 * UNIT, 64 * UNIT));
        var slow = take(ledger, 64 * UNIT);
        slow.rate(1);
        var relief = ledger.split(0).orElseThrow();
        ledger.giveBack(slow);
        relief.rate(1);
        assertThat(ledger.split(0)).isEmpty();

        ledger.advance(relief, UNIT);
        assertThat(ledger.split(0)).isPresent();
    }

    @Test
    void splits_the_lease_that_needs_longest() {
        var ledger = Ledger.empty(new PartPlan(8 * UNIT, 8 * UNIT));
        var fast = take(ledger, 4 * UNIT);
        var slow = take(ledger, 4 * UNIT);
        fast.rate(4 * UNIT);
        slow.rate(UNIT / 10);

        assertThat(ledger.split(0).map(LedgerTest::range))
                .contains(new ByteRange(6 * UNIT, 8 * UNIT));
        assertThat(range(slow)).isEqualTo(new ByteRange(4 * UNIT, 6 * UNIT));
    }

    @Test
    void bytes_read_beyond_the_cut_belong_to_another() {
        var ledger = Ledger.empty(new PartPlan(2 * UNIT, 2 * UNIT));
        var slow = take(ledger, 2 * UNIT);
        slow.rate(1);
        var other = ledger.split(0).orElseThrow();

        assertThat(ledger.advance(slow, UNIT + 100)).isEqualTo(UNIT);
        assertThat(slow.remaining()).isZero();
        assertThat(ledger.completed()).isEqualTo(UNIT);
        ledger.giveBack(slow);
        assertThat(ledger.advance(other, UNIT)).isEqualTo(UNIT);
        assertThat(ledger.completed()).isEqualTo(2 * UNIT);
    }

    @Test
    void does_not_split_what_is_fast_small_new_failing_revoked_or_whole() {
        assertThat(splittable(4 * UNIT, UNIT)).isTrue();
        assertThat(splittable(4 * UNIT, 4 * UNIT + 1)).isFalse();
        assertThat(splittable(2 * UNIT - 1, 1)).isFalse();
        assertThat(splittable(4 * UNIT, 0)).isFalse();

        var failing = Ledger.empty(new PartPlan(4 * UNIT, 4 * UNIT));
        var lease = take(failing, 4 * UNIT);
        lease.rate(1);
        lease.failing(true);
        assertThat(failing.split(0)).isEmpty();
        lease.failing(false);
        failing.revokeAll();
        assertThat(failing.split(0)).isEmpty();

        var whole = Ledger.empty(new PartPlan(4 * UNIT, 4 * UNIT));
        whole.takeWhole().rate(1);
        assertThat(whole.split(0)).isEmpty();
    }

    private static boolean splittable(long bytes, long perSecond) {
        var ledger = Ledger.empty(new PartPlan(bytes, bytes));
        take(ledger, bytes).rate(perSecond);
        return ledger.split(0).isPresent();
    }

    @Test
    void a_whole_get_counts_only_what_was_missing() {
        var ledger =
                new Ledger(
                        new PartPlan(100, 100),
                        List.of(new ByteRange(20, 40), new ByteRange(60, 100)));
        var whole = ledger.takeWhole();

        assertThat(ledger.wants(whole, 20)).isFalse();
        assertThat(ledger.wants(whole, 21)).isTrue();
        assertThat(ledger.advance(whole, 30)).isEqualTo(10);
        assertThat(ledger.advance(whole, 20)).isEqualTo(10);
        assertThat(ledger.wants(whole, 10)).isFalse();
        assertThat(ledger.prefix()).isEqualTo(60);
        assertThat(ledger.completed()).isEqualTo(60);

        whole.moveTo(0);
        assertThat(ledger.advance(whole, 60)).isZero();
        assertThat(ledger.advance(whole, 40)).isEqualTo(40);
        assertThat(ledger.complete()).isFalse();
        ledger.giveBack(whole);
        assertThat(ledger.complete()).isTrue();
        assertThat(ledger.prefix()).isEqualTo(100);
    }

    @Test
    void any_set_of_missing_bytes_of_a_small_blob_is_given_out_exactly() {
        int size = 10;
        for (int bits = 0; bits < 1 << size; bits++) {
            for (int max = 1; max <= size; max++) {
                for (int part = 3; part <= size; part += 7) {
                    var missing = BitSet.valueOf(new long[] {bits});
                    var ledger = new Ledger(new PartPlan(size, part), ranges(missing, 1));
                    assertThat(ledger.openBytes()).isEqualTo(missing.cardinality());
                    var given = new BitSet();
                    for (var lease = ledger.take(max);
                            lease.isPresent();
                            lease = ledger.take(max)) {
                        var range = range(lease.get());
                        assertThat(range.length()).isLessThanOrEqualTo(max);
                        assertThat(range.start() / part).isEqualTo((range.end() - 1) / part);
                        given.set((int) range.start(), (int) range.end());
                    }
                    assertThat(given).isEqualTo(missing);
                }
            }
        }
    }

    static LongStream seeds() {
        var seed = Long.getLong("seed");
        return seed != null
                ? LongStream.of(seed)
                : new SplittableRandom(System.nanoTime()).longs(40);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void keeps_its_books_through_anything(long seed) {
        var model = new Model(new SplittableRandom(seed));
        for (int step = 0; step < 600; step++) {
            model.step();
            model.check("seed " + seed + ", step " + step);
        }
    }

    private static Lease take(Ledger ledger, long bytes) {
        return ledger.take(bytes).orElseThrow();
    }

    private static ByteRange range(Lease lease) {
        return new ByteRange(lease.position(), lease.end());
    }

    private static List<ByteRange> ranges(BitSet bits, long unit) {
        var ranges = new ArrayList<ByteRange>();
        for (int from = bits.nextSetBit(0); from >= 0; ) {
            int to = bits.nextClearBit(from);
            ranges.add(new ByteRange(from * unit, to * unit));
            from = bits.nextSetBit(to);
        }
        return ranges;
    }

    /// A ledger and what must be true of it.
    private static final class Model {
        private final SplittableRandom random;
        private final int units;
        private final Ledger ledger;
        private final BitSet here = new BitSet();
        private final List<Lease> ranged = new ArrayList<>();
        private final List<Lease> whole = new ArrayList<>();

        Model(SplittableRandom random) {
            this.random = random;
            this.units = random.nextInt(1, 60);
            var missing = new BitSet();
            for (int unit = 0; unit < units; unit++) {
                missing.set(unit, random.nextInt(4) > 0);
            }
            here.set(0, units);
            here.andNot(missing);
            var plan = new PartPlan(units * UNIT, random.nextInt(1, units + 1) * UNIT);
            ledger = new Ledger(plan, ranges(missing, UNIT));
        }

        void step() {
            switch (random.nextInt(whole.isEmpty() ? 8 : 4)) {
                case 0, 1, 2 -> advance();
                case 3 -> giveBack();
                case 4 -> ledger.take(random.nextInt(1, 6) * UNIT).ifPresent(ranged::add);
                case 5 -> ledger.split(0).ifPresent(this::aligned);
                case 6 -> ranged.forEach(lease -> lease.rate(random.nextInt(1, (int) UNIT)));
                default -> {
                    if (random.nextInt(8) == 0) {
                        ledger.revokeAll();
                        List.copyOf(ranged).forEach(this::giveBack);
                        whole.add(ledger.takeWhole());
                    }
                }
            }
        }

        /// A middle may lie within a unit: then the upper half brings and leaves the odd half unit
        /// at once, so that the bits stay true.
        private void aligned(Lease upper) {
            if (upper.start() % UNIT == 0) {
                ranged.add(upper);
                return;
            }
            var lower =
                    ranged.stream()
                            .filter(lease -> lease.end() == upper.start())
                            .findFirst()
                            .orElseThrow();
            assertThat(lower.remaining()).isBetween(UNIT, upper.remaining());
            ledger.advance(lower, lower.remaining());
            ledger.advance(upper, UNIT / 2);
            here.set((int) (lower.start() / UNIT), (int) (upper.position() / UNIT));
            ranged.add(upper);
        }

        private void advance() {
            var leases = whole.isEmpty() ? ranged : whole;
            if (leases.isEmpty()) {
                return;
            }
            var lease = leases.get(random.nextInt(leases.size()));
            int from = (int) (lease.position() / UNIT);
            int left = (int) (lease.remaining() / UNIT);
            int count = random.nextInt(left + 1);
            var news = new BitSet();
            news.set(from, from + count);
            news.andNot(here);
            if (count > 0) {
                assertThat(ledger.wants(lease, count * UNIT)).isEqualTo(!news.isEmpty());
            }
            assertThat(ledger.advance(lease, count * UNIT)).isEqualTo(news.cardinality() * UNIT);
            here.or(news);
        }

        private void giveBack() {
            var leases = whole.isEmpty() ? ranged : whole;
            if (!leases.isEmpty()) {
                giveBack(leases.get(random.nextInt(leases.size())));
            }
        }

        private void giveBack(Lease lease) {
            ledger.giveBack(lease);
            ranged.remove(lease);
            whole.remove(lease);
        }

        void check(String when) {
            assertThat(ledger.completed()).as(when).isEqualTo(here.cardinality() * UNIT);
            assertThat(ledger.prefix()).as(when).isEqualTo(here.nextClearBit(0) * UNIT);
            assertThat(ledger.complete())
                    .as(when)
                    .isEqualTo(here.cardinality() == units && ranged.isEmpty() && whole.isEmpty());
            var given = new BitSet();
            for (var lease : ranged) {
                var mine = new BitSet();
                mine.set((int) (lease.position() / UNIT), (int) (lease.end() / UNIT));
                assertThat(given.intersects(mine)).as("given twice, " + when).isFalse();
                assertThat(here.intersects(mine)).as("given though here, " + when).isFalse();
                given.or(mine);
            }
            assertThat(ledger.openBytes() / UNIT + given.cardinality() + here.cardinality())
                    .as("nothing is lost, " + when)
                    .isEqualTo(units);
        }
    }
}

package dev.tug.internal.rate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/// Most of it with a clock that stands still: whoever waits does so until somebody changes something.
@Timeout(30)
final class ThrottleTest {
    private static final int WANTED = 128 * 1024;

    private final AtomicLong nanos = new AtomicLong();
    private final Throttle throttle = new Throttle(nanos::get);

    /// Spends the credit, so that the next one waits.
    private void exhaust(long rate) throws InterruptedException {
        throttle.limit(rate);
        throttle.take(WANTED, () -> false);
    }

    private CompletableFuture<Integer> takeAside(AtomicBoolean abandoned) {
        var asked = new CompletableFuture<Void>();
        var taken =
                CompletableFuture.supplyAsync(
                        () -> {
                            try {
                                return throttle.take(
                                        WANTED,
                                        () -> {
                                            asked.complete(null);
                                            return abandoned.get();
                                        });
                            } catch (InterruptedException e) {
                                throw new IllegalStateException(e);
                            }
                        },
                        work -> Thread.ofPlatform().daemon().start(work));
        asked.join();
        return taken;
    }

    @Test
    void without_a_limit_all_is_granted_at_once() throws InterruptedException {
        for (int i = 0; i < 1_000; i++) {
            assertThat(throttle.take(WANTED, () -> false)).isEqualTo(WANTED);
        }
        assertThat(throttle.isBinding()).isFalse();
    }

    @Test
    void whoever_waits_goes_on_when_the_limit_is_lifted() throws Exception {
        exhaust(1);
        var taken = takeAside(new AtomicBoolean());
        assertThat(taken).isNotDone();

        throttle.limit(Throttle.UNLIMITED);

        assertThat(taken.get()).isPositive();
    }

    @Test
    void whoever_gives_up_goes_at_once() throws Exception {
        exhaust(1);
        var first = new AtomicBoolean();
        var taken = takeAside(first);
        var behind = takeAside(new AtomicBoolean());

        first.set(true);
        throttle.wake();

        assertThat(taken.get()).isPositive();
        assertThat(behind).isNotDone();
        throttle.limit(Throttle.UNLIMITED);
        behind.get();
    }

    @Test
    void an_interrupt_ends_the_wait() throws Exception {
        exhaust(1);
        var ended = new CompletableFuture<Boolean>();
        var thread =
                Thread.ofPlatform()
                        .start(() -> {
                            try {
                                throttle.take(WANTED, () -> false);
                                ended.complete(false);
                            } catch (InterruptedException e) {
                                ended.complete(true);
                            }
                        });
        thread.interrupt();
        assertThat(ended.get()).isTrue();
    }

    @Test
    void the_lower_of_limit_and_allowance_holds() {
        throttle.limit(500);
        throttle.allow(300);
        assertThat(throttle.bytesPerSecond()).isEqualTo(300);
        throttle.allow(Throttle.UNLIMITED);
        assertThat(throttle.bytesPerSecond()).isEqualTo(500);
        assertThat(throttle.limit()).isEqualTo(500);
        assertThatThrownBy(() -> throttle.limit(0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void each_stream_gets_100_kB_a_second_or_there_are_fewer() {
        assertThat(throttle.streamsMax()).isGreaterThan(32);
        throttle.limit(5 << 20);
        assertThat(throttle.streamsMax()).isEqualTo(52);
        throttle.limit(450_000);
        assertThat(throttle.streamsMax()).isEqualTo(4);
        assertThat(throttle.reason()).isEqualTo("the limit to the rate feeds no more");
        throttle.limit(1);
        assertThat(throttle.streamsMax()).isEqualTo(1);
        throttle.limit(Throttle.UNLIMITED);
        throttle.allow(50_000_000);
        assertThat(throttle.streamsMax()).isEqualTo(2);
        assertThat(throttle.reason()).isEqualTo("giving way to other traffic");
    }

    @Test
    void it_knows_whether_it_holds_streams_back() throws Exception {
        exhaust(1);
        assertThat(throttle.isBinding()).isFalse();
        var abandoned = new AtomicBoolean();
        var taken = takeAside(abandoned);
        while (!throttle.isBinding()) {
            Thread.onSpinWait();
        }
        abandoned.set(true);
        throttle.wake();
        taken.get();
        assertThat(throttle.isBinding()).isTrue();
        nanos.addAndGet(2_000_000_000);
        assertThat(throttle.isBinding()).isFalse();
    }

    @Test
    void sixteen_threads_share_evenly_and_within_the_limit() throws Exception {
        var real = new Throttle(System::nanoTime);
        long rate = 4_000_000;
        real.limit(rate);
        var over = new AtomicBoolean();
        var totals = new ArrayList<AtomicInteger>();
        var threads = new ArrayList<Thread>();
        long start = System.nanoTime();
        for (int i = 0; i < 16; i++) {
            var total = new AtomicInteger();
            totals.add(total);
            threads.add(
                    Thread.ofPlatform()
                            .start(() -> {
                                try {
                                    while (!over.get()) {
                                        total.addAndGet(real.take(WANTED, over::get));
                                    }
                                } catch (InterruptedException e) {
                                    throw new IllegalStateException(e);
                                }
                            }));
        }
        // Counted from when all are there: time alone would say nothing on a machine that is busy.
        while (totals.stream().anyMatch(total -> total.get() == 0)) {
            Thread.onSpinWait();
        }
        var before = totals.stream().mapToInt(AtomicInteger::get).toArray();
        while (real.passed() < Arrays.stream(before).sum() + 1_600_000) {
            Thread.onSpinWait();
        }
        var after = totals.stream().mapToInt(AtomicInteger::get).toArray();
        long elapsed = System.nanoTime() - start;
        long sum = real.passed();
        over.set(true);
        real.wake();
        for (var thread : threads) {
            thread.join();
        }
        assertThat(sum).isLessThanOrEqualTo((long) (rate * (elapsed / 1e9 + 0.12)));
        for (int i = 0; i < after.length; i++) {
            assertThat(after[i] - before[i]).isBetween(30_000, 200_000);
        }
    }
}

package dev.tug.internal.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.ArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

@Timeout(20)
final class StreamGateTest {
    private final StreamGate gate = new StreamGate();

    @Test
    void never_lets_in_more_than_the_limit() throws Exception {
        var inside = new AtomicInteger();
        var most = new AtomicInteger();
        var results = new ArrayList<Future<Boolean>>();
        try (var threads = Executors.newFixedThreadPool(12)) {
            for (int entry = 0; entry < 600; entry++) {
                results.add(
                        threads.submit(() -> {
                            boolean entered = gate.enter(() -> 3, () -> false);
                            most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                            Thread.onSpinWait();
                            inside.decrementAndGet();
                            gate.leave();
                            return entered;
                        }));
            }
        }
        for (var result : results) {
            assertThat(result.get()).isTrue();
        }
        assertThat(most.get()).isBetween(1, 3);
    }

    @Test
    void one_who_waits_can_give_up() throws Exception {
        var givenUp = new AtomicBoolean();
        assertThat(gate.enter(() -> 1, givenUp::get)).isTrue();
        try (var threads = Executors.newSingleThreadExecutor()) {
            var waiting = threads.submit(() -> gate.enter(() -> 1, givenUp::get));
            givenUp.set(true);
            gate.wake();

            assertThat(waiting.get()).isFalse();
        }
        gate.leave();
        assertThat(gate.enter(() -> 1, () -> true)).isTrue();
    }

    @Test
    void a_limit_that_falls_holds_for_those_who_wait() throws Exception {
        var limit = new AtomicInteger(2);
        var givenUp = new AtomicBoolean();
        assertThat(gate.enter(limit::get, givenUp::get)).isTrue();
        assertThat(gate.enter(limit::get, givenUp::get)).isTrue();
        try (var threads = Executors.newSingleThreadExecutor()) {
            limit.set(1);
            var waiting = threads.submit(() -> gate.enter(limit::get, givenUp::get));
            gate.leave();
            givenUp.set(true);
            gate.wake();

            assertThat(waiting.get()).isFalse();
        }
    }
}

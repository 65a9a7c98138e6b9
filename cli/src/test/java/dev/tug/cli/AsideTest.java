package dev.tug.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;

@Timeout(20)
final class AsideTest {
    @Test
    void returns_when_the_work_is_done() throws InterruptedException {
        var isDone = new AtomicBoolean();
        Aside.run("work", () -> isDone.set(true));
        assertThat(isDone).isTrue();
    }

    @Test
    void an_interrupt_ends_the_wait_for_work_that_ignores_it() {
        var end = new CountDownLatch(1);
        var caller = Thread.currentThread();
        assertThatThrownBy(() ->
                        Aside.run(
                                "work",
                                () -> {
                                    caller.interrupt();
                                    awaitDeafly(end);
                                }))
                .isInstanceOf(InterruptedException.class);
        end.countDown();
    }

    private static void awaitDeafly(CountDownLatch end) {
        while (end.getCount() > 0) {
            Thread.onSpinWait();
        }
    }
}

package dev.tug.internal.rate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tug.internal.control.StreamControl;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

@Timeout(30)
final class FewStreamsTest {
    private final AtomicLong nanos = new AtomicLong();
    private final Throttle throttle = new Throttle(nanos::get);
    private final List<StreamControl.PathEvent> heard = new ArrayList<>();
    private final FewStreams few =
            new FewStreams(
                    new StreamControl() {
                        @Override
                        public Decision decision() {
                            return Decision.of(16);
                        }

                        @Override
                        public int ceiling() {
                            return 16;
                        }

                        @Override
                        public Decision observe(PathEvent event) {
                            heard.add(event);
                            return decision();
                        }
                    },
                    throttle);

    private void tick(long atMillis) {
        few.observe(new StreamControl.PathEvent.Tick(atMillis, 1_000_000));
    }

    /// Has one stream wait for the rate, and lets it go.
    private void holdBack() throws InterruptedException {
        throttle.limit(1_000);
        throttle.take(128 * 1024, () -> false);
        var thread =
                Thread.ofPlatform()
                        .daemon()
                        .start(() -> {
                            try {
                                throttle.take(1, () -> false);
                            } catch (InterruptedException e) {
                                throw new IllegalStateException(e);
                            }
                        });
        while (!throttle.isBinding()) {
            Thread.onSpinWait();
        }
        throttle.limit(Throttle.UNLIMITED);
        thread.join();
        throttle.limit(1_000_000_000_000L);
    }

    @Test
    void without_a_limit_all_is_passed_on() {
        tick(1_000);

        assertThat(heard).hasSize(1);
        assertThat(few.wasBound()).isFalse();
    }

    @Test
    void time_stands_still_for_the_control_while_the_rate_holds_streams_back() throws Exception {
        holdBack();
        tick(1_000);
        few.observe(new StreamControl.PathEvent.Ended(1_100, 1));

        assertThat(heard).hasSize(1).first().isInstanceOf(StreamControl.PathEvent.Ended.class);
        assertThat(few.wasBound()).isTrue();
    }

    @Test
    void it_goes_on_some_seconds_after_that() throws Exception {
        holdBack();
        tick(1_000);
        nanos.addAndGet(10_000_000_000L);
        tick(5_900);
        assertThat(heard).isEmpty();
        tick(6_100);

        assertThat(heard).hasSize(1);
        assertThat(few.wasBound()).isTrue();
    }
}

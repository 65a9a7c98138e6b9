package dev.tug.internal.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tug.failure.TransferFailure;
import dev.tug.lab.Fault;
import dev.tug.lab.GeneratedBlob;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/// A network that goes away for hours is waited for.
@Timeout(120)
final class TransferOutageTest {
    private static final GeneratedBlob BLOB = GeneratedBlob.random(1, 8_000_000);
    private static final long SPEED = 5_000;
    private static final long THREE_HOURS = Duration.ofHours(3).toMillis();

    @TempDir Path directory;
    private TransferRig rig;
    private final FastForward clock = new FastForward();
    private final AtomicBoolean down = new AtomicBoolean();
    private final AtomicLong downMillis = new AtomicLong();
    private final AtomicBoolean hurried = new AtomicBoolean();
    private volatile int knocksInRealTime;

    /// What becomes of the answers under way.
    private volatile Fault end = new Fault.CutAfter(100_000, Fault.CutKind.RST);

    @BeforeEach
    void open() throws IOException {
        rig =
                new TransferRig(directory)
                        .clock(clock)
                        .stall(Duration.ofSeconds(30))
                        .outage(Duration.ofDays(2))
                        .control(new Brisk(4, 1 << 20));
        rig.away(down::get);
        rig.cdn.script(request -> {
            if (request.number() == 5) {
                down.set(true);
                downMillis.set(clock.nowMillis());
                if (knocksInRealTime == 0) {
                    clock.speed(SPEED);
                }
            }
            return request.number() >= 3 && down.get() ? end : Fault.none();
        });
    }

    @AfterEach
    void close() {
        rig.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void three_hours_of_it_are_outwaited(int streams) throws Exception {
        rig.control(new Brisk(streams, 1 << 20));
        outwait(BLOB);

        if (streams == 1) {
            // With more, an answer that was on its way when time began to run ends it once more.
            assertThat(rig.waits).hasSize(1);
            assertThat(rig.retried).hasSizeBetween(2, 6);
        }
    }

    /// Under the control of a pull, where connections fall silent and nobody is told.
    @Test
    void three_hours_of_silence_cost_a_learning_control_no_bytes() throws Exception {
        var blob = GeneratedBlob.random(2, 48_000_000);
        rig.control(Controls.learning(16)).stall(Duration.ofSeconds(1));
        end = new Fault.StallAfter(100_000);
        knocksInRealTime = 4;
        var totals = outwait(blob);

        System.out.printf("T12: %s, %s, %d knocks%n", totals, rig.changes, rig.knocks.get());
        assertThat(totals.again()).isLessThanOrEqualTo(blob.size() / 100);
    }

    /// Pulls `blob`, the network being away for three hours in the middle of it.
    private Transfer.Totals outwait(GeneratedBlob blob) throws Exception {
        rig.away(() -> {
            if (down.get() && clock.nowMillis() - downMillis.get() > THREE_HOURS) {
                down.set(false);
                clock.speed(1);
            }
            // In real time until nobody is left who has a connection: a control goes by rates.
            if (down.get()
                    && rig.knocks.get() >= knocksInRealTime
                    && hurried.compareAndSet(false, true)) {
                clock.speed(SPEED);
            }
            return down.get();
        });
        var totals = rig.pull(blob);

        assertThat(rig.digestInStore(blob)).isEqualTo(blob.digest());
        assertThat(rig.waits).isNotEmpty().allMatch(text -> text.contains("not answering"));
        assertThat(rig.warnings)
                .hasSameSizeAs(rig.waits)
                .allMatch(text -> text.contains("the network is back after"));
        // Whichever stream's turn it is: a knock every 2 s at most, after a few quicker ones.
        assertThat(rig.knocks.get()).isBetween(10, (int) (THREE_HOURS / 2_000) + 20);
        return totals;
    }

    @Test
    void one_that_lasts_longer_than_the_user_waits_is_named() {
        rig.outage(Duration.ofHours(1));
        var failed = catchThrowableOfType(TransferFailed.class, () -> rig.pull(BLOB));

        assertThat(failed.failure()).isInstanceOf(TransferFailure.Unreachable.class);
        assertThat(clock.nowMillis() - downMillis.get())
                .isGreaterThanOrEqualTo(Duration.ofHours(1).toMillis());
        assertThat(rig.waits).isNotEmpty();
    }
}

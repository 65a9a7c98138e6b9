package dev.tug.internal.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tug.failure.TransferFailure;
import dev.tug.lab.Fault;
import dev.tug.lab.GeneratedBlob;
import dev.tug.lab.LabRequest;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;

/// A range that is refused for ever while other streams are connected and have nothing to do: one after
/// the other they take it over.
@Timeout(60)
final class RetryBudgetTest {
    private static final int RANGE = 1 << 20;
    private static final GeneratedBlob BLOB = GeneratedBlob.random(4, 16 * RANGE);

    @TempDir Path directory;
    private TransferRig rig;

    @BeforeEach
    void open() throws IOException {
        rig = new TransferRig(directory).control(new Brisk(12, RANGE));
    }

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void a_range_that_is_refused_for_ever_is_asked_for_six_times_by_all_streams_together() {
        var failed = fails(Fault.Status.of(403));

        assertThat(failed.failure()).isInstanceOf(TransferFailure.Refused.class);
        assertThat(failed.attempts()).isEqualTo(6);
        assertThat(asked()).isEqualTo(6);
    }

    private TransferFailed fails(Fault fault) {
        rig.cdn.script(request -> {
            if (!isFirst(request)) {
                return Fault.none();
            }
            // All others are done by then.
            rig.awaitCompleted(BLOB, BLOB.size() - RANGE);
            return fault;
        });
        var failed = catchThrowableOfType(TransferFailed.class, () -> rig.pull(BLOB));
        assertThat(failed).isNotNull();
        return failed;
    }

    private long asked() {
        return rig.cdn.journal().requests().stream().filter(RetryBudgetTest::isFirst).count();
    }

    private static boolean isFirst(LabRequest request) {
        return request.range().stream().anyMatch(range -> range.first() == 0);
    }
}

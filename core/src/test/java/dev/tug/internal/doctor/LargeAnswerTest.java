package dev.tug.internal.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tug.blob.Digest;
import dev.tug.diagnosis.Cause;
import dev.tug.diagnosis.Check;
import dev.tug.failure.TransferFailure;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;

/// What an answer of 4 MB was, when a small one took 50 ms.
final class LargeAnswerTest {
    private static final long SIZE = 4_000_000;
    private static final Digest DIGEST = Digest.of(new byte[0]);

    private static Check judge(Fetch fetch, boolean byRange) {
        return LargeAnswer.judge("cdn", SIZE, fetch, Duration.ofMillis(50), byRange, DIGEST);
    }

    private static Fetch fetch(
            long received, long first, long tenth, long took, Optional<TransferFailure> failure) {
        return new Fetch(
                Optional.of(URI.create("https://cdn/")),
                206,
                Optional.of(RangeReading.EXACT),
                SIZE,
                ByteBuffer.allocate(0),
                received,
                Duration.ofMillis(first),
                Duration.ofMillis(tenth),
                Duration.ofMillis(took),
                failure.isEmpty() && took < 4000,
                failure);
    }

    @ParameterizedTest
    @CsvSource({
        "4000000, 60, 90, 300, NONE",
        "4000000, 900, 1000, 1300, NONE",
        "4000000, 3000, 3000, 3100, HELD",
        "4000000, 60, 3000, 3100, HELD",
        "400000, 60, 1500, 4000, NONE",
        "2000, 60, 4000, 4000, HELD",
        "1000000, 60, 90, 300, SIZE_CAPPED",
    })
    void is_judged_by_when_its_bytes_came(
            long received, long first, long tenth, long took, Cause cause) {
        assertThat(judge(fetch(received, first, tenth, took, Optional.empty()), true).cause())
                .isEqualTo(cause);
    }

    @Test
    void one_that_fails_is_borne_where_less_can_be_asked_for() {
        var cut = Optional.<TransferFailure>of(new TransferFailure.Cut("cdn", 0, "reset"));
        var fetch = fetch(0, 60, 60, 60, cut);

        assertThat(judge(fetch, true).outcome()).isEqualTo(Check.Outcome.WARN);
        assertThat(judge(fetch, false).outcome()).isEqualTo(Check.Outcome.FAIL);
        assertThat(judge(fetch, false).failure()).isPresent();
    }

    @Test
    void silence_is_a_scanner_s() {
        var stalled =
                Optional.<TransferFailure>of(
                        new TransferFailure.Stalled("cdn", Duration.ofSeconds(5)));

        assertThat(judge(fetch(0, 5000, 5000, 5000, stalled), true).cause()).isEqualTo(Cause.HELD);
        assertThat(judge(fetch(9_000, 50, 5000, 5000, stalled), true).found())
                .startsWith("silence after 9 kB");
    }
}

package dev.tug;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tug.failure.PullFailure;
import dev.tug.lab.Fault;
import dev.tug.lab.GeneratedModel;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/// Whole pulls from an origin whose locations end early, whose content changes, or that asks for
/// patience.
@Timeout(60)
final class HostileOriginTest {
    private static final int HASTE = 2;

    @TempDir Path directory;

    /// Networks T13 at half its time: locations that last 3 s on a clock that runs ahead.
    @ParameterizedTest
    @ValueSource(ints = {401, 403, 410})
    void a_location_that_expires_is_resolved_again_without_a_retry(int status) throws Exception {
        try (var rig = rig(30_000_000)) {
            var cdn = rig.lab.cdn();
            long start = System.nanoTime();
            var base = Instant.now();
            cdn.locationLifetime(
                    Duration.ofSeconds(3),
                    () -> base.plusNanos((System.nanoTime() - start) * HASTE));
            cdn.expiredStatus(status);
            cdn.script(_ -> new Fault.RateCap(1_000_000));
            var summary = rig.pull();

            assertThat(rig.isComplete()).isTrue();
            assertThat(summary.cuts()).isZero();
            assertThat(summary.again()).isZero();
            assertThat(rig.events(PullEvent.Retrying.class)).isEmpty();
            assertThat(resolved(rig)).isGreaterThan(1);
        }
    }

    /// How often the registry was asked where the weights are.
    private static int resolved(PullRig rig) {
        return rig.lab
                .registry()
                .journal()
                .requests(request -> request.isBlob() && request.path().contains(weights(rig)))
                .size();
    }

    @Test
    void content_that_changes_under_a_location_is_noticed_and_fetched_anew() throws Exception {
        try (var rig = rig(20_000_000)) {
            var weights = weights(rig);
            var changed = new AtomicBoolean();
            rig.lab
                    .cdn()
                    .script(request -> {
                        // One range comes from the other content, the entity tag tells of it.
                        boolean odd =
                                request.path().contains(weights)
                                        && request.range().filter(r -> r.first() == 0).isPresent()
                                        && !changed.getAndSet(true);
                        rig.lab.cdn().etagSuffix(odd ? "-other" : "");
                        return odd ? new Fault.CorruptByteAt(50_000) : Fault.none();
                    });
            rig.pull();

            assertThat(changed).isTrue();
            assertThat(rig.isComplete()).isTrue();
        }
    }

    @Test
    void content_that_stays_changed_is_named_and_never_shown() throws Exception {
        try (var rig = rig(6_000_000)) {
            var weights = weights(rig);
            rig.lab.cdn().etagSuffix("-other");
            rig.lab
                    .cdn()
                    .script(request ->
                            request.path().contains(weights)
                                    ? new Fault.CorruptByteAt(50_000)
                                    : Fault.none());
            var failed = catchThrowableOfType(PullException.class, rig::pull);

            assertThat(failed.failure()).isInstanceOf(PullFailure.Integrity.class);
            assertThat(rig.manifest()).doesNotExist();
        }
    }

    /// Networks T14: 429 and 503 obey `Retry-After`, in both of its forms.
    @ParameterizedTest
    @CsvSource({"429, false", "429, true", "503, false", "503, true"})
    void patience_that_is_asked_for_is_had(int status, boolean byDate) throws Exception {
        try (var rig = rig(300_000)) {
            var weights = weights(rig);
            var times = new CopyOnWriteArrayList<Instant>();
            var due = Instant.now().plusSeconds(2);
            var count = new AtomicInteger();
            rig.lab
                    .cdn()
                    .script(request -> {
                        if (!request.path().contains(weights)) {
                            return Fault.none();
                        }
                        times.add(Instant.now());
                        if (count.incrementAndGet() > 1) {
                            return Fault.none();
                        }
                        return byDate
                                ? Fault.Status.of(status, due)
                                : Fault.Status.of(status, Duration.ofSeconds(2));
                    });
            rig.pull();

            assertThat(rig.isComplete()).isTrue();
            assertThat(times).hasSizeGreaterThan(1);
            // A date knows whole seconds alone.
            var least = byDate ? due.minusSeconds(1) : times.getFirst().plusMillis(1_950);
            assertThat(times.subList(1, times.size())).allMatch(least::isBefore);
            assertThat(delays(rig)).hasSize(1);
        }
    }

    private static List<Duration> delays(PullRig rig) {
        return rig.events(PullEvent.Retrying.class).stream()
                .map(PullEvent.Retrying::delay)
                .toList();
    }

    private static String weights(PullRig rig) {
        return rig.model.layers().getFirst().blob().hex();
    }

    private PullRig rig(long size) throws IOException {
        return new PullRig(directory, GeneratedModel.simple(13, size));
    }
}

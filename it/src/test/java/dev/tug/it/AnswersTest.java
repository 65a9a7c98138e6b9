package dev.tug.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tug.PullEvent;
import dev.tug.PullException;
import dev.tug.Tug;
import dev.tug.TugConfig;
import dev.tug.lab.Fault;
import dev.tug.lab.GeneratedModel;
import dev.tug.lab.Lab;
import dev.tug.lab.LabRequest;
import dev.tug.model.ModelName;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/// Whole pulls from a CDN whose answers are odd, or whose locations end soon.
final class AnswersTest {
    private static final long SIZE = 24_000_000;
    private static final int STREAMS = 4;

    /// Requests of 4 MiB for all of it, of each stream one in vain, and the whole GET in the end.
    private static final int REQUESTS_MAX = 30;

    @TempDir Path directory;
    private final GeneratedModel model = GeneratedModel.simple(11, SIZE);
    private final Lab lab = Lab.start(model);
    private final List<PullEvent> events = new CopyOnWriteArrayList<>();

    @AfterEach
    void close() {
        lab.close();
    }

    static Stream<Fault> framings() {
        return Stream.of(
                new Fault.Chunked(),
                new Fault.CloseDelimited(),
                new Fault.IgnoreRange(),
                Fault.all(new Fault.IgnoreRange(), new Fault.Chunked()),
                Fault.all(new Fault.IgnoreRange(), new Fault.CloseDelimited()));
    }

    @ParameterizedTest
    @MethodSource("framings")
    void brings_the_model_however_its_bytes_are_framed(Fault fault) throws Exception {
        lab.cdn().script(_ -> fault);
        var summary = pull(STREAMS);

        assertStored();
        // A whole answer without a length is told from a page by asking for all of it.
        assertThat(summary.cuts()).isLessThanOrEqualTo(STREAMS);
        assertThat(blobRequests()).isLessThanOrEqualTo(REQUESTS_MAX);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "OTHER_TOTAL")
    void brings_the_model_in_one_piece_where_answers_lie_about_ranges(Fault.RangeLie lie)
            throws Exception {
        lab.cdn().script(_ -> new Fault.WrongRange(lie));
        var summary = pull(STREAMS);

        assertStored();
        // No byte of a lie is kept, and the truth is fetched once.
        assertThat(summary.fetched())
                .isBetween(summary.bytes(), summary.bytes() + summary.bytes() / 100);
        assertThat(blobRequests()).isLessThanOrEqualTo(REQUESTS_MAX);
    }

    @Test
    void names_a_blob_that_has_another_size_there() {
        lab.cdn().script(_ -> new Fault.WrongRange(Fault.RangeLie.OTHER_TOTAL));

        assertThatExceptionOfType(PullException.class)
                .isThrownBy(() -> pull(STREAMS))
                .withMessageMatching(".*the blob there has \\d+ bytes, not \\d+.*");
        assertThat(blobRequests()).isLessThanOrEqualTo(REQUESTS_MAX);
    }

    @Test
    void brings_the_model_where_some_answers_are_compressed_unasked() throws Exception {
        lab.cdn().script(request -> request.number() % 3 == 1 ? new Fault.Gzip() : Fault.none());
        pull(STREAMS);

        assertStored();
        assertThat(blobRequests()).isLessThanOrEqualTo(REQUESTS_MAX);
    }

    @Test
    void goes_on_at_a_new_location_when_one_ends_after_3_s() throws Exception {
        lab.cdn().locationLifetime(Duration.ofSeconds(3), InstantSource.system());
        lab.cdn().script(_ -> new Fault.RateCap(2_000_000));
        var summary = pull(2);

        assertStored();
        assertThat(summary.cuts()).isZero();
        assertThat(summary.elapsed()).isGreaterThan(Duration.ofSeconds(3));
        assertThat(events)
                .filteredOn(PullEvent.Retrying.class::isInstance)
                .allMatch(event -> ((PullEvent.Retrying) event).attempt() == 0);
        // Asked for anew once in a while, not with every request.
        assertThat(lab.registry().journal().requests(LabRequest::isBlob))
                .hasSizeBetween(2, 2 * model.blobs().size() + 6);
    }

    private int blobRequests() {
        return lab.cdn().journal().requests(LabRequest::isBlob).size();
    }

    private PullEvent.Summary pull(int streams) throws Exception {
        var trust = Files.writeString(directory.resolve("trust.pem"), lab.trustPem());
        var config =
                TugConfig.of(directory.resolve("models"))
                        .with(c -> c.authorities(List.of(trust)).streamsMax(streams));
        try (var tug = Tug.with(config)) {
            return tug.pull(ModelName.parse(lab.modelReference()), events::add);
        }
    }

    private void assertStored() throws Exception {
        PulledModel.assertStored(
                directory.resolve("models"), ModelName.parse(lab.modelReference()), model);
    }
}

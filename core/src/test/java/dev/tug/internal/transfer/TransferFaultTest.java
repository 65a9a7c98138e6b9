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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// Each way in which a response goes wrong on the wire is survived, or named for what it is.
@Timeout(60)
final class TransferFaultTest {
    private static final GeneratedBlob LARGE = GeneratedBlob.random(1, 6_000_000);

    /// One range, one request.
    private static final GeneratedBlob SMALL = GeneratedBlob.random(2, 300_000);

    @TempDir Path directory;
    private TransferRig rig;

    @BeforeEach
    void open() throws IOException {
        rig = new TransferRig(directory).control(new Brisk(4, 1 << 20));
    }

    @AfterEach
    void close() {
        rig.close();
    }

    @ParameterizedTest
    @EnumSource
    void a_cut_costs_no_byte_twice(Fault.CutKind kind) throws Exception {
        rig.cdn.script(first(8, new Fault.CutAfter(90_000, kind)));
        var totals = home(LARGE);

        assertThat(totals.fetched()).isEqualTo(LARGE.size());
        assertThat(totals.cuts()).isEqualTo(8);
        assertThat(rig.retried).hasSize(8).allMatch(TransferFailure.Cut.class::isInstance);
    }

    @ParameterizedTest
    @EnumSource
    void a_connection_that_always_breaks_still_gets_there(Fault.CutKind kind) throws Exception {
        rig.cdn.script(_ -> new Fault.CutAfter(250_000, kind));
        var totals = home(LARGE);

        assertThat(totals.fetched()).isEqualTo(LARGE.size());
        // A reset takes with it what the server had not yet sent.
        assertThat(totals.cuts()).isBetween(18, 200);
    }

    @ParameterizedTest
    @EnumSource
    void a_close_in_place_of_an_answer_is_a_cut(Fault.CutKind kind) throws Exception {
        rig.cdn.script(first(4, new Fault.CloseBeforeHeaders(kind)));
        var totals = home(SMALL);

        assertThat(totals.fetched()).isEqualTo(SMALL.size());
        assertThat(rig.retried)
                .hasSize(4)
                .allSatisfy(failure ->
                        assertThat(failure)
                                .isInstanceOfSatisfying(
                                        TransferFailure.Cut.class,
                                        cut -> assertThat(cut.received()).isZero()));
        assertThat(rig.cdn.journal().requests()).hasSize(5);
    }

    static Stream<Fault> oddFraming() {
        return Stream.of(
                new Fault.CleanShort(300_000), new Fault.CloseDelimited(), new Fault.Chunked());
    }

    @ParameterizedTest
    @MethodSource("oddFraming")
    void odd_framing_breaks_nothing(Fault fault) throws Exception {
        rig.cdn.script(_ -> fault);
        var totals = home(LARGE);

        assertThat(totals.fetched()).isEqualTo(LARGE.size());
        assertThat(totals.cuts()).isZero();
        assertThat(rig.warnings).isEmpty();
    }

    static Stream<Fault> earlyEnds() {
        return Stream.of(Fault.CutKind.values())
                .flatMap(kind ->
                        Stream.of(new Fault.CloseDelimited(), new Fault.Chunked())
                                .map(framing ->
                                        Fault.all(framing, new Fault.CutAfter(90_000, kind))));
    }

    @ParameterizedTest
    @MethodSource("earlyEnds")
    void an_early_end_of_a_body_without_length_is_a_cut(Fault fault) throws Exception {
        rig.cdn.script(first(6, fault));
        var totals = home(LARGE);

        assertThat(totals.fetched()).isEqualTo(LARGE.size());
        assertThat(rig.retried).hasSize(6).allMatch(TransferFailure.Cut.class::isInstance);
    }

    @Test
    void encoded_content_is_weather_once() throws Exception {
        rig.cdn.script(first(1, new Fault.Gzip()));

        assertThat(home(LARGE).fetched()).isEqualTo(LARGE.size());
        assertThat(rig.warnings).isEmpty();
    }

    @Test
    void encoded_content_for_ever_is_named() {
        rig.cdn.script(_ -> new Fault.Gzip());
        var failed = fails(LARGE);

        assertThat(failed.failure().summary()).contains("encoded as gzip");
        assertThat(rig.cdn.journal().requests()).hasSizeLessThan(20);
    }

    @Test
    void a_server_without_ranges_is_read_from_start_to_end() throws Exception {
        rig.cdn.script(_ -> new Fault.IgnoreRange());
        var totals = home(LARGE);

        assertThat(totals.fetched()).isEqualTo(LARGE.size());
        assertThat(rig.cdn.journal().requests()).hasSizeLessThanOrEqualTo(4);
        assertThat(rig.warnings).hasSize(1).first().asString().contains("ranges are ignored");
    }

    @ParameterizedTest
    @EnumSource
    void a_whole_get_that_is_cut_passes_over_what_is_here(Fault.CutKind kind) throws Exception {
        rig.cdn.script(wholeCuts(kind));
        var totals = home(LARGE);

        assertThat(totals.fetched()).isBetween(LARGE.size(), 3 * LARGE.size());
        assertThat(rig.retried).isNotEmpty();
    }

    /// The first whole body that is read and two more end early, each later than the one before.
    private Function<LabRequest, Fault> wholeCuts(Fault.CutKind kind) {
        return request -> {
            if (isRanged(request)) {
                return Fault.all(new Fault.IgnoreRange(), new Fault.CutAfter(1_500_000, kind));
            }
            return wholeGets() <= 2
                    ? new Fault.CutAfter(1_500_000L * (1 + wholeGets()), kind)
                    : Fault.none();
        };
    }

    private long wholeGets() {
        return rig.cdn.journal().requests(request -> !isRanged(request)).size();
    }

    @Test
    void a_whole_get_that_always_ends_at_the_same_place_is_given_up() {
        rig.cdn.script(_ ->
                Fault.all(
                        new Fault.IgnoreRange(),
                        new Fault.CutAfter(1_000_000, Fault.CutKind.FIN_WITH_CLOSE_NOTIFY)));
        var failed = fails(LARGE);

        assertThat(failed.failure()).isInstanceOf(TransferFailure.Cut.class);
        assertThat(failed.attempts()).isEqualTo(6);
        assertThat(rig.cdn.journal().requests()).hasSizeLessThan(20);
    }

    @ParameterizedTest
    @EnumSource
    void a_lie_about_a_range_is_never_written(Fault.RangeLie lie) throws Exception {
        rig.cdn.script(_ -> new Fault.WrongRange(lie));
        var totals = home(LARGE);

        assertThat(totals.fetched()).isEqualTo(LARGE.size());
        assertThat(rig.warnings).hasSize(1).first().asString().contains("ranges are rewritten");
        assertThat(wholeGets()).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource
    void one_lie_is_weather(Fault.RangeLie lie) throws Exception {
        rig.cdn.script(
                request -> request.number() % 4 == 1 ? new Fault.WrongRange(lie) : Fault.none());
        rig.control(new Brisk(1, 1 << 20));

        assertThat(home(LARGE).fetched()).isEqualTo(LARGE.size());
        assertThat(rig.warnings).isEmpty();
        assertThat(wholeGets()).isZero();
    }

    @Test
    void a_stall_is_asked_for_again_on_another_connection() throws Exception {
        rig.stall(Duration.ofMillis(300)).cdn.script(first(2, new Fault.StallAfter(200_000)));
        var totals = home(LARGE);

        assertThat(totals.fetched()).isEqualTo(LARGE.size());
        assertThat(rig.retried).hasSize(2).allMatch(TransferFailure.Stalled.class::isInstance);
    }

    @Test
    void a_stall_for_ever_is_named() {
        rig.stall(Duration.ofMillis(150)).cdn.script(_ -> new Fault.StallAfter(0));
        var failed = fails(SMALL);

        assertThat(failed.failure())
                .isEqualTo(new TransferFailure.Stalled("127.0.0.1", Duration.ofMillis(150)));
        assertThat(failed.attempts()).isEqualTo(6);
    }

    @ParameterizedTest
    @ValueSource(ints = {403, 408, 410, 425, 429, 500, 502, 503, 504, 524})
    void a_refusal_that_passes_is_outwaited(int status) throws Exception {
        rig.cdn.script(first(3, Fault.Status.of(status)));
        var totals = home(SMALL);

        assertThat(totals.fetched()).isEqualTo(SMALL.size());
        assertThat(rig.cdn.journal().requests()).hasSize(4);
        assertThat(rig.retried)
                .hasSize(3)
                .allSatisfy(failure ->
                        assertThat(failure)
                                .isInstanceOfSatisfying(
                                        TransferFailure.Refused.class,
                                        refused -> assertThat(refused.status()).isEqualTo(status)));
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 503})
    void retry_after_is_obeyed(int status) throws Exception {
        rig.cdn.script(
                first(1, new Fault.Status(status, Map.of("Retry-After", "1"), "text/plain", "")));
        long start = System.nanoTime();
        home(SMALL);

        assertThat(rig.delays).containsExactly(Duration.ofSeconds(1));
        assertThat(System.nanoTime() - start).isGreaterThan(900_000_000L);
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 500})
    void a_refusal_that_stays_ends_after_six_requests(int status) {
        rig.cdn.script(_ -> Fault.Status.of(status));
        var failed = fails(SMALL);

        assertThat(failed.failure())
                .isEqualTo(
                        new TransferFailure.Refused(
                                "127.0.0.1", status, Duration.ZERO, "text/plain", ""));
        assertThat(failed.attempts()).isEqualTo(6);
        assertThat(rig.cdn.journal().requests()).hasSize(6);
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 404, 407, 451})
    void what_will_never_change_ends_at_once(int status) {
        rig.cdn.script(_ -> Fault.Status.of(status));

        assertThat(fails(SMALL).attempts()).isEqualTo(1);
        assertThat(rig.cdn.journal().requests()).hasSize(1);
    }

    @Test
    void a_block_page_is_named_and_never_stored() {
        rig.cdn.script(_ -> new Fault.Status(200, Map.of(), "text/html", "<html>blocked</html>"));
        var failed = fails(SMALL);

        assertThat(failed.failure()).isInstanceOf(TransferFailure.Blocked.class);
        assertThat(rig.store.hasBlob(TransferRig.descriptor(SMALL))).isFalse();
        assertThat(rig.cdn.journal().requests()).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {416, 501})
    void a_refusal_of_ranges_leads_to_a_whole_get(int status) throws Exception {
        rig.cdn.script(request -> isRanged(request) ? Fault.Status.of(status) : Fault.none());
        var totals = home(LARGE);

        assertThat(totals.fetched()).isEqualTo(LARGE.size());
        assertThat(wholeGets()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {416, 501})
    void a_refusal_of_ranges_and_of_all_ends(int status) {
        rig.cdn.script(_ -> Fault.Status.of(status));

        assertThat(fails(LARGE).failure()).isInstanceOf(TransferFailure.WrongRange.class);
        assertThat(rig.cdn.journal().requests()).hasSizeLessThan(20);
    }

    @Test
    void nobody_at_all_is_given_up_after_the_time_of_an_outage() {
        rig.cdn.advertise("127.0.0.1:1");
        rig.outage(Duration.ofMillis(1_200));
        var failed = fails(LARGE);

        assertThat(failed.failure()).isInstanceOf(TransferFailure.Unreachable.class);
        // Four streams knock one at a time, after 0.5 s and 1 s more.
        assertThat(rig.retried).hasSizeBetween(1, 3);
    }

    @Test
    void trouble_with_one_blob_leaves_the_streams_fit_for_the_next() throws Exception {
        var next = GeneratedBlob.random(3, 5_000_000);
        rig.cdn.script(request ->
                request.path().contains(LARGE.hex()) ? new Fault.IgnoreRange() : Fault.none());
        var totals = home(LARGE, next);

        assertThat(totals.fetched()).isEqualTo(LARGE.size() + next.size());
        assertThat(totals.cuts()).isZero();
        assertThat(rig.retried).isEmpty();
    }

    private Transfer.Totals home(GeneratedBlob... blobs) throws Exception {
        var totals = rig.pull(blobs);
        for (var blob : blobs) {
            assertThat(rig.digestInStore(blob)).isEqualTo(blob.digest());
        }
        return totals;
    }

    private TransferFailed fails(GeneratedBlob blob) {
        var failed = catchThrowableOfType(TransferFailed.class, () -> rig.pull(blob));
        assertThat(failed).isNotNull();
        assertThat(failed.blob()).isEqualTo(TransferRig.descriptor(blob));
        return failed;
    }

    private static Function<LabRequest, Fault> first(int count, Fault fault) {
        Predicate<LabRequest> early = request -> request.number() <= count;
        return request -> early.test(request) ? fault : Fault.none();
    }

    private static boolean isRanged(LabRequest request) {
        return request.range().isPresent();
    }
}

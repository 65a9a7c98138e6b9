package dev.tug.internal.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tug.failure.TransferFailure;
import dev.tug.lab.ApplianceRules;
import dev.tug.lab.Fault;
import dev.tug.lab.Fault.CutKind;
import dev.tug.lab.GeneratedBlob;
import dev.tug.lab.LabRequest;
import dev.tug.lab.Rule;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Networks T14: each row of the EOF decoder, each status and each end of a connection is outlived
/// if it passes, and named for what it is if it stays; either way the requests are few.
@Timeout(60)
final class ErrorMatrixTest {
    private static final int SIZE = 300_000;

    /// One range, one request.
    private static final GeneratedBlob BLOB = GeneratedBlob.random(14, SIZE);

    /// Six in a row end a range without progress. Where nothing at all comes, a control may take it for
    /// an outage, which ends by the clock.
    private static final int REQUESTS_MAX = 20;

    private static final String ZSCALER_PAGE =
            "<html><title>Internet Security by Zscaler</title>".concat(" ".repeat(14_867));

    @TempDir Path directory;

    /// One kind of failure.
    ///
    /// @param diagnosis matches the summary of the failure that ends it; empty if the blob comes home
    ///     all the same
    record Row(String name, Fault fault, String diagnosis) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Row> rows() {
        return Stream.of(decoderRows(), ends(), statuses()).flatMap(rows -> rows);
    }

    private static Stream<Row> decoderRows() {
        return Stream.of(
                new Row(
                        "403 HTML of 14916 bytes",
                        new Fault.Status(403, Map.of(), "text/html", ZSCALER_PAGE),
                        "127.0.0.1 answered HTTP 403 \\(text/html\\).*"),
                new Row(
                        "503 empty",
                        new Fault.Status(503, Map.of(), "text/plain", ""),
                        "127.0.0.1 answered HTTP 503 \\(text/plain\\)"),
                new Row(
                        "403 XML",
                        new Fault.Status(403, Map.of(), "application/xml", "<Error/>"),
                        "127.0.0.1 answered HTTP 403 \\(application/xml\\).*"),
                new Row("206 with a shorter length", new Fault.CleanShort(SIZE / 2), ""),
                new Row(
                        "206 without length, closed early",
                        Fault.all(new Fault.CloseDelimited(), new Fault.CleanShort(SIZE / 2)),
                        ""),
                new Row("range stripped, 200 whole", new Fault.IgnoreRange(), ""),
                new Row("206, FIN midway", cut(CutKind.FIN_BARE), ""),
                new Row("206, close_notify midway", cut(CutKind.FIN_WITH_CLOSE_NOTIFY), ""),
                new Row(
                        "chunked, FIN midway",
                        Fault.all(new Fault.Chunked(), cut(CutKind.FIN_BARE)),
                        ""),
                new Row("RST midway", cut(CutKind.RST), ""),
                new Row("TLS alert midway", cut(CutKind.TLS_ALERT), ""),
                new Row("bad record MAC midway", cut(CutKind.BAD_RECORD_MAC), ""));
    }

    private static Fault cut(CutKind kind) {
        return new Fault.CutAfter(SIZE / 3, kind);
    }

    private static Stream<Row> ends() {
        var ended = "connection to 127.0.0.1 ended after 0 bytes: ";
        return Stream.of(CutKind.values())
                .flatMap(kind ->
                        Stream.of(
                                new Row(
                                        kind + " before the head",
                                        new Fault.CloseBeforeHeaders(kind),
                                        ended + detail(kind)),
                                new Row(
                                        kind + " in the head",
                                        new Fault.CutInHead(kind),
                                        ended + detail(kind)),
                                new Row(
                                        kind + " before the body",
                                        new Fault.CutAfter(0, kind),
                                        ended + detail(kind))));
    }

    private static String detail(CutKind kind) {
        return switch (kind) {
            case FIN_BARE, FIN_WITH_CLOSE_NOTIFY -> ".+";
            case RST -> "Connection reset";
            case TLS_ALERT -> "(?i).*alert.*bad.record.mac.*";
            case BAD_RECORD_MAC -> "(?i)[^\\n]*bad.record.mac.*";
        };
    }

    private static Stream<Row> statuses() {
        return IntStream.of(408, 425, 429, 500, 502, 503, 504, 520, 521, 522, 523, 524)
                .mapToObj(status ->
                        new Row(
                                "status " + status,
                                Fault.Status.of(status),
                                "127.0.0.1 answered HTTP " + status + " \\(text/plain\\).*"));
    }

    @ParameterizedTest
    @MethodSource("rows")
    void what_passes_is_outlived(Row row) throws Exception {
        try (var rig = rig()) {
            rig.cdn.script(first(2, row.fault()));
            rig.pull(BLOB);

            assertThat(rig.digestInStore(BLOB)).isEqualTo(BLOB.digest());
            assertThat(rig.cdn.journal().requests()).hasSizeBetween(1, 3);
        }
    }

    @ParameterizedTest
    @MethodSource("rows")
    void what_stays_is_borne_or_named(Row row) throws Exception {
        try (var rig = rig()) {
            rig.cdn.script(_ -> row.fault());
            if (row.diagnosis().isEmpty()) {
                rig.pull(BLOB);

                assertThat(rig.digestInStore(BLOB)).isEqualTo(BLOB.digest());
                // A reset takes with it what was not yet sent; half of the rest still comes each
                // time.
                assertThat(rig.cdn.journal().requests()).hasSizeBetween(1, 40);
            } else {
                var failed = catchThrowableOfType(TransferFailed.class, () -> rig.pull(BLOB));

                assertThat(failed.failure().summary()).matches(row.diagnosis());
                assertThat(rig.cdn.journal().requests()).hasSizeBetween(1, REQUESTS_MAX);
                assertThat(rig.store.hasBlob(TransferRig.descriptor(BLOB))).isFalse();
            }
        }
    }

    @Test
    void a_handshake_that_is_reset_is_tried_again() throws Exception {
        try (var rig = new NetworkRig(directory, new Rule.HandshakeCuts(number -> number <= 3))) {
            rig.transfer.control(Controls.learning(4));
            rig.home(BLOB);

            assertThat(rig.transfer.retried)
                    .hasSize(3)
                    .allMatch(failure ->
                            failure instanceof TransferFailure.HandshakeFailed
                                    || failure instanceof TransferFailure.Cut);
            assertThat(rig.journal().requests()).hasSize(1);
        }
    }

    /// An appliance answers so to a connection too many (`deny toomany` of squid).
    @Test
    void a_page_for_each_connection_too_many_costs_no_pull() throws Exception {
        var blob = GeneratedBlob.random(15, 30_000_000);
        try (var rig =
                new NetworkRig(
                        directory,
                        new Rule.ConnectionRate(4_000_000),
                        new Rule.OpenMax(4, new ApplianceRules.Overflow.AnswerNew(403)))) {
            rig.transfer.control(Controls.learning(16));
            var run = rig.home(blob);

            assertThat(run.totals().fetched()).isLessThanOrEqualTo(blob.size() * 101 / 100);
            assertThat(rig.appliance.refused()).isBetween(1L, 60L);
        }
    }

    private TransferRig rig() throws IOException {
        return new TransferRig(directory).control(Controls.learning(4));
    }

    private static Function<LabRequest, Fault> first(int count, Fault fault) {
        return request -> request.number() <= count ? fault : Fault.none();
    }
}

package dev.tug.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tug.lab.Fault.CutKind;
import dev.tug.lab.Fault.RangeLie;
import dev.tug.lab.RawClient.End;
import dev.tug.lab.RawClient.Response;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.zip.GZIPInputStream;

/// Watches every fault on the wire.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class FaultTest {
    private static final int SIZE = 400_000;
    private static final String RANGE = "Range: bytes=1000-200999";

    private final CertificateAuthority authority = CertificateAuthority.create("CN=Fault Test");
    private final GeneratedBlob blob = GeneratedBlob.random(3, SIZE);
    private final byte[] content = new byte[SIZE];
    private LabCdn cdn;

    @BeforeAll
    void start() {
        cdn = LabCdn.start(authority);
        cdn.add(blob);
        blob.read(0, content, 0, SIZE);
    }

    @AfterAll
    void stop() {
        cdn.close();
    }

    @Test
    void without_a_fault_the_whole_content_arrives() throws Exception {
        var response = get(Fault.none());

        assertThat(response.status()).isEqualTo(200);
        assertThat(response.end()).isEqualTo(End.COMPLETE);
        assertThat(response.header("ETag")).isEqualTo('"' + blob.hex() + '"');
        assertThat(response.body().toArray()).isEqualTo(content);
    }

    @ParameterizedTest
    @EnumSource(CutKind.class)
    void a_cut_ends_the_body_in_the_way_it_names(CutKind kind) throws Exception {
        var response = get(new Fault.CutAfter(30_000, kind), RANGE);

        assertThat(response.status()).isEqualTo(206);
        assertThat(response.header("Content-Length")).isEqualTo("200000");
        assertThat(response.end()).isEqualTo(endOf(kind));
        assertThat(response.body().toArray()).isEqualTo(slice(1000, 30_000));
    }

    @ParameterizedTest
    @EnumSource(CutKind.class)
    void a_close_before_headers_leaves_no_response(CutKind kind) throws Exception {
        var response = get(new Fault.CloseBeforeHeaders(kind));

        assertThat(response.status()).isZero();
        assertThat(response.end()).isEqualTo(endOf(kind));
    }

    @ParameterizedTest
    @EnumSource(CutKind.class)
    void a_cut_in_the_head_leaves_a_part_of_it(CutKind kind) throws Exception {
        var response = get(new Fault.CutInHead(kind));

        assertThat(response.status()).isEqualTo(200);
        assertThat(response.headers()).doesNotContainKey("Content-Length");
        assertThat(response.end()).isEqualTo(endOf(kind));
    }

    @Test
    void a_status_can_ask_for_patience_in_seconds_and_by_a_date() throws Exception {
        var seconds = get(Fault.Status.of(429, Duration.ofSeconds(7)));
        var date = get(Fault.Status.of(503, Instant.parse("2026-01-02T03:04:05Z")));

        assertThat(seconds.header("Retry-After")).isEqualTo("7");
        assertThat(date.header("Retry-After")).isEqualTo("Fri, 2 Jan 2026 03:04:05 GMT");
    }

    @Test
    void a_cut_by_time_strikes_while_the_body_trickles() throws Exception {
        var fault =
                Fault.all(
                        new Fault.RateCap(100_000),
                        new Fault.CutAfterTime(Duration.ofMillis(200), CutKind.FIN_BARE));

        var response = get(fault);

        assertThat(response.end()).isEqualTo(End.BARE_FIN);
        assertThat(response.length()).isBetween(2_000, 24_000);
    }

    @Test
    void a_clean_short_response_is_complete_and_too_small() throws Exception {
        var response = get(new Fault.CleanShort(5_000), RANGE);

        assertThat(response.status()).isEqualTo(206);
        assertThat(response.end()).isEqualTo(End.COMPLETE);
        assertThat(response.header("Content-Length")).isEqualTo("5000");
        assertThat(response.header("Content-Range")).isEqualTo("bytes 1000-200999/400000");
        assertThat(response.body().toArray()).isEqualTo(slice(1000, 5_000));
    }

    @Test
    void a_close_delimited_response_names_no_length() throws Exception {
        var response = get(new Fault.CloseDelimited(), RANGE);

        assertThat(response.headers()).doesNotContainKey("Content-Length");
        assertThat(response.header("Connection")).isEqualTo("close");
        assertThat(response.end()).isEqualTo(End.CLOSE_NOTIFY);
        assertThat(response.body().toArray()).isEqualTo(slice(1000, 200_000));
    }

    @Test
    void a_close_delimited_response_can_end_early_like_a_whole_one() throws Exception {
        var fault = Fault.all(new Fault.CloseDelimited(), new Fault.CleanShort(7_000));

        var response = get(fault, RANGE);

        assertThat(response.end()).isEqualTo(End.CLOSE_NOTIFY);
        assertThat(response.length()).isEqualTo(7_000);
    }

    @Test
    void a_chunked_response_arrives_whole() throws Exception {
        var response = get(new Fault.Chunked());

        assertThat(response.headers()).doesNotContainKey("Content-Length");
        assertThat(response.end()).isEqualTo(End.COMPLETE);
        assertThat(response.body().toArray()).isEqualTo(content);
    }

    @Test
    void a_chunked_response_can_be_terminated_early() throws Exception {
        var response = get(Fault.all(new Fault.Chunked(), new Fault.CleanShort(9_000)), RANGE);

        assertThat(response.end()).isEqualTo(End.COMPLETE);
        assertThat(response.length()).isEqualTo(9_000);
    }

    @Test
    void a_chunked_response_is_cut_within_a_chunk() throws Exception {
        var fault = Fault.all(new Fault.Chunked(), new Fault.CutAfter(9_000, CutKind.FIN_BARE));

        var response = get(fault, RANGE);

        assertThat(response.end()).isEqualTo(End.BARE_FIN);
        assertThat(response.length()).isEqualTo(9_000);
    }

    @Test
    void a_status_replaces_the_answer() throws Exception {
        var fault =
                new Fault.Status(503, Map.of("Retry-After", "7"), "text/html", "<h1>Blocked</h1>");

        var response = get(fault, RANGE);

        assertThat(response.status()).isEqualTo(503);
        assertThat(response.header("Retry-After")).isEqualTo("7");
        assertThat(response.header("Content-Type")).isEqualTo("text/html");
        assertThat(response.body().latin1()).isEqualTo("<h1>Blocked</h1>");
    }

    @Test
    void an_ignored_range_brings_the_whole_content() throws Exception {
        var response = get(new Fault.IgnoreRange(), RANGE);

        assertThat(response.status()).isEqualTo(200);
        assertThat(response.headers()).doesNotContainKey("Content-Range");
        assertThat(response.body().toArray()).isEqualTo(content);
    }

    @Test
    void a_wrong_range_can_start_elsewhere() throws Exception {
        var response = get(new Fault.WrongRange(RangeLie.OTHER_START), RANGE);

        assertThat(response.status()).isEqualTo(206);
        assertThat(response.header("Content-Range")).isEqualTo("bytes 0-199999/400000");
        assertThat(response.body().toArray()).isEqualTo(slice(0, 200_000));
    }

    @Test
    void a_wrong_range_can_name_another_total() throws Exception {
        var response = get(new Fault.WrongRange(RangeLie.OTHER_TOTAL), RANGE);

        assertThat(response.header("Content-Range")).isEqualTo("bytes 1000-200999/400001");
        assertThat(response.body().toArray()).isEqualTo(slice(1000, 200_000));
    }

    @Test
    void a_wrong_range_can_lack_its_header() throws Exception {
        var response = get(new Fault.WrongRange(RangeLie.NO_CONTENT_RANGE), RANGE);

        assertThat(response.status()).isEqualTo(206);
        assertThat(response.headers()).doesNotContainKey("Content-Range");
    }

    @Test
    void a_wrong_range_can_call_itself_200() throws Exception {
        var response = get(new Fault.WrongRange(RangeLie.OK_WITH_CONTENT_RANGE), RANGE);

        assertThat(response.status()).isEqualTo(200);
        assertThat(response.header("Content-Range")).isEqualTo("bytes 1000-200999/400000");
        assertThat(response.length()).isEqualTo(200_000);
    }

    @Test
    void gzip_hides_the_content() throws Exception {
        var response = get(new Fault.Gzip(), RANGE);

        assertThat(response.header("Content-Encoding")).isEqualTo("gzip");
        var zipped = new ByteArrayInputStream(response.body().toArray());
        assertThat(new GZIPInputStream(zipped).readAllBytes()).isEqualTo(slice(1000, 200_000));
    }

    @Test
    void a_stall_is_silence_on_an_open_connection() throws Exception {
        cdn.script(_ -> new Fault.StallAfter(4_000));
        try (var client = new RawClient(authority.clientContext(), cdn.baseUrl())) {
            client.silentAfterMillis(300);

            var response = client.send("GET", cdn.pathOf(blob.hex()), RANGE);

            assertThat(response.end()).isEqualTo(End.SILENCE);
            assertThat(response.length()).isEqualTo(4_000);
        }
        assertThat(cdn.journal().awaitOpenAtMost(0, Duration.ofSeconds(5))).isTrue();
    }

    @Test
    void latency_delays_the_headers() throws Exception {
        var start = System.nanoTime();

        var response = get(new Fault.Latency(Duration.ofMillis(150)));

        assertThat(response.end()).isEqualTo(End.COMPLETE);
        assertThat(System.nanoTime() - start).isGreaterThan(150_000_000L);
    }

    @Test
    void a_rate_cap_stretches_the_body() throws Exception {
        var start = System.nanoTime();

        var response = get(new Fault.RateCap(1_000_000), RANGE);

        assertThat(response.length()).isEqualTo(200_000);
        assertThat(System.nanoTime() - start).isBetween(180_000_000L, 2_000_000_000L);
    }

    @Test
    void corruption_flips_one_bit_of_the_content() throws Exception {
        var response = get(new Fault.CorruptByteAt(150_000), RANGE);

        var expected = slice(1000, 200_000);
        expected[149_000] ^= 1;
        assertThat(response.body().toArray()).isEqualTo(expected);
    }

    @Test
    void corruption_can_flip_other_bits() throws Exception {
        var response = get(new Fault.CorruptByteAt(1_000, 0x81), RANGE);

        var expected = slice(1000, 200_000);
        expected[0] ^= (byte) 0x81;
        assertThat(response.body().toArray()).isEqualTo(expected);
    }

    @Test
    void a_script_sees_each_request_and_chooses() throws Exception {
        cdn.script(request ->
                request.range().filter(range -> range.first() == 1000).isPresent()
                        ? Fault.Status.of(429)
                        : Fault.none());
        try (var client = new RawClient(authority.clientContext(), cdn.baseUrl())) {
            var path = cdn.pathOf(blob.hex());

            assertThat(client.send("GET", path, "range: bytes=1000-1001").status()).isEqualTo(429);
            assertThat(client.send("GET", path, "range: bytes=2000-2001").status()).isEqualTo(206);
        }
    }

    private Response get(Fault fault, String... headers) throws IOException {
        cdn.script(_ -> fault);
        return RawClient.get(authority.clientContext(), cdn.locationOf(blob.hex()), headers);
    }

    private byte[] slice(int from, int count) {
        return Arrays.copyOfRange(content, from, from + count);
    }

    private static End endOf(CutKind kind) {
        return switch (kind) {
            case FIN_WITH_CLOSE_NOTIFY -> End.CLOSE_NOTIFY;
            case FIN_BARE -> End.BARE_FIN;
            case RST -> End.RESET;
            case TLS_ALERT -> End.ALERT;
            case BAD_RECORD_MAC -> End.BAD_RECORD;
        };
    }
}

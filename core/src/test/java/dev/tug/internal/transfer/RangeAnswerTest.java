package dev.tug.internal.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tug.blob.ByteRange;
import dev.tug.failure.Page;
import dev.tug.failure.TransferFailure;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.Optional;

/// Each combination of status, `Content-Range`, length and encoding, for bytes 100-199 of 1000.
final class RangeAnswerTest {
    private static final ByteRange ASKED = new ByteRange(100, 200);
    private static final long SIZE = 1000;

    @ParameterizedTest
    @CsvSource({
        // status, length, Content-Range, end of the bytes granted
        "206,100,bytes 100-199/1000,200",
        "206,-1,bytes 100-199/1000,200",
        "206,100,bytes 100-199/*,200",
        "206,100,BYTES 100-199/1000,200",
        "206,50,bytes 100-149/1000,150",
        "206,1,bytes 100-100/1000,101",
        // Complete and too short: what came is right.
        "206,30,bytes 100-199/1000,130",
    })
    void bytes_from_the_start_asked_for_are_taken(int status, long length, String range, long end) {
        var answer = judge(CannedResponse.of(status, length, "Content-Range", range));

        assertThat(answer).isEqualTo(new RangeAnswer.Range(end));
    }

    @ParameterizedTest
    @CsvSource({
        "206,100,bytes 0-99/1000",
        "206,100,bytes 101-200/1000",
        "206,101,bytes 100-200/1000",
        "206,100,bytes 100-199/1001",
        "206,100,bytes 100-199/999",
        "206,101,bytes 100-199/1000",
        "206,0,bytes 100-199/1000",
        "206,100,bytes 199-100/1000",
        "206,100,bytes */1000",
        "206,100,items 100-199/1000",
        "206,100,bytes 100-199",
        "206,100,bytes 100-99999999999999999999/1000",
        "206,100,''",
        "206,-1,''",
        "200,100,bytes 0-99/1000",
        // Some servers mean 206 and say 200.
        "200,100,bytes 100-199/1000",
        "200,-1,bytes 100-199/1000",
        "200,1000,bytes 100-199/1000",
    })
    void another_range_is_not_taken(int status, long length, String range) {
        var response =
                range.isEmpty()
                        ? CannedResponse.of(status, length)
                        : CannedResponse.of(status, length, "Content-Range", range);

        assertThat(judge(response))
                .isInstanceOfSatisfying(
                        RangeAnswer.NoRanges.class,
                        answer ->
                                assertThat(answer.failure())
                                        .isInstanceOf(TransferFailure.WrongRange.class));
    }

    @Test
    void the_whole_blob_is_known_by_its_length() {
        assertThat(judge(CannedResponse.of(200, SIZE))).isEqualTo(new RangeAnswer.Whole());
        assertThat(whole(CannedResponse.of(200, -1))).isEqualTo(new RangeAnswer.Whole());
        // It could be anything, such as a page that says to wait.
        assertThat(judge(CannedResponse.of(200, -1))).isInstanceOf(RangeAnswer.NoRanges.class);
        assertThat(whole(CannedResponse.of(200, SIZE))).isEqualTo(new RangeAnswer.Whole());
        assertThat(whole(CannedResponse.of(200, SIZE, "Content-Encoding", "identity")))
                .isEqualTo(new RangeAnswer.Whole());
        // A blob may be a page; its size decides.
        assertThat(whole(CannedResponse.of(200, SIZE, "Content-Type", "text/html")))
                .isEqualTo(new RangeAnswer.Whole());
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 100, 999, 1001})
    void another_length_is_another_thing(long length) {
        assertThat(judge(CannedResponse.of(200, length)))
                .isInstanceOfSatisfying(
                        RangeAnswer.Other.class,
                        answer ->
                                assertThat(answer.failure().summary())
                                        .contains(length + " bytes instead of 1000"));
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, 14_916})
    void a_page_is_named_as_one(long length) {
        var page = CannedResponse.of(200, length, "Content-Type", "Text/HTML; charset=utf-8");
        var answer = new Page.Answer(200, "", "text/html", "", "");
        var expected =
                new RangeAnswer.Other(
                        new TransferFailure.Blocked(
                                "cdn.example", new Page(Page.Kind.UNKNOWN, "", "", "", answer)));

        assertThat(judge(page)).isEqualTo(expected);
        assertThat(whole(page)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"200,-1", "200,1000", "206,100", "206,-1"})
    void encoded_content_is_not_taken(int status, long length) {
        for (var encoding : new String[] {"gzip", "br", "deflate, gzip"}) {
            var response =
                    CannedResponse.of(
                            status,
                            length,
                            "Content-Range",
                            "bytes 100-199/1000",
                            "Content-Encoding",
                            encoding);
            assertThat(judge(response))
                    .isInstanceOfSatisfying(
                            RangeAnswer.NoRanges.class,
                            answer ->
                                    assertThat(answer.failure().summary())
                                            .contains("encoded as " + encoding));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {416, 501})
    void a_server_without_ranges_says_so(int status) {
        assertThat(judge(CannedResponse.of(status, 0, "Content-Range", "bytes */1000")))
                .isInstanceOf(RangeAnswer.NoRanges.class);
    }

    @ParameterizedTest
    @ValueSource(
            ints = {
                201, 204, 302, 304, 307, 400, 401, 403, 404, 407, 408, 410, 425, 429, 451, 500, 502,
                503, 504, 520, 524
            })
    void other_statuses_are_refusals(int status) {
        var response =
                CannedResponse.of(
                        status, 100, "Content-Type", "application/xml", "Retry-After", "7");

        assertThat(judge(response))
                .isEqualTo(
                        new RangeAnswer.Other(
                                new TransferFailure.Refused(
                                        "cdn.example",
                                        status,
                                        Duration.ofSeconds(7),
                                        "application/xml",
                                        "")));
    }

    @ParameterizedTest
    @CsvSource({
        "7,7",
        "0,0",
        "999999999,999999999",
        "9999999999,0",
        "-1,0",
        "1.5,0",
        "soon,0",
        "'Fri, 31 Dec 1999 23:59:59 GMT',0",
        "'',0"
    })
    void reads_retry_after_in_seconds(String text, long seconds) {
        assertThat(judge(CannedResponse.of(503, 0, "Retry-After", text)))
                .isEqualTo(
                        new RangeAnswer.Other(
                                new TransferFailure.Refused(
                                        "cdn.example", 503, Duration.ofSeconds(seconds), "", "")));
    }

    @Test
    void a_part_is_no_answer_to_a_request_for_all() {
        assertThat(whole(CannedResponse.of(206, 100, "Content-Range", "bytes 0-99/1000")))
                .isInstanceOf(RangeAnswer.Other.class);
    }

    @Test
    void names_the_host_and_nothing_secret() {
        var answer = (RangeAnswer.NoRanges) judge(CannedResponse.of(206, 100));

        assertThat(answer.failure().summary()).contains("cdn.example").doesNotContain("secret");
    }

    private static RangeAnswer judge(CannedResponse response) {
        return RangeAnswer.of(response, Optional.of(ASKED), SIZE);
    }

    private static RangeAnswer whole(CannedResponse response) {
        return RangeAnswer.of(response, Optional.empty(), SIZE);
    }
}

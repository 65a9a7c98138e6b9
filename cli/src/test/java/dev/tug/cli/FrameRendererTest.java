package dev.tug.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tug.cli.Picture.Row;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

final class FrameRendererTest {
    private static final Row MODEL =
            new Row(
                    "dde5aa3fc5ff",
                    "model",
                    842_000_000,
                    2_000_000_000,
                    false,
                    true,
                    OptionalDouble.of(12_000_000));
    private static final Row UNKNOWN =
            new Row("dde5aa3fc5ff", "model", 0, 2_000, false, false, OptionalDouble.empty());
    private static final Row DONE =
            new Row("dde5aa3fc5ff", "model", 2_000, 2_000, true, false, OptionalDouble.empty());

    private static List<String> lines(Row row, int width) {
        var picture = new Picture(List.of(row), row, "", false);
        return new FrameRenderer(false).render(picture, width, 24).texts();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "90; dde5aa3fc5ff model      42% ##########................ "
                        + "    842 MB/2 GB    12 MB/s   1m37s",
                "80; dde5aa3fc5ff model      42% ######..........     842 MB/2 GB    12 MB/s"
                        + "   1m37s",
                "79; dde5aa3fc5ff  42% ###############.....................     842 MB/2 GB   1m37s",
                "60; dde5aa3fc5ff  42% #######..........     842 MB/2 GB   1m37s",
                "59; dde5aa3fc5ff  42%     842 MB/2 GB   1m37s",
                "49; dde5aa3fc5ff  42%     842 MB/2 GB",
                "39; dde5aa3fc5ff  42%",
                "17; 42%",
                "3; 42",
            })
    void columns_go_as_the_window_narrows(int width, String line) {
        assertThat(lines(MODEL, width)).containsExactly(line);
    }

    @Test
    void what_is_unknown_is_a_dash_and_what_is_done_has_no_rate() {
        assertThat(lines(UNKNOWN, 80).getFirst())
                .endsWith("           0 B/2 KB                  -".substring(5));
        assertThat(lines(DONE, 80).getFirst().stripTrailing())
                .endsWith(" 100% ################            2 KB");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5, 17, 18, 39, 40, 59, 60, 79, 80, 200})
    void no_line_fills_the_window_and_no_frame_its_height(int width) {
        var renderer = new FrameRenderer(true);
        for (var blobs = 0; blobs < 40; blobs += 3) {
            for (var height = 1; height < 30; height++) {
                var picture = picture(blobs, "a status that is rather long: ".repeat(9));
                var frame = renderer.render(picture, width, height);
                assertThat(frame.lines().size()).isLessThanOrEqualTo(Math.max(1, height - 1));
                assertThat(frame.texts())
                        .allSatisfy(text ->
                                assertThat(text.length())
                                        .isLessThanOrEqualTo(Math.max(1, width - 1)));
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "80; true; 4 streams: this network cuts connections above 4",
                "49; true; 4 streams: this network cuts connections above 4",
                "48; true; 4 streams: this network cuts connections above…",
                "40; true; 4 streams: this network cuts…",
                "40; false; 4 streams: this network cuts...",
                "20; true; 4 streams: this…",
                "12; true; 4 streams:…",
                "6; true; 4 st…",
                "3; true; 4…",
                "2; true; 4",
            })
    void the_streams_and_their_reason_are_shortened_by_words(
            int width, boolean unicode, String line) {
        var status = "4 streams: this network cuts connections above 4";
        var picture = new Picture(List.of(MODEL), MODEL, status, false);
        assertThat(new FrameRenderer(unicode).render(picture, width, 24).texts())
                .last()
                .isEqualTo(line);
    }

    @Test
    void many_layers_collapse_into_one_line() {
        var frame = new FrameRenderer(false).render(picture(1010, ""), 80, 50);
        assertThat(frame.lines()).hasSize(FrameRenderer.ROWS_MAX + 1);
        assertThat(frame.texts().get(FrameRenderer.ROWS_MAX - 1))
                .startsWith("and 1001 more, 504 done, ");
    }

    @Test
    void what_moves_is_shown_first_and_in_the_manifests_order() {
        var frame = new FrameRenderer(false).render(picture(1010, ""), 80, 6);
        assertThat(frame.texts().getFirst()).startsWith("blob1007 ");
        assertThat(frame.texts().get(1)).startsWith("blob1008 ");
    }

    /// Every second one is done, and the last three move.
    private static Picture picture(int blobs, String status) {
        var rows = new ArrayList<Row>();
        for (var i = 0; i < blobs; i++) {
            var isMoving = i >= blobs - 3;
            var isDone = !isMoving && i % 2 == 0;
            rows.add(
                    new Row(
                            "blob" + i,
                            "tensor",
                            isDone ? 1000 : 0,
                            1000,
                            isDone,
                            isMoving,
                            OptionalDouble.empty()));
        }
        var total = new Row("total", "", 1, 2, false, false, OptionalDouble.empty());
        return new Picture(rows, total, status, true);
    }
}

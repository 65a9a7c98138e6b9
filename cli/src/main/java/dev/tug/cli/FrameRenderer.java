package dev.tug.cli;

import dev.tug.cli.Frame.Line;
import dev.tug.cli.Frame.Tone;
import dev.tug.cli.Picture.Row;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;

/// Draws a [Picture] as lines: arithmetic on values, without clock or terminal.
///
/// Columns go as the window narrows: below 80 the kind and the rate, below 60 the bar, below 40 all
/// but label and percent. The last column stays free, since some terminals wrap a full line.
final class FrameRenderer {
    /// Rows for blobs at most, however tall the window is.
    static final int ROWS_MAX = 10;

    private static final int KIND_WIDTH = 9;
    private static final int AMOUNT_WIDTH = 15;
    private static final int RATE_WIDTH = 9;
    private static final int LEFT_WIDTH = 6;
    private static final int LABEL_WIDTH = 12;

    private final char full;
    private final char empty;
    private final String more;

    /// @param unicode whether block characters can be shown
    FrameRenderer(boolean unicode) {
        full = unicode ? '█' : '#';
        empty = unicode ? '░' : '.';
        more = unicode ? "…" : "...";
    }

    /// What a window of `width` columns and `height` rows shows.
    Frame render(Picture picture, int width, int height) {
        var columns = Math.max(1, width - 1);
        var room = Math.max(1, height - 1);
        var lines = new ArrayList<Line>();
        var rows = picture.rows();
        if (room < 3 && rows.size() > 1) {
            lines.add(plain(bar(picture.total(), columns, width)));
        } else if (!rows.isEmpty()) {
            var extra = rows.size() > 1 ? 2 : 1;
            addRows(lines, rows, Math.clamp(room - extra, 1, ROWS_MAX), columns, width);
            if (rows.size() > 1) {
                lines.add(plain(bar(picture.total(), columns, width)));
            }
        }
        if (!picture.status().isEmpty() && lines.size() < room) {
            lines.add(
                    new Line(
                            shortened(picture.status(), columns),
                            picture.isTrouble() ? Tone.TROUBLE : Tone.DIM));
        }
        return new Frame(lines);
    }

    private void addRows(List<Line> lines, List<Row> rows, int room, int columns, int width) {
        if (rows.size() <= room) {
            rows.forEach(row -> lines.add(plain(bar(row, columns, width))));
            return;
        }
        var shown = new HashSet<>(worthiest(rows, room - 1));
        rows.stream()
                .filter(shown::contains)
                .forEach(r -> lines.add(plain(bar(r, columns, width))));
        var rest = rows.stream().filter(row -> !shown.contains(row)).toList();
        var done = rest.stream().filter(Row::isDone).count();
        var text =
                (lines.isEmpty() ? "" : "and ")
                        + rest.size()
                        + (lines.isEmpty() ? " layers, " : " more, ")
                        + done
                        + " done, "
                        + Human.bytes(rest.stream().mapToLong(Row::total).sum());
        lines.add(new Line(cut(text, columns), Tone.DIM));
    }

    /// What moves, then what is still to come, then what is done; the larger first.
    private static List<Row> worthiest(List<Row> rows, int count) {
        return rows.stream()
                .sorted(
                        Comparator.comparing(Row::isMoving)
                                .reversed()
                                .thenComparing(Row::isDone)
                                .thenComparing(Comparator.comparingLong(Row::total).reversed()))
                .limit(Math.max(0, count))
                .toList();
    }

    private String bar(Row row, int columns, int width) {
        var label = pad(row.label(), LABEL_WIDTH);
        var percent = left(row.percent() + "%", 4);
        if (width < 40) {
            return cut(
                    columns < LABEL_WIDTH + 5 ? percent.strip() : label + " " + percent, columns);
        }
        if (width < 60) {
            var text = label + " " + percent + " " + left(amount(row), AMOUNT_WIDTH);
            return cut(width < 50 ? text : text + "  " + left(eta(row), LEFT_WIDTH), columns);
        }
        var head = width < 80 ? label : label + " " + pad(row.kind(), KIND_WIDTH);
        var tail =
                left(amount(row), AMOUNT_WIDTH)
                        + (width < 80 ? "" : "  " + left(rate(row), RATE_WIDTH))
                        + "  "
                        + left(eta(row), LEFT_WIDTH);
        var room = columns - head.length() - percent.length() - tail.length() - 3;
        return head + " " + percent + " " + blocks(row, room) + " " + tail;
    }

    private String blocks(Row row, int room) {
        var filled =
                row.total() == 0 ? room : (int) ((double) row.completed() / row.total() * room);
        return String.valueOf(full).repeat(filled) + String.valueOf(empty).repeat(room - filled);
    }

    private static String amount(Row row) {
        return row.completed() == row.total()
                ? Human.bytes(row.total())
                : Human.bytes(row.completed()) + "/" + Human.bytes(row.total());
    }

    private static String rate(Row row) {
        if (row.completed() == row.total() || row.rate().isEmpty()) {
            return "";
        }
        return Human.rate(row.rate().getAsDouble());
    }

    private static String eta(Row row) {
        if (row.completed() == row.total()) {
            return "";
        }
        if (row.rate().isEmpty()) {
            return "-";
        }
        var seconds = (row.total() - row.completed()) / row.rate().getAsDouble();
        return Human.duration(Duration.ofSeconds((long) Math.ceil(Math.min(seconds, 1e9))));
    }

    private static Line plain(String text) {
        return new Line(text, Tone.PLAIN);
    }

    private static String pad(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.length()));
    }

    private static String left(String text, int width) {
        return " ".repeat(Math.max(0, width - text.length())) + text;
    }

    /// As many whole words as there is room for, with a mark where some are left out.
    private String shortened(String text, int columns) {
        if (text.length() <= columns || columns <= more.length()) {
            return cut(text, columns);
        }
        var room = columns - more.length();
        var end = text.lastIndexOf(' ', room);
        return text.substring(0, end < room / 2 ? room : end).stripTrailing() + more;
    }

    private static String cut(String text, int columns) {
        return text.length() <= columns ? text : text.substring(0, columns);
    }
}

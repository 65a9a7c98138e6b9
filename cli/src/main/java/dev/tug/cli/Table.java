package dev.tug.cli;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Columns of text, 4 spaces apart as Ollama's.
final class Table {
    private static final String GAP = "    ";

    private Table() {}

    /// Rows of equally many cells, aligned left, without spaces at the end of a line.
    static String of(List<List<String>> rows) {
        var widths =
                IntStream.range(0, rows.getFirst().size())
                        .map(c ->
                                rows.stream().mapToInt(row -> row.get(c).length()).max().orElse(0))
                        .toArray();
        return rows.stream().map(row -> line(row, widths)).collect(Collectors.joining("\n"));
    }

    private static String line(List<String> row, int[] widths) {
        var text = new StringBuilder();
        for (var c = 0; c < row.size(); c++) {
            var cell = row.get(c);
            text.append(cell).append(" ".repeat(widths[c] - cell.length())).append(GAP);
        }
        return text.toString().stripTrailing();
    }
}

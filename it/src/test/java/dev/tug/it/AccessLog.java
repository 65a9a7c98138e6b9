package dev.tug.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// What nginx wrote of the requests that it has answered.
record AccessLog(List<Entry> entries) {
    AccessLog {
        entries = List.copyOf(entries);
    }

    /// One answered request.
    ///
    /// @param startMillis when its first byte arrived, since 1970
    /// @param endMillis when the last byte of the answer was handed to the kernel
    /// @param bytes of the body, without headers
    /// @param offset of the first of them in the blob
    record Entry(
            long startMillis,
            long endMillis,
            long connection,
            int status,
            long bytes,
            String path,
            long offset) {
        static Entry parse(String line) {
            var fields = line.split(" ", -1);
            var end = millis(fields[0]);
            return new Entry(
                    end - millis(fields[1]),
                    end,
                    Long.parseLong(fields[2]),
                    Integer.parseInt(fields[3]),
                    Long.parseLong(fields[4]),
                    fields[5],
                    offset(Arrays.copyOfRange(fields, 6, fields.length)));
        }

        /// `bytes 7-9/10`, or a hyphen where there was no range.
        private static long offset(String... contentRange) {
            return contentRange.length < 2
                    ? 0
                    : Long.parseLong(contentRange[1].substring(0, contentRange[1].indexOf('-')));
        }

        /// nginx writes seconds with three decimals.
        private static long millis(String seconds) {
            return Long.parseLong(seconds.replace(".", ""));
        }
    }

    private record Change(long atMillis, int by) {}

    private record Span(String path, long start, long end) {
        static final Comparator<Span> ORDER =
                Comparator.comparing(Span::path).thenComparingLong(Span::start);
    }

    static AccessLog read(Path file) throws IOException {
        var text = Files.readString(file);
        var complete = text.substring(0, text.lastIndexOf('\n') + 1);
        return new AccessLog(complete.lines().map(Entry::parse).toList());
    }

    /// Body bytes of blobs.
    long blobBytes() {
        return blobs().stream().mapToLong(Entry::bytes).sum();
    }

    /// Answers with bytes of the blob `digest`.
    List<Entry> blob(String digest) {
        return blobs().stream().filter(entry -> entry.path().endsWith("/" + digest)).toList();
    }

    /// Bytes of blobs that the entries `from..to` served and later ones served again.
    long servedAgain(int from, int to) {
        var run = spans(entries.subList(from, to));
        var later = spans(entries.subList(to, entries.size()));
        var both = Stream.concat(run.stream(), later.stream()).toList();
        return covered(run) + covered(later) - covered(both);
    }

    /// Connections that were sent bytes of blobs at `millis` or later, from entry `from` on.
    long streamsSince(int from, long millis) {
        return blobs(entries.subList(from, entries.size()))
                .filter(entry -> entry.endMillis() >= millis)
                .mapToLong(Entry::connection)
                .distinct()
                .count();
    }

    /// Bytes in any of the spans.
    private static long covered(List<Span> spans) {
        var sum = 0L;
        var last = new Span("", 0, 0);
        for (var span : spans.stream().sorted(Span.ORDER).toList()) {
            var seen = span.path().equals(last.path()) ? last.end() : 0;
            sum += Math.max(0, span.end() - Math.max(span.start(), seen));
            last = new Span(span.path(), span.start(), Math.max(span.end(), seen));
        }
        return sum;
    }

    private static List<Span> spans(List<Entry> entries) {
        return blobs(entries)
                .map(e -> new Span(e.path(), e.offset(), e.offset() + e.bytes()))
                .toList();
    }

    /// The most blob requests that were answered with bytes at one time.
    int streamsMax() {
        var changes = new ArrayList<Change>();
        for (var entry : blobs()) {
            changes.add(new Change(entry.startMillis(), 1));
            changes.add(new Change(entry.endMillis(), -1));
        }
        // Who ends in the same millisecond in which another begins was there before it.
        changes.sort(Comparator.comparingLong(Change::atMillis).thenComparingInt(Change::by));
        var open = 0;
        var max = 0;
        for (var change : changes) {
            open += change.by();
            max = Math.max(max, open);
        }
        return max;
    }

    /// Connections that carried at least one request.
    long connections() {
        return entries.stream().mapToLong(Entry::connection).distinct().count();
    }

    /// Answers with `status`.
    long count(int status) {
        return entries.stream().filter(entry -> entry.status() == status).count();
    }

    private List<Entry> blobs() {
        return blobs(entries).toList();
    }

    private static Stream<Entry> blobs(List<Entry> entries) {
        return entries.stream()
                .filter(entry -> entry.path().contains("/blobs/"))
                .filter(entry -> entry.status() == 200 || entry.status() == 206);
    }
}

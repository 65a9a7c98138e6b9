package dev.tug.bench;

import java.util.List;
import java.util.Optional;

/// What all clients took to pull one model from one site.
record Comparison(String site, long bytes, List<Row> rows) {
    private static final double GIGABYTE = 1e9;

    /// All runs of one client.
    record Row(String client, List<Measurement> runs) {
        Spread wallSeconds() {
            return Spread.of(runs, Measurement::wallSeconds);
        }

        Spread cpuSeconds() {
            return Spread.of(runs, Measurement::cpuSeconds);
        }

        Spread rssBytes() {
            return Spread.of(runs, Measurement::rssBytes);
        }

        Spread wireBytes() {
            return Spread.of(runs, Measurement::wireBytes);
        }
    }

    /// Site and size, such as `nginx, 2.0 GB`.
    String title() {
        return "%s, %.1f GB".formatted(site, bytes / GIGABYTE);
    }

    Optional<Row> of(String client) {
        return rows.stream().filter(row -> row.client().equals(client)).findFirst();
    }

    /// CPU seconds for each 10^9 bytes.
    Spread cpuPerGigabyte(Row row) {
        return row.cpuSeconds().times(GIGABYTE / bytes);
    }
}

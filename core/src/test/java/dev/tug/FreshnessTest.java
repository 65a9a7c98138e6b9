package dev.tug;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tug.blob.Digest;
import dev.tug.internal.store.ModelStore;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

final class FreshnessTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    @TempDir private Path directory;

    @Test
    void a_blob_stays_young_while_its_pull_goes_on() throws Exception {
        var store = new ModelStore(directory, InstantSource.fixed(NOW), () -> "boot");
        var digest = Digest.of(new byte[1]);
        Files.createDirectories(store.blobs());
        var blob = Files.write(store.blobPath(digest), new byte[1]);
        Files.setLastModifiedTime(blob, FileTime.from(Instant.EPOCH));
        var clock = new AtomicLong(1_000);
        var freshness = new Freshness(store, clock::get);
        freshness.keep(List.of(digest, Digest.of(new byte[2])));

        clock.addAndGet(Freshness.INTERVAL.toMillis() - 1);
        freshness.tick();
        assertThat(Files.getLastModifiedTime(blob).toInstant()).isEqualTo(Instant.EPOCH);
        clock.addAndGet(1);
        freshness.tick();
        assertThat(Files.getLastModifiedTime(blob).toInstant()).isEqualTo(NOW);
    }
}

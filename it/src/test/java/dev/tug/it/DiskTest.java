package dev.tug.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tug.lab.GeneratedBlob;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;

/// What the command does when the disk is full, and when Ollama has been there before.
final class DiskTest {
    private static final int DISK = 6;
    private static final long SIZE = 64_000_000;

    @TempDir Path directory;

    @Test
    void says_before_the_first_byte_that_there_is_no_room() throws Exception {
        try (var disk = SmallDisk.mount(directory.resolve("disk"), SIZE);
                var lab = CommandLab.start(directory, SIZE, "")) {
            var running = lab.pullInto(disk.path().resolve("models"));

            assertThat(running.awaitEnd()).as(running.errors()).isEqualTo(DISK);
            assertThat(running.errors()).containsIgnoringCase("space");
            assertThat(lab.nginx().servedInAll().blobBytes()).isZero();
        }
    }

    @Test
    void a_dry_run_says_the_same_and_writes_nothing() throws Exception {
        try (var disk = SmallDisk.mount(directory.resolve("disk"), SIZE);
                var lab = CommandLab.start(directory, SIZE, "")) {
            var models = disk.path().resolve("models");
            var running =
                    lab.command()
                            .withModels(models)
                            .start("pull", "--dry-run", "--json", lab.name().toString());

            assertThat(running.awaitEnd()).as(running.errors()).isEqualTo(DISK);
            assertThat(models).doesNotExist();
            var elsewhere =
                    lab.command().start("pull", "--dry-run", "--json", lab.name().toString());
            assertThat(elsewhere.awaitEnd()).as(elsewhere.errors()).isZero();
            assertThat(lab.command().models()).doesNotExist();
            assertThat(lab.nginx().servedInAll().blobBytes()).isZero();
        }
    }

    @Test
    void goes_on_once_a_disk_that_ran_full_has_room_again() throws Exception {
        try (var disk = SmallDisk.mount(directory.resolve("disk"), 3 * SIZE);
                var lab = CommandLab.start(directory, SIZE, "limit_rate 1m;")) {
            var models = disk.path().resolve("models");
            var losses = new Losses(lab.nginx());
            var running = lab.pullInto(models);
            lab.awaitServed(SIZE / 8, running);

            var full = System.currentTimeMillis();
            var filler = disk.fill();

            assertThat(running.awaitEnd()).as(running.errors()).isEqualTo(DISK);
            assertThat(running.errors()).containsIgnoringCase("space");
            losses.ended(full);
            PulledModel.assertNothingHalfDone(models, lab.name(), lab.model());
            Files.delete(filler);
            var again = lab.pullInto(models);
            assertThat(again.awaitEnd()).as(again.errors()).isZero();
            PulledModel.assertStored(models, lab.name(), lab.model());
            losses.assertSmall();
        }
    }

    @Test
    void takes_over_what_an_interrupted_ollama_pull_left() throws Exception {
        try (var lab = CommandLab.start(directory, SIZE, "")) {
            var blob = lab.model().layers().getFirst().blob();
            var models = lab.command().models();
            leaveAsOllamaDoes(blob, PulledModel.blob(models, blob.digest()));
            var running = lab.pull();

            assertThat(running.awaitEnd()).as(running.errors()).isZero();
            PulledModel.assertStored(models, lab.name(), lab.model());
            assertThat(lab.nginx().servedInAll().blobBytes())
                    .isBetween(lab.size() - SIZE / 2, lab.size() - SIZE / 2 + SIZE / 20);
        }
    }

    /// The first half of `blob`, in two parts of which one is complete.
    private static void leaveAsOllamaDoes(GeneratedBlob blob, Path file) throws IOException {
        Files.createDirectories(file.getParent());
        var data = Path.of(file + "-partial");
        var half = (int) (SIZE / 2);
        var bytes = new byte[half];
        blob.read(0, bytes, 0, half);
        try (var channel =
                FileChannel.open(data, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(bytes));
            channel.write(ByteBuffer.wrap(new byte[1]), SIZE - 1);
        }
        writePart(data, 0, 0, half);
        writePart(data, 1, half, 0);
        // An Ollama that still works at it writes more often than this.
        var longAgo = FileTime.from(Instant.now().minus(Duration.ofHours(1)));
        Files.setLastModifiedTime(data, longAgo);
    }

    private static void writePart(Path data, int number, long offset, long completed)
            throws IOException {
        Files.writeString(
                Path.of(data + "-" + number),
                "{\"N\":%d,\"Offset\":%d,\"Size\":%d,\"Completed\":%d}\n"
                        .formatted(number, offset, SIZE / 2, completed));
    }
}

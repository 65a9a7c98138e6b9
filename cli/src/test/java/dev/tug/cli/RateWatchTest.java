package dev.tug.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tug.Bandwidth;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

final class RateWatchTest {
    private static final long MEGA = 1024 * 1024;

    private final Bandwidth bandwidth = new Bandwidth();
    private final List<String> warnings = new ArrayList<>();
    private Instant now = Instant.parse("2026-11-16T12:00:00Z");

    @TempDir Path directory;

    private RateWatch watch(String rules, Optional<Path> file) {
        return new RateWatch(
                bandwidth,
                new RateSettings(
                        Setting.byDefault(RateRules.parse(rules).orElseThrow()),
                        Setting.byDefault(file),
                        Setting.byDefault(false)),
                () -> now,
                ZoneOffset.UTC,
                warnings::add);
    }

    @Test
    void the_limit_follows_the_clock() {
        try (var watch = watch("2M 08:00-18:00; 7M", Optional.empty())) {
            watch.look();
            assertThat(bandwidth.limit()).isEqualTo(2 * MEGA);

            now = Instant.parse("2026-11-16T18:00:00Z");
            watch.look();

            assertThat(bandwidth.limit()).isEqualTo(7 * MEGA);
        }
        assertThat(bandwidth.limit()).isEqualTo(Bandwidth.UNLIMITED);
    }

    @Test
    void the_file_goes_over_the_settings_while_it_says_something() throws IOException {
        var file = directory.resolve("rate");
        try (var watch = watch("2M", Optional.of(file))) {
            watch.look();
            assertThat(bandwidth.limit()).isEqualTo(2 * MEGA);

            Files.writeString(file, "5M\n");
            watch.look();
            assertThat(bandwidth.limit()).isEqualTo(5 * MEGA);

            Files.writeString(file, "off");
            watch.look();
            assertThat(bandwidth.limit()).isEqualTo(Bandwidth.UNLIMITED);

            Files.writeString(file, "");
            watch.look();
            assertThat(bandwidth.limit()).isEqualTo(2 * MEGA);

            Files.writeString(file, "1M");
            watch.look();
            Files.delete(file);
            watch.look();
            assertThat(bandwidth.limit()).isEqualTo(2 * MEGA);
        }
        assertThat(warnings).isEmpty();
    }

    @Test
    void nonsense_in_the_file_is_told_once_and_changes_nothing() throws IOException {
        var file = Files.writeString(directory.resolve("rate"), "5M");
        try (var watch = watch("2M", Optional.of(file))) {
            watch.look();
            Files.writeString(file, "fast ".repeat(10_000));
            watch.look();
            watch.look();
            assertThat(bandwidth.limit()).isEqualTo(5 * MEGA);
        }
        assertThat(warnings)
                .singleElement()
                .asString()
                .startsWith("warning: " + file + " holds no rate");
    }

    @Test
    void the_signal_lifts_the_limit_and_brings_it_back() {
        try (var watch = watch("2M", Optional.empty()).start()) {
            watch.toggle();
            assertThat(bandwidth.limit()).isEqualTo(Bandwidth.UNLIMITED);
            watch.toggle();
            assertThat(bandwidth.limit()).isEqualTo(2 * MEGA);
        }
    }

    @Test
    @Timeout(30)
    void a_change_of_the_file_is_noticed_without_being_asked() throws Exception {
        var file = Files.writeString(directory.resolve("rate"), "5M");
        try (var _ = watch("2M", Optional.of(file)).start()) {
            Files.writeString(file, "6M");
            while (bandwidth.limit() != 6 * MEGA) {
                Thread.onSpinWait();
            }
        }
    }
}

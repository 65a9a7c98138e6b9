package dev.tug.cli;

import dev.tug.Bandwidth;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Optional;
import java.util.function.Consumer;

/// Keeps the limit of a [Bandwidth] at what settings, clock, control file and signal say.
final class RateWatch implements AutoCloseable {
    /// How often clock and file are looked at.
    private static final long LOOK_MILLIS = 1_000;

    private static final int FILE_BYTES_MAX = 4096;

    private final Bandwidth bandwidth;
    private final RateRules rules;
    private final Optional<Path> file;
    private final InstantSource clock;
    private final ZoneId zone;
    private final Consumer<String> warnings;

    // Guarded by this.
    private RateRules inFile = RateRules.NONE;
    private boolean isFileUsed;
    private String complaint = "";
    private boolean isSuspended;
    private boolean isClosed;

    /// @param warnings hears once of each thing that is wrong with the file
    RateWatch(
            Bandwidth bandwidth,
            RateSettings settings,
            InstantSource clock,
            ZoneId zone,
            Consumer<String> warnings) {
        this.bandwidth = bandwidth;
        this.rules = settings.rules().value();
        this.file = settings.file().value();
        this.clock = clock;
        this.zone = zone;
        this.warnings = warnings;
    }

    /// Sets the limit, and goes on doing so if it can change by itself.
    RateWatch start() {
        look();
        if (file.isPresent() || rules.isTimed()) {
            Thread.ofVirtual().name("tug-rate").start(this::run);
        }
        return this;
    }

    /// Lifts the limit, or brings it back.
    synchronized void toggle() {
        isSuspended = !isSuspended;
        look();
    }

    /// Looks at everything once.
    synchronized void look() {
        if (isClosed) {
            return;
        }
        file.ifPresent(this::read);
        var now = LocalDateTime.ofInstant(clock.instant(), zone);
        long limit = isSuspended ? Bandwidth.UNLIMITED : (isFileUsed ? inFile : rules).at(now);
        if (limit != bandwidth.limit()) {
            bandwidth.limit(limit);
        }
    }

    private void read(Path path) {
        if (!Files.isRegularFile(path)) {
            isFileUsed = false;
            return;
        }
        try (var in = Files.newInputStream(path)) {
            var text = new String(in.readNBytes(FILE_BYTES_MAX), StandardCharsets.UTF_8).strip();
            if (text.isEmpty()) {
                isFileUsed = false;
                return;
            }
            var parsed = RateRules.parse(text);
            if (parsed.isEmpty()) {
                complain(path + " holds no rate such as 5M; what held before goes on");
                return;
            }
            inFile = parsed.get();
            isFileUsed = true;
            complaint = "";
        } catch (IOException e) {
            complain("cannot read " + path + ": " + e.getMessage());
        }
    }

    private void complain(String text) {
        if (!text.equals(complaint)) {
            complaint = text;
            warnings.accept("warning: " + text);
        }
    }

    private synchronized void run() {
        try {
            while (!isClosed) {
                wait(LOOK_MILLIS);
                look();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /// Lifts the limit for good.
    @Override
    public synchronized void close() {
        isClosed = true;
        bandwidth.limit(Bandwidth.UNLIMITED);
        notifyAll();
    }
}

package dev.tug.internal.transfer;

import dev.tug.internal.control.AdaptiveStreams;
import dev.tug.internal.control.FixedStreams;
import dev.tug.internal.control.StreamControl;
import dev.tug.lab.ApplianceRules;
import dev.tug.lab.Fault;
import dev.tug.lab.GeneratedBlob;
import dev.tug.lab.Rule;
import dev.tug.transfer.PathProfile;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/// Measures pulls through the lab's appliance under several controls; no test, and run by
/// `bench/network` alone.
final class NetworkBench {
    private static final long MB = 1_000_000;
    private static final int STREAMS = 16;

    /// What the line behind the appliance brings, in connections: without such a bound the fastest
    /// setting is one that lives off the time until the appliance strikes.
    private static final int LINK_CONNECTIONS = 5;

    private final GeneratedBlob blob =
            GeneratedBlob.random(3, Long.getLong("bench.mb", 2_000) * MB);
    private final long bytesPerSecond = Long.getLong("bench.rate", 8) * MB;
    private final List<String> chosen =
            Arrays.stream(System.getProperty("bench.only", "").split(","))
                    .filter(name -> !name.isBlank())
                    .toList();
    private final List<Row> rows = new ArrayList<>();

    private final Path directory = Path.of(System.getProperty("bench.dir", "target"));

    /// The way between Tug and the origin.
    private record Network(String name, List<Rule> rules) {}

    /// What one pull took.
    private record Row(String network, String control, Optional<Result> result) {}

    private record Result(
            double seconds, long kills, long refused, int cuts, long again, int streams) {}

    @Test
    void measures() throws Exception {
        var limited =
                new Network(
                        "at most 4",
                        List.of(
                                new Rule.ConnectionRate(bytesPerSecond),
                                new Rule.LinkRate(LINK_CONNECTIONS * bytesPerSecond),
                                new Rule.OpenMax(
                                        4,
                                        new ApplianceRules.Overflow.KillAll(
                                                Fault.CutKind.RST,
                                                Duration.ofSeconds(10),
                                                Duration.ofSeconds(10)))));
        var free = new Network("no limit", List.of(new Rule.ConnectionRate(bytesPerSecond)));
        for (var streams : List.of(4, 3, 2, 1, 8, STREAMS)) {
            measure(limited, "fixed " + streams, () -> new FixedStreams(streams));
        }
        measureTug(limited, "Tug, inspected", true);
        measureTug(limited, "Tug", false);
        measure(free, "fixed " + STREAMS, () -> new FixedStreams(STREAMS));
        measureTug(free, "Tug", false);
        measureTug(free, "Tug, inspected", true);
    }

    /// A pull that knows nothing, and one that knows what it learned.
    private void measureTug(Network network, String name, boolean inspected) throws Exception {
        var known = Optional.<PathProfile>empty();
        for (var turn : List.of("first", "second")) {
            var before = known;
            var control = new AdaptiveStreams(STREAMS, inspected, false, before);
            measure(network, name + ", " + turn, () -> control);
            known = Optional.of(control.learned());
        }
    }

    private void measure(Network network, String name, Supplier<StreamControl> control)
            throws Exception {
        if (!chosen.isEmpty()
                && chosen.stream().noneMatch((network.name() + ": " + name)::contains)) {
            return;
        }
        var folder = Files.createTempDirectory(directory, "pull");
        try (var rig = new NetworkRig(folder, network.rules().toArray(Rule[]::new))) {
            rig.transfer
                    .throttled()
                    .stall(Duration.ofSeconds(30))
                    .outage(Duration.ofSeconds(63))
                    .control(control.get());
            rows.add(new Row(network.name(), name, Optional.of(pull(rig))));
        } catch (TransferFailed e) {
            rows.add(
                    new Row(network.name(), name + ": " + e.failure().summary(), Optional.empty()));
        } finally {
            deleteAll(folder);
            publish();
        }
    }

    private Result pull(NetworkRig rig) throws Exception {
        var run = rig.home(blob);
        return new Result(
                run.seconds(),
                rig.appliance.killed(),
                rig.appliance.refused(),
                run.totals().cuts(),
                run.totals().again(),
                run.totals().streams());
    }

    /// After each pull, so that a bench that is ended has something to show.
    private void publish() throws IOException {
        var out = new StringBuilder();
        out.append(
                "%d MB, %d MB/s for each connection; load %s%n%n"
                        .formatted(blob.size() / MB, bytesPerSecond / MB, load()));
        out.append("| network | control | s | to the best fixed | kills | refused | retries |")
                .append(
                        " twice MB | streams at the end |\n|---|---|---|---|---|---|---|---|---|\n");
        for (var row : rows) {
            out.append("| %s | %s | ".formatted(row.network(), row.control()))
                    .append(row.result().map(r -> cells(row.network(), r)).orElse("never"))
                    .append(" |\n");
        }
        Files.writeString(directory.resolve("network.md"), out);
    }

    private String cells(String network, Result result) {
        var best =
                rows.stream()
                        .filter(row -> row.network().equals(network))
                        .filter(row -> row.control().startsWith("fixed"))
                        .flatMap(row -> row.result().stream())
                        .mapToDouble(Result::seconds)
                        .min();
        return String.format(
                Locale.ROOT,
                "%.1f | %s | %d | %d | %d | %.1f | %d",
                result.seconds(),
                best.isPresent()
                        ? String.format(Locale.ROOT, "%.2f", result.seconds() / best.getAsDouble())
                        : "",
                result.kills(),
                result.refused(),
                result.cuts(),
                result.again() / (double) MB,
                result.streams());
    }

    private static String load() throws IOException {
        var file = Path.of("/proc/loadavg");
        return Files.exists(file) ? Files.readString(file).split(" ", 2)[0] : "unknown";
    }

    private static void deleteAll(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}

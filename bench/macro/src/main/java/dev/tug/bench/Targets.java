package dev.tug.bench;

import java.util.ArrayList;
import java.util.List;

/// What Tug promises, held against what was measured; all on medians but for memory.
///
/// What was not measured is not in the list.
final class Targets {
    private static final double WALL_MAX = 0.80;
    private static final double WALL_UNVERIFIED_MAX = 1.15;
    private static final double CPU_MAX = 0.95;
    private static final double CPU_JSSE_MAX = 1.6;
    private static final double RSS_MAX = 180e6;
    private static final double SHARE_MIN = 0.97;
    private static final double TAIL_SECONDS_MAX = 0.050;
    private static final double LAYERS_MAX = 1.2;
    private static final double VERSION_MAX = 4;
    private static final double VERSION_SECONDS_MAX = 0.12;
    private static final double LIST_MAX = 8;
    private static final double LIST_SECONDS_MAX = 0.25;

    private final List<Target> targets = new ArrayList<>();

    private Targets() {}

    static List<Target> of(Findings findings) {
        var all = new Targets();
        findings.comparisons().forEach(all::add);
        findings.layers().ifPresent(all::add);
        findings.links().stream()
                .filter(link -> link.client().equals(Clients.TUG))
                .forEach(all::add);
        findings.startup().ifPresent(all::add);
        return List.copyOf(all.targets);
    }

    private void add(Comparison comparison) {
        compare(comparison, Clients.TUG, Clients.ARIA_PROOF, true, WALL_MAX);
        compare(comparison, Clients.TUG, Clients.ARIA, true, WALL_UNVERIFIED_MAX);
        compare(comparison, Clients.TUG, Clients.ARIA_PROOF, false, CPU_MAX);
        compare(comparison, Clients.TUG_JSSE, Clients.ARIA_PROOF, false, CPU_JSSE_MAX);
        comparison
                .of(Clients.TUG)
                .ifPresent(row ->
                        targets.add(
                                Target.atMost(
                                        comparison.title() + ": peak RSS, the largest",
                                        RSS_MAX,
                                        row.rssBytes().max(),
                                        Target.Unit.MEGABYTES)));
    }

    private void compare(
            Comparison comparison, String client, String other, boolean wall, double limit) {
        var row = comparison.of(client);
        var peer = comparison.of(other);
        if (row.isEmpty() || peer.isEmpty()) {
            return;
        }
        double ratio =
                wall
                        ? row.get().wallSeconds().median() / peer.get().wallSeconds().median()
                        : row.get().cpuSeconds().median() / peer.get().cpuSeconds().median();
        targets.add(
                Target.atMost(
                        "%s: %s, %s to %s"
                                .formatted(
                                        comparison.title(), wall ? "time" : "CPU", client, other),
                        limit,
                        ratio,
                        Target.Unit.RATIO));
    }

    private void add(SmallLayers layers) {
        targets.add(
                Target.atMost(
                        layers.layers() + " layers of 10 kB at 30 ms: time to that of latency",
                        LAYERS_MAX,
                        layers.ratio(),
                        Target.Unit.RATIO));
    }

    private void add(LinkResult link) {
        targets.add(
                Target.atLeast(
                        link.title() + ": of the link's rate, first byte to proof",
                        SHARE_MIN,
                        link.share().median(),
                        Target.Unit.SHARE));
        targets.add(
                Target.atMost(
                        link.title() + ": from the last byte to the end",
                        TAIL_SECONDS_MAX,
                        link.tailSeconds().median(),
                        Target.Unit.MILLIS));
    }

    private void add(Startup startup) {
        ratio(startup, Startup.VERSION, VERSION_MAX, VERSION_SECONDS_MAX);
        ratio(startup, Startup.LIST, LIST_MAX, LIST_SECONDS_MAX);
    }

    private void ratio(Startup startup, String command, double ratioMax, double secondsMax) {
        targets.add(
                Target.atMost(
                        command + ": time to that of " + Startup.JAVA,
                        ratioMax,
                        startup.ratio(command),
                        Target.Unit.RATIO));
        targets.add(
                Target.atMost(
                        command + ": time",
                        secondsMax,
                        startup.median(command),
                        Target.Unit.SECONDS));
    }
}

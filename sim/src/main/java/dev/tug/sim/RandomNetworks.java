package dev.tug.sim;

import dev.tug.sim.Rule.Overload.AllCut;
import dev.tug.sim.Rule.Overload.NewReset;

import java.util.ArrayList;
import java.util.SplittableRandom;

/// Draws networks that nobody has thought of, each from a seed.
final class RandomNetworks {
    private static final double MB = 1e6;

    private RandomNetworks() {}

    static Network of(long seed) {
        var random = new SplittableRandom(seed);
        // Neighbouring seeds begin alike.
        random = random.split();
        double rate = logarithmic(random, 12, 120) * MB;
        double flow = Math.min(rate, rate / logarithmic(random, 1, 16));
        double cost = random.nextDouble() < 0.2 ? random.nextDouble(0.002, 0.02) : 0;
        double roundTrip = logarithmic(random, 0.01, 0.15);
        var rules = new ArrayList<Rule>();
        if (random.nextDouble() < 0.75) {
            rules.add(wall(random));
        }
        if (random.nextDouble() < 0.3) {
            rules.add(new Rule.RandomCuts(logarithmic(random, 30, 600)));
        }
        if (random.nextDouble() < 0.15) {
            rules.add(new Rule.Lifetime(logarithmic(random, 20, 180)));
        }
        if (random.nextDouble() < 0.15) {
            rules.add(new Rule.ByteBudget((long) (logarithmic(random, 50, 1_000) * MB)));
        }
        if (random.nextDouble() < 0.2) {
            rules.add(new Rule.Handshakes(random.nextInt(1, 7), random.nextDouble(3, 15)));
        }
        var link = new Network.Link(rate, flow, cost, roundTrip);
        return new Network("seed " + seed, describe(link, rules), link, rules);
    }

    private static Rule wall(SplittableRandom random) {
        int limit = random.nextInt(1, 15);
        double delay = random.nextDouble(2, 15);
        double penalty = random.nextBoolean() ? 0 : random.nextDouble(0, 30);
        return switch (random.nextInt(3)) {
            case 0 -> new Rule.Wall(limit, new NewReset());
            case 1 -> new Rule.Wall(limit, new AllCut(delay, random.nextBoolean(), penalty));
            default -> new Rule.SoftWall(limit, logarithmic(random, 0.005, 0.05));
        };
    }

    private static double logarithmic(SplittableRandom random, double from, double to) {
        return Math.exp(random.nextDouble(Math.log(from), Math.log(to) + 1e-9));
    }

    private static String describe(Network.Link link, Iterable<Rule> rules) {
        var text =
                new StringBuilder(
                        "%.0f MB/s, %.1f a flow, %.0f ms"
                                .formatted(
                                        link.rate() / MB,
                                        link.flowRate() / MB,
                                        link.roundTrip() * 1e3));
        if (link.extraFlowCost() > 0) {
            text.append(", extra flows cost %.1f %%".formatted(link.extraFlowCost() * 100));
        }
        rules.forEach(rule -> text.append("; ").append(describe(rule)));
        return text.toString();
    }

    private static String describe(Rule rule) {
        return switch (rule) {
            case Rule.RandomCuts(var every) -> "a cut in %.0f s".formatted(every);
            case Rule.Wall(var limits, var overload) ->
                    "k = " + limits.getFirst().limit() + describe(overload);
            case Rule.SoftWall(var limit, var hazard) ->
                    "soft k = %d (%.3f)".formatted(limit, hazard);
            case Rule.Handshakes(var rate, var refusal) ->
                    "%.0f handshakes/s or %.0f s refusal".formatted(rate, refusal);
            case Rule.Lifetime(var seconds) -> "connections live %.0f s".formatted(seconds);
            case Rule.ByteBudget(var bytes) -> "connections carry %.0f MB".formatted(bytes / MB);
            case Rule.AnswerCap _,
                    Rule.ScanAndHold _,
                    Rule.RequestRate _,
                    Rule.Outage _,
                    Rule.RangesStripped _,
                    Rule.Starvation _,
                    Rule.SlowFlows _ ->
                    rule.toString();
        };
    }

    private static String describe(Rule.Overload overload) {
        return switch (overload) {
            case NewReset _ -> ", new reset";
            case AllCut(var grace, var reset, var penalty, _) ->
                    ", all cut (%s) after %.1f s, closed %.0f s"
                            .formatted(reset ? "RST" : "EOF", grace, penalty);
        };
    }
}

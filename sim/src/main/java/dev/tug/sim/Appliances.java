package dev.tug.sim;

import java.util.List;

/// Sets the rules of a network up for one pull.
final class Appliances {
    private Appliances() {}

    static List<Appliance> of(Network network) {
        return network.rules().stream().map(Appliances::of).toList();
    }

    private static Appliance of(Rule rule) {
        return switch (rule) {
            case Rule.RandomCuts cuts -> new Deaths.AtRandom(cuts);
            case Rule.Lifetime lifetime -> new Deaths.AtAge(lifetime);
            case Rule.ByteBudget budget -> new Deaths.AtBytes(budget);
            case Rule.Wall wall -> new ConnectionWall(wall);
            case Rule.SoftWall wall -> new HazardWall(wall);
            case Rule.Handshakes handshakes -> new HandshakeBucket(handshakes);
            case Rule.AnswerCap cap -> new Answers.Capped(cap);
            case Rule.ScanAndHold scan -> new Answers.Scanned(scan);
            case Rule.RequestRate rate -> new Answers.Throttled(rate);
            case Rule.RangesStripped _ -> new Answers.Whole();
            case Rule.Outage outage -> new Breakdown(outage);
            case Rule.Starvation starvation -> new Shares.Starved(starvation);
            case Rule.SlowFlows slow -> new Shares.Slow(slow);
        };
    }
}

package dev.tug.sim;

/// Rules about who gets how many bytes.
final class Shares {
    private Shares() {}

    record Slow(Rule.SlowFlows rule) implements Appliance {
        @Override
        public void opened(Path path, Flow flow) {
            if (path.uniform() < rule.share()) {
                flow.ceiling = Math.min(flow.ceiling, rule.bytesPerSecond());
            }
        }
    }

    record Starved(Rule.Starvation rule) implements Appliance {
        @Override
        public void counted(Path path) {
            path.serveOnly(rule.served());
        }
    }
}

package dev.tug.sim;

/// Kills one connection now and then while there are too many; the more, the sooner.
final class HazardWall implements Appliance {
    private final Rule.SoftWall rule;
    private double killAt = Double.POSITIVE_INFINITY;

    HazardWall(Rule.SoftWall rule) {
        this.rule = rule;
    }

    /// The hazard has no memory: the time is drawn anew whenever the number of connections changes.
    @Override
    public void counted(Path path) {
        int open = path.established();
        int above = open - rule.limit();
        killAt =
                above <= 0
                        ? Double.POSITIVE_INFINITY
                        : path.now() + path.exponential(1 / (rule.hazard() * above * open));
    }

    @Override
    public double nextAt() {
        return killAt;
    }

    @Override
    public void act(Path path) {
        if (path.now() < killAt) {
            return;
        }
        killAt = Double.POSITIVE_INFINITY;
        var open = path.flows().stream().filter(Flow::established).toList();
        var victim = open.get((int) (path.uniform() * open.size()));
        path.kill(victim, path.now(), "overloaded");
    }
}

package dev.tug.sim;

/// Takes the link down and up again.
final class Breakdown implements Appliance {
    private final Rule.Outage rule;
    private boolean down;
    private boolean past;

    Breakdown(Rule.Outage rule) {
        this.rule = rule;
    }

    @Override
    public double nextAt() {
        if (past) {
            return Double.POSITIVE_INFINITY;
        }
        return down ? rule.toSecond() : rule.fromSecond();
    }

    @Override
    public void act(Path path) {
        if (path.now() < nextAt()) {
            return;
        }
        past = down;
        down = !down;
        path.tell(() -> down ? "the link is down" : "the link is up");
        path.down(down, rule.refusing());
    }
}

package dev.tug.sim;

/// Bears so many connections and no more.
final class ConnectionWall implements Appliance {
    private final Rule.Wall rule;
    private int level;
    private double cutAt = Double.POSITIVE_INFINITY;
    private double closedUntil;

    ConnectionWall(Rule.Wall rule) {
        this.rule = rule;
    }

    private int limit() {
        return rule.limits().get(level).limit();
    }

    private double nextLevelAt() {
        return level + 1 < rule.limits().size()
                ? rule.limits().get(level + 1).sinceSeconds()
                : Double.POSITIVE_INFINITY;
    }

    @Override
    public Welcome connecting(Path path) {
        return switch (rule.overload()) {
            case Rule.Overload.NewReset _ ->
                    path.admitted() >= limit() ? Welcome.TOO_MANY : Welcome.IN;
            case Rule.Overload.AllCut _ -> path.now() < closedUntil ? Welcome.CLOSED : Welcome.IN;
        };
    }

    @Override
    public void counted(Path path) {
        if (!(rule.overload() instanceof Rule.Overload.AllCut cut)) {
            return;
        }
        if (path.established() <= limit()) {
            cutAt = Double.POSITIVE_INFINITY;
        } else if (cutAt == Double.POSITIVE_INFINITY) {
            cutAt = path.now() + cut.graceSeconds();
        }
    }

    @Override
    public double nextAt() {
        return Math.min(cutAt, nextLevelAt());
    }

    @Override
    public void act(Path path) {
        if (path.now() >= nextLevelAt()) {
            level++;
            path.tell(() -> "the wall is now at " + limit());
            counted(path);
        }
        if (path.now() >= cutAt && rule.overload() instanceof Rule.Overload.AllCut cut) {
            cutAt = Double.POSITIVE_INFINITY;
            closedUntil = path.now() + cut.penaltySeconds();
            int open = path.established();
            path.tell(() ->
                    "%d connections, %d borne: all cut, closed for %.0f s"
                            .formatted(open, limit(), cut.penaltySeconds()));
            path.flows().stream()
                    .filter(Flow::established)
                    .forEach(flow ->
                            path.kill(
                                    flow,
                                    path.now() + path.uniform() * cut.volleySeconds(),
                                    cut.reset() ? "connection reset" : "end of file"));
        }
    }
}

package dev.tug.sim;

/// One pull beside the best static setting's.
record Trial(Network network, Strategy strategy, Optimum optimum, Outcome outcome) {
    static Trial of(Network network, long size, long seed, Optimum optimum, Strategy strategy) {
        return new Trial(
                network,
                strategy,
                optimum,
                strategy.pull(network, size, seed, deadline(optimum), Trace.NONE));
    }

    /// What is not over by then never is.
    static double deadline(Optimum optimum) {
        return 30 * optimum.seconds() + 3_600;
    }

    /// Time over the optimum; infinite if it never finished.
    double ratio() {
        return outcome.finished()
                ? outcome.seconds() / optimum.seconds()
                : Double.POSITIVE_INFINITY;
    }

    private String restarts() {
        return outcome.restarts() == 0 ? "" : " (%dr)".formatted(outcome.restarts());
    }

    /// For a table: the ratio, restarts by hand, and the kills.
    String cell() {
        return outcome.finished()
                ? "%.2f%s [%d]".formatted(ratio(), restarts(), outcome.kills())
                : "never [%d]".formatted(outcome.kills());
    }
}

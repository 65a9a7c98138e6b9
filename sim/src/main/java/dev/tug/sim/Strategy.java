package dev.tug.sim;

import dev.tug.internal.control.FixedStreams;
import dev.tug.internal.control.StreamControl;

import java.util.Arrays;
import java.util.Optional;

/// A way to pull.
enum Strategy {
    CLASSIC("classic"),
    FIXED_16("fixed16"),
    FIXED_1("fixed1"),
    LADDER("ladder"),
    AIMD("aimd"),
    TUG("tug"),
    TUG_SECOND("tug2"),
    TUG_INSPECTED("inspected"),
    TUG_INSPECTED_SECOND("inspected2"),
    TUG_AGGRESSIVE("aggressive");

    private final String word;

    Strategy(String word) {
        this.word = word;
    }

    String word() {
        return word;
    }

    static Optional<Strategy> of(String word) {
        return Arrays.stream(values()).filter(each -> each.word.equals(word)).findFirst();
    }

    /// Pulls `size` bytes through `network`; gives up after `deadline` seconds.
    Outcome pull(Network network, long size, long seed, double deadline, Trace trace) {
        return switch (this) {
            case CLASSIC -> classic(network, size, seed, deadline, trace);
            case FIXED_16 -> run(new FixedStreams(16), network, size, seed, deadline, trace);
            case FIXED_1 -> run(new FixedStreams(1), network, size, seed, deadline, trace);
            case LADDER -> run(new StepDown(16), network, size, seed, deadline, trace);
            case AIMD -> run(new Aimd(16), network, size, seed, deadline, trace);
            case TUG -> run(Candidate.first(), network, size, seed, deadline, trace);
            case TUG_INSPECTED -> run(Candidate.inspected(), network, size, seed, deadline, trace);
            case TUG_AGGRESSIVE ->
                    run(Candidate.aggressive(), network, size, seed, deadline, trace);
            case TUG_SECOND -> second(false, network, size, seed, deadline, trace);
            case TUG_INSPECTED_SECOND -> second(true, network, size, seed, deadline, trace);
        };
    }

    private static Outcome second(
            boolean inspected,
            Network network,
            long size,
            long seed,
            double deadline,
            Trace trace) {
        var before = inspected ? Candidate.inspected() : Candidate.first();
        run(before, network, size, seed, deadline, Trace.NONE);
        var control = Candidate.second(before, inspected);
        return run(control, network, size, seed + 1, deadline, trace);
    }

    private static Outcome classic(
            Network network, long size, long seed, double deadline, Trace trace) {
        var path = new Path(network, size, seed, trace);
        var pull = new ClassicPull(path, size, trace);
        path.run(pull, deadline);
        return pull.outcome();
    }

    /// A pull under any control.
    static Outcome run(
            StreamControl control,
            Network network,
            long size,
            long seed,
            double deadline,
            Trace trace) {
        var path = new Path(network, size, seed, trace);
        boolean told = network.isUneven() || !(control instanceof FixedStreams);
        var pull = new TugPull(path, size, control, told, Patience.USUAL, seed, trace);
        path.run(pull, deadline);
        return pull.outcome();
    }
}

package dev.tug.sim;

import dev.tug.failure.TransferFailure;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/// A client that does as a test says, and notes what comes of it.
final class Probe implements Client {
    /// What came of something; connections count from 1 in the order of opening.
    sealed interface Note {
        double at();

        int connection();

        record Opened(double at, int connection) implements Note {}

        record Broken(double at, int connection, TransferFailure failure) implements Note {}

        record Answered(double at, int connection, Answer answer) implements Note {}

        record Complete(double at, int connection, long bytes) implements Note {}
    }

    private static final double MB = 1e6;

    private final Path path;
    private final double end;
    private final TreeMap<Double, List<Runnable>> plan = new TreeMap<>();
    private final List<Note> notes = new ArrayList<>();
    private final List<Flow> flows = new ArrayList<>();

    private Probe(Path path, double end) {
        this.path = path;
        this.end = end;
        at(end, () -> {});
    }

    /// A probe of a network with `rules` on a link of 10 MB/s, until `end`.
    static Probe of(double end, Rule... rules) {
        return of(end, new Network.Link(10 * MB, 10 * MB, 0, 0.01), rules);
    }

    static Probe of(double end, Network.Link link, Rule... rules) {
        var network = new Network("test", "", link, List.of(rules));
        return new Probe(new Path(network, 1_000_000_000, 7, Trace.NONE), end);
    }

    Probe at(double second, Runnable action) {
        plan.computeIfAbsent(second, _ -> new ArrayList<>()).add(action);
        return this;
    }

    /// Opens a connection and, once it is there, asks for `bytes`; 0 to ask for nothing.
    Probe pulls(double second, long bytes) {
        return at(
                second,
                () -> {
                    var flow = path.open(10);
                    flow.asked = bytes;
                    flows.add(flow);
                });
    }

    /// Asks for more on a connection.
    Probe asks(double second, int connection, long bytes) {
        return at(second, () -> path.ask(flows.get(connection - 1), bytes, true));
    }

    Probe closes(double second, int connection) {
        return at(second, () -> path.close(flows.get(connection - 1)));
    }

    List<Note> run() {
        path.run(this, end);
        return notes;
    }

    Path path() {
        return path;
    }

    long received(int connection) {
        flows.get(connection - 1).advance(path.now());
        return flows.get(connection - 1).connectionBytes();
    }

    <N extends Note> List<N> notes(Class<N> type) {
        return notes.stream().filter(type::isInstance).map(type::cast).toList();
    }

    @Override
    public void opened(Flow flow) {
        notes.add(new Note.Opened(path.now(), flow.number));
        if (flow.asked > 0) {
            path.ask(flow, flow.asked, true);
        }
    }

    @Override
    public void broken(Flow flow, TransferFailure failure) {
        notes.add(new Note.Broken(path.now(), flow.number, failure));
    }

    @Override
    public void answered(Flow flow, Answer answer) {
        notes.add(new Note.Answered(path.now(), flow.number, answer));
    }

    @Override
    public void complete(Flow flow) {
        notes.add(new Note.Complete(path.now(), flow.number, flow.received()));
    }

    @Override
    public double wakeAt() {
        return plan.isEmpty() ? end : plan.firstKey();
    }

    @Override
    public void act() {
        while (!plan.isEmpty() && plan.firstKey() <= path.now()) {
            plan.pollFirstEntry().getValue().forEach(Runnable::run);
        }
    }

    @Override
    public boolean over() {
        return path.now() >= end;
    }
}

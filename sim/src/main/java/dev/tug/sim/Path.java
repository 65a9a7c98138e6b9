package dev.tug.sim;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;

/// A network at work: connections, the link that they share, and the appliances on the way.
///
/// Time jumps from one event to the next; between two of them all rates are constant.
final class Path {
    static final String HOST = "cdn";

    private final Network network;
    private final SharedLink link;
    private final Course course;
    private final long blobBytes;
    private final SplittableRandom random;
    private final Trace trace;
    private final List<Appliance> appliances;
    private final List<Flow> flows = new ArrayList<>();
    private double now;
    private int numbers;
    private int established;
    private int kills;
    private int knocks;
    private long delivered;

    Path(Network network, long blobBytes, long seed, Trace trace) {
        this.network = network;
        this.link = new SharedLink(network.link());
        this.course = new Course(this, link);
        this.blobBytes = blobBytes;
        this.random = new SplittableRandom(seed);
        this.trace = trace;
        this.appliances = Appliances.of(network);
        appliances.forEach(appliance -> appliance.counted(this));
    }

    /// Runs `client` until it is over or `deadline` seconds have passed.
    void run(Client client, double deadline) {
        client.act();
        while (!client.over() && now < deadline) {
            step(client);
        }
    }

    /// As [#run], but ends when an appliance has killed a connection.
    void runUnlessKilled(Client client, double deadline) {
        client.act();
        while (!client.over() && now < deadline && kills == 0) {
            step(client);
        }
    }

    private void step(Client client) {
        link.share(flows, now);
        double next = client.wakeAt();
        for (var appliance : appliances) {
            next = Math.min(next, appliance.nextAt());
        }
        Flow first = null;
        for (var flow : flows) {
            double at = flow.nextAt();
            if (at < next) {
                next = at;
                first = flow;
            }
        }
        if (next == Double.POSITIVE_INFINITY) {
            throw new IllegalStateException("nothing will ever happen in " + network);
        }
        now = Math.max(now, next);
        if (first != null) {
            first.advance(now);
            course.happen(first, client);
        } else {
            for (var appliance : appliances) {
                if (appliance.nextAt() <= now) {
                    appliance.act(this);
                }
            }
        }
        client.act();
    }

    // What a client does.

    /// Begins to connect; waits at most `seconds` for an answer.
    Flow open(double seconds) {
        var flow = link.join(++numbers, now);
        flow.refusal = welcome(flow, seconds);
        flows.add(flow);
        return flow;
    }

    private String welcome(Flow flow, double seconds) {
        if (link.isDown()) {
            return link.fail(flow, now, seconds);
        }
        for (var appliance : appliances) {
            var welcome = appliance.connecting(this);
            if (welcome != Welcome.IN) {
                if (welcome.isProvoked()) {
                    kills++;
                } else {
                    knocks++;
                }
                flow.until = now + link.roundTrip();
                return welcome.words();
            }
        }
        return "";
    }

    /// Asks for `bytes`, a range or all.
    void ask(Flow flow, long bytes, boolean ranged) {
        flow.carried += flow.got;
        flow.got = 0;
        flow.asked = bytes;
        flow.limit = bytes;
        flow.ranged = ranged;
        flow.askedAt = now;
        flow.answer = ranged ? new Answer.Range() : new Answer.Whole();
        flow.phase = Flow.Phase.ASKED;
        flow.until = now + link.roundTrip();
        flow.held = false;
        for (var appliance : appliances) {
            appliance.asked(this, flow);
        }
        if (link.isDown()) {
            flow.until = Double.POSITIVE_INFINITY;
        }
    }

    /// Has the client stop reading the answer at `bytes`.
    void limit(Flow flow, double bytes) {
        flow.advance(now);
        flow.limit = Math.max(flow.got, bytes);
    }

    /// The connection has come about.
    void establish(Flow flow) {
        flow.phase = Flow.Phase.IDLE;
        flow.openedAt = now;
        established++;
        appliances.forEach(appliance -> appliance.opened(this, flow));
        counted();
    }

    /// Ends a connection in peace.
    void close(Flow flow) {
        if (flow.phase == Flow.Phase.CLOSED) {
            return;
        }
        flow.advance(now);
        boolean counts = flow.established();
        flow.carried = flow.connectionBytes();
        flow.got = 0;
        delivered += (long) flow.carried;
        flow.phase = Flow.Phase.CLOSED;
        flow.rate = 0;
        flows.remove(flow);
        link.changed();
        if (counts) {
            established--;
            counted();
        }
    }

    private void counted() {
        appliances.forEach(appliance -> appliance.counted(this));
    }

    // What an appliance sees and does.

    double now() {
        return now;
    }

    int established() {
        return established;
    }

    /// Connections that are there or were let in and will be.
    int admitted() {
        int admitted = 0;
        for (var flow : flows) {
            admitted += flow.refusal.isEmpty() ? 1 : 0;
        }
        return admitted;
    }

    /// Body bytes that clients were given, over all connections.
    long delivered() {
        return delivered + flows.stream().mapToLong(Flow::connectionBytes).sum();
    }

    /// Connections ended or refused because there were too many, or too fast.
    int kills() {
        return kills;
    }

    /// Connections refused because of what had happened before.
    int knocks() {
        return knocks;
    }

    List<Flow> flows() {
        return Collections.unmodifiableList(flows);
    }

    double uniform() {
        return random.nextDouble();
    }

    double exponential(double mean) {
        return -mean * Math.log(1 - random.nextDouble());
    }

    void tell(Supplier<String> what) {
        trace.tell(now, what);
    }

    /// Has `flow` end at `at`, because there are too many.
    void kill(Flow flow, double at, String how) {
        kills++;
        flow.doom(at, how);
    }

    void answerWhole(Flow flow) {
        flow.answer = new Answer.Whole();
        flow.asked = blobBytes;
        flow.limit = blobBytes;
    }

    void serveOnly(int connections) {
        link.serveOnly(connections);
    }

    void down(boolean isDown, boolean refuses) {
        link.down(isDown, refuses, flows, now);
    }
}

package dev.tug.lab;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

import javax.net.ssl.SSLContext;

/// The appliance's listener in front of one origin, which a client takes for the origin.
final class Inspection implements AutoCloseable {
    /// A client that closes one connection and opens another is not punished for the news of the
    /// first being on its way.
    private static final Duration TEARDOWN = Duration.ofMillis(50);

    private final LabServer origin;
    private final Optional<SSLContext> forged;
    private final Optional<SSLContext> trusting;
    private final Supplier<ApplianceRules> rules;
    private final Appliance.Machinery machinery;
    private final Relay.Road road;
    private final Door door;
    private final Listener listener;
    private final AtomicLong number = new AtomicLong();

    /// @param trust authority of the origin; without one neither side uses TLS
    Inspection(
            LabServer origin,
            CertificateAuthority forger,
            Optional<CertificateAuthority> trust,
            Appliance.Machinery machinery) {
        this.origin = origin;
        this.forged = trust.map(_ -> forger.serverContext("localhost", "127.0.0.1"));
        this.trusting = trust.map(CertificateAuthority::clientContext);
        this.rules = machinery.rules();
        this.machinery = machinery;
        this.road =
                new Relay.Road(
                        machinery.link(), machinery.outage(), new Turns(), machinery.counts());
        this.door = new Door(origin.name(), machinery.events());
        this.listener = Listener.start("lab-appliance-" + origin.name(), this::serve);
        origin.advertise(origin.host() + ":" + listener.port());
    }

    Door door() {
        return door;
    }

    @Override
    public void close() {
        origin.advertise(origin.address());
        listener.close();
    }

    /// Connections may have become too many by new rules.
    void rulesChanged() {
        var now = rules.get();
        if (now.overflow() instanceof ApplianceRules.Overflow.KillAll
                && door.isOverfull(now.openMax())) {
            scheduleKill(now);
        }
    }

    private void serve(Socket client) throws IOException, InterruptedException {
        if (!machinery.outage().refuses()) {
            machinery.outage().pass();
        }
        var now = rules.get();
        var relay = new Relay(number.incrementAndGet(), client, now, road);
        if (machinery.outage().refuses()) {
            door.turnAway(relay);
            Wire.reset(client);
            return;
        }
        if (now.overflow() instanceof ApplianceRules.Overflow.RefuseNew) {
            door.awaitRoom(now.openMax(), TEARDOWN);
        }
        switch (door.enter(relay, now, Ticks.nanos())) {
            case REFUSED -> Wire.reset(client);
            case ANSWERED -> answer(client, now);
            case SERVED -> serve(relay, client, now);
            case SERVED_ONE_TOO_MANY -> {
                scheduleKill(now);
                serve(relay, client, now);
            }
        }
    }

    private void answer(Socket client, ApplianceRules now) throws IOException {
        if (now.overflow() instanceof ApplianceRules.Overflow.AnswerNew(var status)) {
            try (var wire = Wire.accept(client, forged.orElse(null))) {
                Head.read(wire.bufferedIn());
                wire.out().write(Screening.page(status, "There are too many connections."));
                wire.end(Fault.CutKind.FIN_WITH_CLOSE_NOTIFY);
            }
        }
    }

    private void serve(Relay relay, Socket client, ApplianceRules now)
            throws IOException, InterruptedException {
        var lifespan = Lifespan.of(now, relay.number()).map(end -> scheduleEnd(relay, end));
        try {
            relay(relay, client);
        } finally {
            lifespan.ifPresent(end -> end.cancel(false));
            door.leave(relay);
            road.turns().leave(relay);
        }
    }

    private Wire handshake(Relay relay, Socket client) throws IOException, InterruptedException {
        var now = relay.rules();
        machinery
                .handshakes()
                .pass(
                        now.find(Rule.HandshakeRate.class)
                                .map(Rule.HandshakeRate::perSecond)
                                .orElse(Integer.MAX_VALUE));
        Ticks.sleep(
                now.find(Rule.SlowHandshakes.class)
                        .map(Rule.SlowHandshakes::each)
                        .orElse(Duration.ZERO));
        if (now.find(Rule.HandshakeCuts.class)
                .filter(cuts -> cuts.which().test(relay.number()))
                .isPresent()) {
            var _ = client.getInputStream().read();
            door.cut(relay, "in its handshake");
            Wire.reset(client);
            throw new IOException("cut in the handshake");
        }
        return now.find(Rule.BrokenHttp2.class).isPresent() && forged.isPresent()
                ? Wire.acceptHttp2(client, forged.get())
                : Wire.accept(client, forged.orElse(null));
    }

    private void relay(Relay relay, Socket client) throws IOException, InterruptedException {
        try (var clientWire = handshake(relay, client);
                var tcp = new Socket(Listener.LOOPBACK, origin.port())) {
            relay.secured(clientWire);
            clientWire.beforeEnd(() -> door.leave(relay));
            if (clientWire.isHttp2()) {
                var _ = clientWire.in().read();
                door.cut(relay, "it speaks HTTP/2");
                clientWire.end(Fault.CutKind.RST);
                return;
            }
            listener.adopt(tcp);
            try (var originWire = Wire.connect(tcp, trusting.orElse(null), origin.host())) {
                listener.run(
                        Thread.currentThread().getName() + "-up",
                        () -> {
                            relay.pumpUp(clientWire, originWire);
                            door.leave(relay);
                        });
                if (relay.pumpDown(originWire, clientWire)) {
                    door.cut(relay, "it has carried its bytes");
                    relay.rules()
                            .find(Rule.BytesMax.class)
                            .map(Rule.BytesMax::cut)
                            .ifPresent(relay::cut);
                }
            } finally {
                listener.release(tcp);
            }
        }
    }

    private void scheduleKill(ApplianceRules now) {
        switch (now.overflow()) {
            case ApplianceRules.Overflow.RefuseNew _, ApplianceRules.Overflow.AnswerNew _ -> {}
            case ApplianceRules.Overflow.KillAll(var kind, var grace, var penalty) -> {
                var _ = after(grace, () -> killAll(now.openMax(), kind, penalty));
            }
        }
    }

    private void killAll(int limit, Fault.CutKind kind, Duration penalty) {
        for (var relay : door.kill(limit, penalty, Ticks.nanos())) {
            cutElsewhere(relay, kind);
        }
    }

    private ScheduledFuture<?> scheduleEnd(Relay relay, Lifespan end) {
        return after(
                end.age(),
                () -> {
                    door.cut(relay, end.why());
                    cutElsewhere(relay, end.cut());
                });
    }

    /// A close_notify waits for the pump's write to end, so it must not hold up the timer.
    private void cutElsewhere(Relay relay, Fault.CutKind kind) {
        listener.run("lab-appliance-cut-" + relay.number(), () -> relay.cut(kind));
    }

    private ScheduledFuture<?> after(Duration time, Runnable work) {
        return machinery.timer().schedule(work, time.toNanos(), TimeUnit.NANOSECONDS);
    }
}

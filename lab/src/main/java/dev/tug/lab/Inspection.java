package dev.tug.lab;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
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
    private final Turnstile handshakes;
    private final ScheduledExecutorService timer;
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
        this.handshakes = machinery.handshakes();
        this.timer = machinery.timer();
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

    private void serve(Socket client) throws IOException, InterruptedException {
        var now = rules.get();
        var relay = new Relay(number.incrementAndGet(), client, now);
        if (now.overflow() instanceof ApplianceRules.Overflow.RefuseNew) {
            door.awaitRoom(now.openMax(), TEARDOWN);
        }
        var verdict = door.enter(relay, now, Ticks.nanos());
        if (verdict == Door.Verdict.REFUSED) {
            Wire.reset(client);
            return;
        }
        if (verdict == Door.Verdict.SERVED_ONE_TOO_MANY) {
            scheduleKill(now);
        }
        var lifetime = scheduleEnd(relay, now);
        try {
            handshakes.pass(now.handshakesPerSecond());
            relay(relay, client);
        } finally {
            lifetime.cancel(false);
            door.leave(relay);
        }
    }

    private void relay(Relay relay, Socket client) throws IOException, InterruptedException {
        try (var clientWire = Wire.accept(client, forged.orElse(null));
                var tcp = new Socket(InetAddress.getLoopbackAddress(), origin.port())) {
            relay.secured(clientWire);
            clientWire.beforeEnd(() -> door.leave(relay));
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
                    relay.cut(relay.rules().cut());
                }
            } finally {
                listener.release(tcp);
            }
        }
    }

    private void scheduleKill(ApplianceRules now) {
        switch (now.overflow()) {
            case ApplianceRules.Overflow.RefuseNew() -> {}
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

    private ScheduledFuture<?> scheduleEnd(Relay relay, ApplianceRules now) {
        return after(
                now.lifetimeMax(),
                () -> {
                    door.cut(relay, "it is too old");
                    cutElsewhere(relay, now.cut());
                });
    }

    /// A close_notify waits for the pump's write to end, so it must not hold up the timer.
    private void cutElsewhere(Relay relay, Fault.CutKind kind) {
        listener.run("lab-appliance-cut-" + relay.number(), () -> relay.cut(kind));
    }

    private ScheduledFuture<?> after(Duration time, Runnable work) {
        return timer.schedule(work, time.toNanos(), TimeUnit.NANOSECONDS);
    }
}

package dev.tug.lab;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.function.Supplier;

/// One connection through the appliance: decrypts, encrypts again, and passes on.
///
/// Two threads pump, one a direction; any thread may cut.
final class Relay {
    private static final int BUFFER_BYTES = 64 * 1024;

    private final long number;
    private final Socket client;
    private final ApplianceRules rules;
    private final Road road;
    private volatile @Nullable Wire clientWire;
    private volatile boolean asksForHead;

    /// What connections share on their way.
    record Road(Link link, Outage outage, Turns turns, Screening.Counts counts) {}

    Relay(long number, Socket client, ApplianceRules rules, Road road) {
        this.number = number;
        this.client = client;
        this.rules = rules;
        this.road = road;
    }

    /// Which connection of its door this is, counted from 1.
    long number() {
        return number;
    }

    /// The rules under which it was let in.
    ApplianceRules rules() {
        return rules;
    }

    /// Makes the client's side known, so that a cut can speak TLS.
    void secured(Wire wire) {
        clientWire = wire;
    }

    /// Ends the client's side, which ends the relay.
    void cut(Fault.CutKind kind) {
        try {
            var wire = clientWire;
            if (wire != null) {
                wire.end(kind);
            } else if (kind == Fault.CutKind.RST) {
                Wire.reset(client);
            } else {
                client.close();
            }
        } catch (IOException e) {
            // The client was quicker.
        }
    }

    /// Passes requests on until either side ends.
    void pumpUp(Wire from, Wire to) {
        var buffer = new byte[BUFFER_BYTES];
        var delays = delays();
        try (to) {
            for (var count = from.in().read(buffer); count >= 0; count = from.in().read(buffer)) {
                asksForHead = count > 1 && buffer[0] == 'H' && buffer[1] == 'E';
                Ticks.sleep(delays.get());
                road.outage().pass();
                to.out().write(buffer, 0, count);
            }
        } catch (IOException e) {
            // Closing the origin's side, above, tells the other pump.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Supplier<Duration> delays() {
        var random = rules.random(number, "latency");
        return rules.find(Rule.Latency.class)
                .<Supplier<Duration>>map(rule ->
                        () -> {
                            var jitter = rule.jitter().toNanos() * random.nextDouble(-1, 1);
                            return rule.time().plusNanos((long) jitter);
                        })
                .orElse(() -> Duration.ZERO);
    }

    /// Passes responses on until either side ends or the connection has carried its bytes.
    ///
    /// The origin's end of any orderly kind becomes a close_notify, its reset a reset.
    ///
    /// @return whether the byte limit is reached, and the caller must cut
    boolean pumpDown(Wire from, Wire to) throws IOException, InterruptedException {
        var buffer = new byte[BUFFER_BYTES];
        var pace = new Pace(rules.bytesPerSecond(number));
        var linkRate = rules.linkBytesPerSecond();
        var screening = new Screening(rules, to.out(), road.counts(), () -> asksForHead);
        var slice = Link.slice(pace.slice(BUFFER_BYTES), linkRate);
        var left = rules.find(Rule.BytesMax.class).map(Rule.BytesMax::bytes).orElse(Long.MAX_VALUE);
        while (left > 0) {
            var count = readOrReset(from, to, buffer, (int) Math.min(left, slice));
            if (count < 0) {
                to.end(Fault.CutKind.FIN_WITH_CLOSE_NOTIFY);
                return false;
            }
            awaitTurn();
            pace.await(count);
            road.link().await(count, linkRate);
            road.outage().pass();
            try {
                screening.take(buffer, count);
            } catch (Screening.Blocked e) {
                to.end(Fault.CutKind.FIN_WITH_CLOSE_NOTIFY);
                return false;
            }
            left -= count;
        }
        return true;
    }

    private void awaitTurn() throws InterruptedException {
        var rule = rules.find(Rule.Starvation.class);
        if (rule.isPresent()) {
            road.turns().await(this, rule.get());
        }
    }

    private static int readOrReset(Wire from, Wire to, byte[] buffer, int bytesMax)
            throws IOException {
        try {
            return from.in().read(buffer, 0, bytesMax);
        } catch (IOException e) {
            to.end(Fault.CutKind.RST);
            throw e;
        }
    }
}

package dev.tug.lab;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.Socket;

/// One connection through the appliance: decrypts, encrypts again, and passes on.
///
/// Two threads pump, one a direction; any thread may cut.
final class Relay {
    private static final int BUFFER_BYTES = 64 * 1024;

    private final long number;
    private final Socket client;
    private final ApplianceRules rules;
    private volatile @Nullable Wire clientWire;

    Relay(long number, Socket client, ApplianceRules rules) {
        this.number = number;
        this.client = client;
        this.rules = rules;
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
        try (to) {
            for (var count = from.in().read(buffer); count >= 0; count = from.in().read(buffer)) {
                Ticks.sleep(rules.latency());
                to.out().write(buffer, 0, count);
            }
        } catch (IOException e) {
            // Closing the origin's side, above, tells the other pump.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Passes responses on until either side ends or the connection has carried its bytes.
    ///
    /// The origin's end of any orderly kind becomes a close_notify, its reset a reset.
    ///
    /// @return whether the byte limit is reached, and the caller must cut
    boolean pumpDown(Wire from, Wire to) throws IOException, InterruptedException {
        var buffer = new byte[BUFFER_BYTES];
        var pace = new Pace(rules.bytesPerSecond());
        var left = rules.bytesMax();
        while (left > 0) {
            var count =
                    readOrReset(from, to, buffer, (int) Math.min(left, pace.slice(BUFFER_BYTES)));
            if (count < 0) {
                to.end(Fault.CutKind.FIN_WITH_CLOSE_NOTIFY);
                return false;
            }
            pace.await(count);
            to.out().write(buffer, 0, count);
            left -= count;
        }
        return true;
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

package dev.tug.lab;

import java.time.Duration;

/// What an [Appliance] does to the connections through it; each origin is counted by itself.
///
/// @param openMax connections to one origin that may be open at once
/// @param overflow what happens when one more comes
/// @param connectionsServed how many connections to one origin are served in all; later ones are
///     reset
/// @param lifetimeMax age at which a connection is cut
/// @param bytesMax bytes from the origin after which a connection is cut
/// @param cut how those two limits end a connection
/// @param bytesPerSecond rate of each connection from the origin
/// @param latency added to each piece of a request that a client sends
/// @param handshakesPerSecond TLS handshakes begun in a second, to both origins together
public record ApplianceRules(
        int openMax,
        Overflow overflow,
        int connectionsServed,
        Duration lifetimeMax,
        long bytesMax,
        Fault.CutKind cut,
        long bytesPerSecond,
        Duration latency,
        int handshakesPerSecond) {

    /// What happens to connections when one more than allowed is opened.
    public sealed interface Overflow {
        /// The new one is reset before its handshake.
        record RefuseNew() implements Overflow {}

        /// The new one is let in; if there are still too many after `grace`, all to that origin are
        /// cut.
        ///
        /// @param penalty how long new ones are reset after that
        record KillAll(Fault.CutKind kind, Duration grace, Duration penalty) implements Overflow {}
    }

    public ApplianceRules {
        if (openMax < 1 || bytesMax < 1 || bytesPerSecond < 1 || handshakesPerSecond < 1) {
            throw new IllegalArgumentException("a limit below 1");
        }
    }

    /// No limits: the appliance only inspects.
    public static ApplianceRules unlimited() {
        return new ApplianceRules(
                Integer.MAX_VALUE,
                new Overflow.RefuseNew(),
                Integer.MAX_VALUE,
                Distortion.NEVER,
                Long.MAX_VALUE,
                Fault.CutKind.RST,
                Long.MAX_VALUE,
                Duration.ZERO,
                Integer.MAX_VALUE);
    }

    /// These rules with another ceiling of open connections.
    public ApplianceRules withOpenMax(int next, Overflow what) {
        return new ApplianceRules(
                next,
                what,
                connectionsServed,
                lifetimeMax,
                bytesMax,
                cut,
                bytesPerSecond,
                latency,
                handshakesPerSecond);
    }

    /// These rules with service for the first `next` connections only.
    public ApplianceRules withConnectionsServed(int next) {
        return new ApplianceRules(
                openMax,
                overflow,
                next,
                lifetimeMax,
                bytesMax,
                cut,
                bytesPerSecond,
                latency,
                handshakesPerSecond);
    }

    /// These rules with another greatest age of a connection.
    public ApplianceRules withLifetimeMax(Duration next, Fault.CutKind how) {
        return new ApplianceRules(
                openMax,
                overflow,
                connectionsServed,
                next,
                bytesMax,
                how,
                bytesPerSecond,
                latency,
                handshakesPerSecond);
    }

    /// These rules with another byte limit of a connection.
    public ApplianceRules withBytesMax(long next, Fault.CutKind how) {
        return new ApplianceRules(
                openMax,
                overflow,
                connectionsServed,
                lifetimeMax,
                next,
                how,
                bytesPerSecond,
                latency,
                handshakesPerSecond);
    }

    /// These rules with another rate of each connection.
    public ApplianceRules withBytesPerSecond(long next) {
        return new ApplianceRules(
                openMax,
                overflow,
                connectionsServed,
                lifetimeMax,
                bytesMax,
                cut,
                next,
                latency,
                handshakesPerSecond);
    }

    /// These rules with another delay of requests.
    public ApplianceRules withLatency(Duration next) {
        return new ApplianceRules(
                openMax,
                overflow,
                connectionsServed,
                lifetimeMax,
                bytesMax,
                cut,
                bytesPerSecond,
                next,
                handshakesPerSecond);
    }

    /// These rules with another rate of handshakes.
    public ApplianceRules withHandshakesPerSecond(int next) {
        return new ApplianceRules(
                openMax,
                overflow,
                connectionsServed,
                lifetimeMax,
                bytesMax,
                cut,
                bytesPerSecond,
                latency,
                next);
    }
}

package dev.tug.internal.http;

import dev.tug.internal.name.AddressMemory;
import dev.tug.internal.name.Connector;
import dev.tug.internal.name.Lookup;
import dev.tug.internal.name.Names;
import dev.tug.internal.name.Pins;
import dev.tug.internal.proxy.Proxies;
import dev.tug.internal.tls.Tls;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.LongSupplier;

/// How a [Transport] reaches servers and what it tells them.
///
/// @param tls whom it trusts, and how it shakes hands
/// @param userAgent what servers see
/// @param patience the longest wait for a connection and for a handshake, at most 30 s
/// @param connector finds addresses and opens connections
/// @param proxies by which ways servers are reached; empty if directly
/// @param background whether little is let on the way to a stream at a time, because others come first
public record HttpSettings(
        Tls tls,
        String userAgent,
        Duration patience,
        Connector connector,
        Optional<Proxies> proxies,
        boolean background) {
    /// A transport in the foreground that asks the platform for addresses, and no proxy.
    public HttpSettings(Tls tls, String userAgent, Duration patience) {
        this(tls, userAgent, patience, platform(), Optional.empty(), false);
    }

    /// The same with other trust.
    public HttpSettings with(Tls other) {
        return new HttpSettings(other, userAgent, patience, connector, proxies, background);
    }

    /// The same with other connections.
    public HttpSettings with(Connector other) {
        return new HttpSettings(tls, userAgent, patience, other, proxies, background);
    }

    /// The same by other ways.
    public HttpSettings with(Optional<Proxies> others) {
        return new HttpSettings(tls, userAgent, patience, connector, others, background);
    }

    private static Connector platform() {
        LongSupplier clock = InstantSource.system()::millis;
        return new Connector(
                Pins.NONE, new Names(Lookup.ofPlatform()), new AddressMemory(clock), clock);
    }
}

package dev.tug;

import dev.tug.internal.http.Transport;
import dev.tug.internal.profile.Egress;
import dev.tug.internal.profile.PathMemory;
import dev.tug.internal.proxy.Proxies;
import dev.tug.internal.registry.BlobLocator;
import dev.tug.internal.registry.RegistryClient;
import dev.tug.internal.tls.Tls;
import dev.tug.internal.transfer.StreamGate;

import java.net.URI;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/// What pulls of one [Tug] share.
///
/// @param tls what handshakes showed
/// @param names how names are found
/// @param proxies by which ways servers are reached; empty if directly
/// @param memory what paths bear
/// @param egress how this machine gets to a server at the moment
/// @param clockMillis a monotonic clock
/// @param random spreads the delays of retries; safe for threads
record Engine(
        Tls tls,
        NameWiring names,
        Optional<Proxies> proxies,
        Transport transport,
        BoundLogin login,
        RegistryClient registry,
        BlobLocator locator,
        StreamGate gate,
        PathMemory memory,
        Function<URI, Egress> egress,
        LongSupplier clockMillis,
        RandomGenerator random)
        implements AutoCloseable {
    /// Ends all connections.
    @Override
    public void close() {
        transport.close();
        names.close();
    }
}

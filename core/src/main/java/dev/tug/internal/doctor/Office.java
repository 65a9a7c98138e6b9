package dev.tug.internal.doctor;

import dev.tug.internal.proxy.Proxies;
import dev.tug.internal.registry.BlobLocator;
import dev.tug.internal.registry.RegistryClient;
import dev.tug.internal.store.ModelStore;
import dev.tug.internal.tls.Tls;

import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/// Whom an examination asks; all of them as a pull has them, but less patient.
///
/// @param witness carries the requests of `registry` and `locator`
/// @param patience how long silence is borne
/// @param margin bytes that a pull wants to stay free
/// @param lessons what earlier pulls learned of the path, in words
/// @param proxies by which ways servers are reached; empty if directly
/// @param tls has judged the certificates of `witness`
/// @param millis a monotonic clock
public record Office(
        Witness witness,
        RegistryClient registry,
        BlobLocator locator,
        Patience patience,
        ModelStore store,
        long margin,
        URI ollama,
        Supplier<List<String>> lessons,
        Resolver names,
        Optional<Proxies> proxies,
        Tls tls,
        InstantSource calendar,
        LongSupplier millis) {
    /// The longest silences that are borne.
    ///
    /// @param needed of what a pull cannot do without; it may take all the time that there is
    /// @param aside of what is worth knowing
    /// @param pull at the least by a pull
    public record Patience(Duration needed, Duration aside, Duration pull) {}
}

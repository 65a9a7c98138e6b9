package dev.tug;

import dev.tug.internal.http.Transport;
import dev.tug.internal.registry.BlobLocator;
import dev.tug.internal.registry.RegistryClient;
import dev.tug.internal.transfer.StreamGate;

import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/// What pulls of one [Tug] share.
///
/// @param clockMillis a monotonic clock
/// @param random spreads the delays of retries; safe for threads
record Engine(
        Transport transport,
        BoundLogin login,
        RegistryClient registry,
        BlobLocator locator,
        StreamGate gate,
        LearnedStreams learned,
        LongSupplier clockMillis,
        RandomGenerator random) {}

package dev.tug.internal.http;

import java.nio.ByteBuffer;

/// Speaks HTTP/1.1 over TCP or TLS: the only way from Tug to the network.
///
/// It follows no redirect, repeats nothing, and decodes no content: what a response says is the
/// caller's to judge. Safe for use by many threads.
public interface Transport extends AutoCloseable {
    /// Prepares `request`; nothing is sent before [Call#send].
    Call call(Request request);

    /// A buffer of the kind and size that [Response#read] takes bytes into with the fewest copies.
    ByteBuffer newBuffer();

    /// Ends the connections that idle, so that the next request opens a new one.
    void dropIdle();

    /// Ends all connections.
    @Override
    void close();
}

package dev.tug.internal.http;

import dev.tug.failure.TransferException;

import java.net.URI;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/// The answer to a [Request]: its head, and its body to be read once by one thread.
public interface Response extends AutoCloseable {
    /// The address that answered.
    URI uri();

    /// The status code, 200..599.
    int status();

    /// The first value of a header field, trimmed; names compare without case.
    Optional<String> header(String name);

    /// All values of a header field that may stand more than once, in their order.
    default List<String> headers(String name) {
        return header(name).map(List::of).orElse(List.of());
    }

    /// Body bytes announced, or -1 if the answer does not say.
    long length();

    /// The connection that carried it.
    Connection connection();

    /// Reads at least one byte into `into`, which must have room.
    ///
    /// @return bytes read, or -1 at a clean end of the body
    /// @throws TransferException `Cut` if the connection ended early, `Stalled` after the request's
    ///     stall time without a byte
    int read(ByteBuffer into) throws TransferException;

    /// Waits a while for more of the body; returns whether there is something that [#read] can go on with.
    /// What has failed or ended is told by the read. Only where TLS brings a body of known length is anything
    /// waited for.
    ///
    /// @param wanted bytes that are to be read
    /// @param leftMillis how long may still be waited
    default boolean awaits(int wanted, LongSupplier leftMillis) {
        return true;
    }

    /// Has the kernel hold no more for the connection than it does now, for as long as that lives:
    /// else it takes in ever more ahead of one who reads slowly on purpose.
    default void steady() {}

    /// Whether [#steady] was called for the connection, in this exchange or before.
    default boolean isSteady() {
        return false;
    }

    /// Has [#close] end the connection in any case.
    void retire();

    /// Gives the connection back if the body was read to its end, and ends it otherwise.
    @Override
    void close();
}

package dev.tug.internal.transfer;

import dev.tug.blob.ChunkSum;
import dev.tug.failure.TransferException;

import java.util.List;

/// One question to a registry: what the pieces of a blob must hash to.
public interface SumsCall {
    /// Asks, once. What comes covers the blob without gap or overlap; empty if the registry does not say.
    List<ChunkSum> send() throws TransferException;

    /// Ends [#send] soon, from another thread; harmless when repeated or late.
    void abort();
}

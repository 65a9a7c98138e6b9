package dev.tug.internal.http;

import dev.tug.failure.TransferException;

/// One request on its way, which any thread may abort.
public interface Call {
    /// Sends the request and waits for the head of the response. To be called once.
    ///
    /// The response holds a connection until it is closed.
    ///
    /// @throws TransferException if no response came, also because of [#abort]
    Response send() throws TransferException;

    /// Ends the connection at once, in whatever phase it is; harmless when repeated or late.
    void abort();
}

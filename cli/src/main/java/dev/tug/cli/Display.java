package dev.tug.cli;

import dev.tug.PullListener;

/// Shows one pull as it happens, and how it ended.
interface Display extends PullListener, AutoCloseable {
    /// Tells how it went well.
    ///
    /// @param facts one line
    void succeeded(String facts);

    /// Tells how it went wrong.
    void failed(Complaint complaint);

    /// Puts the terminal back in order; nothing is shown afterwards.
    @Override
    void close();
}

package dev.tug.internal.tls;

import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;

/// Gets what lies at an address in plain http, for who looks for a certificate there.
@FunctionalInterface
public interface IssuerFetch {
    /// The most bytes that are worth anything: a certificate has some thousand.
    int BYTES_MAX = 64 * 1024;

    /// What came.
    ///
    /// @param body its beginning, at most [#BYTES_MAX]
    record Answer(int status, ByteBuffer body) {}

    /// Asks once, following nothing and telling nothing but the address.
    ///
    /// An interrupt ends it.
    ///
    /// @throws IOException if there is no answer, or nobody may be asked
    Answer get(URI place) throws IOException;
}

package dev.tug.internal.tls;

import dev.tug.failure.Inspector;

import java.util.Optional;

/// What a connection's handshake showed.
///
/// @param verified whether the server proved who it is; false if the user did not want to know
/// @param old whether only TLS 1.2 gets through to it
/// @param inspector who opens TLS on the way
public record Seen(boolean verified, Old old, Optional<Inspector> inspector) {
    /// Nothing worth a word, or plain http.
    public static final Seen NOTHING = new Seen(true, Old.NO, Optional.empty());

    /// How sure it is that only TLS 1.2 gets through.
    public enum Old {
        /// Nothing speaks for it.
        NO,
        /// It went well where 1.3 had not, once: that may have been an outage.
        SUSPECTED,
        /// An earlier pull proved it, and it was not tried again.
        REMEMBERED,
        /// 1.3 was tried again, and died again.
        PROVED
    }
}

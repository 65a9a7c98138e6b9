package dev.tug.internal.tls;

import dev.tug.failure.Inspector;

import java.util.Optional;

/// What a connection's handshake showed.
///
/// @param verified whether the server proved who it is; false if the user did not want to know
/// @param old whether only TLS 1.2 gets through to it
/// @param inspector who opens TLS on the way
public record Seen(boolean verified, boolean old, Optional<Inspector> inspector) {
    /// Nothing worth a word, or plain http.
    public static final Seen NOTHING = new Seen(true, false, Optional.empty());
}

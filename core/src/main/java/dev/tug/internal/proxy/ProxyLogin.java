package dev.tug.internal.proxy;

import java.util.Optional;

/// A user of a proxy, and the password as far as it is known; prints as the user alone.
///
/// @param user may be `DOMAIN\NAME` or `NAME@REALM`
public record ProxyLogin(String user, Optional<String> password) {
    /// A whole login.
    public ProxyLogin(String user, String password) {
        this(user, Optional.of(password));
    }

    @Override
    public String toString() {
        return user;
    }
}

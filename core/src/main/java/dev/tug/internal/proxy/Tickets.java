package dev.tug.internal.proxy;

import java.util.Optional;

import javax.security.auth.Subject;

/// The Kerberos tickets that a user has.
@FunctionalInterface
public interface Tickets {
    /// Who has none.
    Tickets NONE = Optional::empty;

    /// Who the tickets are of; empty if there are none.
    Optional<Subject> subject();
}

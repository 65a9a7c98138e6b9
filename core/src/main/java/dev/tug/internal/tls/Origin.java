package dev.tug.internal.tls;

/// Where an authority is known from.
public enum Origin {
    /// The JDK's list of public authorities.
    PUBLIC,
    /// The operating system's store, or what somebody added to the JDK's.
    SYSTEM,
    /// A file or directory that the user named.
    ADDED
}

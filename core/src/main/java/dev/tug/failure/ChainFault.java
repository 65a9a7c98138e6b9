package dev.tug.failure;

/// What is wrong with a server's certificates.
public enum ChainFault {
    /// The chain ends in an authority that this machine does not know.
    UNKNOWN_AUTHORITY,
    /// The server leaves out a certificate between its own and an authority.
    INCOMPLETE,
    /// A certificate has expired, or this machine's clock is ahead.
    EXPIRED,
    /// A certificate is not valid yet, or this machine's clock is behind.
    NOT_YET_VALID,
    /// The authority at the end is known, and has expired.
    AUTHORITY_EXPIRED,
    /// The certificate is another host's.
    WRONG_NAME,
    /// A key is too short, or a signature's algorithm is broken.
    WEAK,
    /// A certificate demands what nobody here understands.
    UNSUPPORTED,
    /// This machine was told to distrust one of them.
    DISTRUSTED,
    /// The server shows more than are looked at.
    TOO_LONG,
    /// One vouches for others that is no authority, or not for so many below it.
    NO_AUTHORITY,
    /// An authority may not vouch for names such as the host's.
    NAME_FORBIDDEN,
    /// One is for other things than servers.
    WRONG_PURPOSE,
    /// The host is named in the old way alone, which proves nothing.
    OLD_NAME,
    /// Something else.
    OTHER
}

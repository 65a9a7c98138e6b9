package dev.tug.failure;

/// Why a host's name has no address, as far as its name server says (RFC 1035 4.1.1).
public enum NameTrouble {
    /// Nobody could be asked why.
    UNKNOWN(""),
    /// The name server knows that there is no such name (NXDOMAIN).
    NO_SUCH_NAME("the name server says that it does not exist (NXDOMAIN)"),
    /// The name exists and has neither an A nor an AAAA record.
    NO_ADDRESS("the name exists and has no address"),
    /// The name server gives an address that is nobody's, `0.0.0.0` or `::`, as filters do.
    HIDDEN("the name server answers with 0.0.0.0: a filter's way of blocking"),
    /// The name server will not say (REFUSED), as filters do.
    REFUSED("the name server refuses to answer (REFUSED)"),
    /// The name server could not find out (SERVFAIL).
    SERVER_FAILURE("the name server failed (SERVFAIL)"),
    /// No name server answers at all.
    NO_ANSWER("no name server answers");

    private final String words;

    NameTrouble(String words) {
        this.words = words;
    }

    /// Whether a name server has answered for good: to ask it again for a minute brings the same.
    public boolean isDefinite() {
        return switch (this) {
            case NO_SUCH_NAME, NO_ADDRESS, HIDDEN, REFUSED -> true;
            case UNKNOWN, SERVER_FAILURE, NO_ANSWER -> false;
        };
    }

    /// What is known, to follow that there is no address; empty if nothing is.
    public String words() {
        return words;
    }
}

package dev.tug.internal.name;

import dev.tug.failure.NameTrouble;

import java.net.UnknownHostException;

/// A name without an address, and why.
public final class NameFailure extends UnknownHostException {
    private static final long serialVersionUID = 1L;

    private final NameTrouble trouble;

    public NameFailure(String host, NameTrouble trouble) {
        super(host);
        this.trouble = trouble;
    }

    public NameTrouble trouble() {
        return trouble;
    }

    /// The trouble that an exception of any kind tells of.
    static NameTrouble of(UnknownHostException e) {
        return e instanceof NameFailure known ? known.trouble : NameTrouble.UNKNOWN;
    }
}

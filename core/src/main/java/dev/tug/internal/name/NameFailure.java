package dev.tug.internal.name;

import dev.tug.failure.NameTrouble;

import java.net.UnknownHostException;

/// A name without an address, and why.
public final class NameFailure extends UnknownHostException {
    private static final long serialVersionUID = 1L;

    private final NameTrouble trouble;
    private final String also;

    public NameFailure(String host, NameTrouble trouble) {
        this(host, trouble, "");
    }

    /// @param also what a source of names beside the platform's said
    public NameFailure(String host, NameTrouble trouble, String also) {
        super(host);
        this.trouble = trouble;
        this.also = also;
    }

    public NameTrouble trouble() {
        return trouble;
    }

    public String also() {
        return also;
    }
}

package dev.tug.internal.name;

import dev.tug.failure.NameTrouble;
import dev.tug.failure.SecondSource;

import java.net.UnknownHostException;
import java.util.Optional;

/// A name without an address, and why.
public final class NameFailure extends UnknownHostException {
    private static final long serialVersionUID = 1L;

    private final NameTrouble trouble;
    private final transient Optional<SecondSource> also;

    public NameFailure(String host, NameTrouble trouble) {
        this(host, trouble, Optional.empty());
    }

    /// @param also what a source of names beside the platform's said
    public NameFailure(String host, NameTrouble trouble, Optional<SecondSource> also) {
        super(host);
        this.trouble = trouble;
        this.also = also;
    }

    public NameTrouble trouble() {
        return trouble;
    }

    public Optional<SecondSource> also() {
        return also;
    }
}

package dev.tug.internal.gguf;

/// Says why a file is no GGUF file, or one that Tug does not read.
public final class GgufException extends Exception {
    private static final long serialVersionUID = 1L;

    GgufException(String reason) {
        super(reason);
    }
}

package dev.tug.sim;

/// What an appliance says to who connects.
enum Welcome {
    IN(""),
    /// There are too many.
    TOO_MANY("too many connections"),
    /// They come too fast.
    TOO_FAST("handshakes come too fast"),
    /// It lets nobody in, for what has happened before.
    CLOSED("refused for a while");

    private final String words;

    Welcome(String words) {
        this.words = words;
    }

    String words() {
        return words;
    }

    /// Whether this very connection provoked it.
    boolean isProvoked() {
        return switch (this) {
            case TOO_MANY, TOO_FAST -> true;
            case IN, CLOSED -> false;
        };
    }
}

package dev.tug.cli;

/// The command line or the configuration file asks for something that makes no sense.
final class UsageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String hint;

    /// @param hint what to do instead
    UsageException(String message, String hint) {
        super(message);
        this.hint = hint;
    }

    /// What to do instead.
    String hint() {
        return hint;
    }
}

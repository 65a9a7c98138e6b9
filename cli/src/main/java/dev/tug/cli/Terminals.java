package dev.tug.cli;

import java.nio.charset.Charset;
import java.util.Optional;
import java.util.function.Supplier;

/// Finds the window that standard error goes to.
///
/// The launcher tells by the system property `tug.tty` whether there is one, because a shell knows
/// in no time what costs a virtual machine many milliseconds to find out.
final class Terminals {
    private static final char BLOCK = '█';

    private final Environment environment;
    private final Tty tty;
    private final Charset charset;

    Terminals(Environment environment, Tty tty, Charset charset) {
        this.environment = environment;
        this.tty = tty;
        this.charset = charset;
    }

    /// The window; empty if standard error is no terminal, or one that cannot move its cursor.
    Optional<Surroundings.Window> window() {
        if (environment.verbatim("TERM").filter("dumb"::equals).isPresent() || !isTerminal()) {
            return Optional.empty();
        }
        Supplier<WindowSize> size = () -> tty.size().orElse(WindowSize.USUAL);
        return Optional.of(new Surroundings.Window(size, charset.newEncoder().canEncode(BLOCK)));
    }

    private boolean isTerminal() {
        var told = System.getProperty("tug.tty", "");
        return told.isEmpty() ? tty.isTerminal() : told.equals("1");
    }
}

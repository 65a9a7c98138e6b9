package dev.tug.cli;

import dev.tug.ProxyRules;
import dev.tug.Tug;
import dev.tug.TugConfig;

import java.io.InputStream;
import java.io.PrintStream;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntUnaryOperator;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/// All that the command knows of the world outside: what `main` gives, and a test makes up.
///
/// @param out data
/// @param err progress, notes and errors
/// @param terminal the window behind `err`; empty if that is no terminal
/// @param nanos a monotonic clock
/// @param now the calendar
/// @param signals watches for Ctrl-C on behalf of the calling thread
/// @param asker asks the human, if there is one
/// @param tugs opens the library
record Surroundings(
        Environment environment,
        Platform platform,
        InputStream in,
        PrintStream out,
        PrintStream err,
        Supplier<Optional<Window>> terminal,
        LongSupplier nanos,
        InstantSource now,
        Signals signals,
        ProxyRules.Asker asker,
        Function<TugConfig, Tug> tugs) {
    /// A terminal's window.
    ///
    /// @param size the size at any moment; may be slow at first
    /// @param unicode whether block characters can be shown
    record Window(Supplier<WindowSize> size, boolean unicode) {}

    /// Watches for the signals that end a program.
    @FunctionalInterface
    interface Signals {
        /// Interrupts the calling thread at the first signal from now on.
        ///
        /// @param restore brings the terminal and the disk back to order before a halt
        /// @return what turns an exit code into the one that tells of the signal, if there was one
        IntUnaryOperator watch(Runnable restore);

        /// Runs `action` at each signal by which a user lifts the limit to the rate and brings it back.
        default void onToggle(Runnable action) {}
    }
}

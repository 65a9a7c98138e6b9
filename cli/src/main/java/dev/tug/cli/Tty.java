package dev.tug.cli;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Optional;

/// Standard error as a terminal, asked through the C library.
///
/// A terminal library would do the same in ten times the start-up time, and ask the terminal
/// questions whose answers show up in a user's shell. Two calls into C are cheaper.
final class Tty {
    private static final int STDERR = 2;
    private static final long TIOCGWINSZ_LINUX = 0x5413;
    private static final long TIOCGWINSZ_BSD = 0x40087468;
    private static final int WINSIZE_BYTES = 8;
    private static final int VARIADIC_FROM = 2;

    private final Platform platform;

    Tty(Platform platform) {
        this.platform = platform;
    }

    /// Whether standard error goes to a terminal; never on Windows, whose consoles are not known.
    boolean isTerminal() {
        if (platform.isWindows()) {
            return false;
        }
        try {
            var isatty =
                    function(
                            "isatty",
                            FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
            return (int) isatty.invokeExact(STDERR) == 1;
        } catch (Throwable _) { // declared by invokeExact
            return false;
        }
    }

    /// The window's size now; empty if it cannot be told.
    Optional<WindowSize> size() {
        try (var arena = Arena.ofConfined()) {
            var ioctl =
                    function(
                            "ioctl",
                            FunctionDescriptor.of(
                                    ValueLayout.JAVA_INT,
                                    ValueLayout.JAVA_INT,
                                    ValueLayout.JAVA_LONG,
                                    ValueLayout.ADDRESS),
                            Linker.Option.firstVariadicArg(VARIADIC_FROM));
            var winsize = arena.allocate(WINSIZE_BYTES);
            var request = platform.isMac() ? TIOCGWINSZ_BSD : TIOCGWINSZ_LINUX;
            var result = (int) ioctl.invokeExact(STDERR, request, winsize);
            int rows = winsize.get(ValueLayout.JAVA_SHORT, 0);
            int columns = winsize.get(ValueLayout.JAVA_SHORT, Short.BYTES);
            return result == 0 && rows > 0 && columns > 0
                    ? Optional.of(new WindowSize(columns, rows))
                    : Optional.empty();
        } catch (Throwable _) { // declared by invokeExact
            return Optional.empty();
        }
    }

    // Restricted, because a wrong signature can crash the process; these two are POSIX.
    @SuppressWarnings("restricted")
    private static MethodHandle function(
            String name, FunctionDescriptor type, Linker.Option... options) {
        var linker = Linker.nativeLinker();
        return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), type, options);
    }
}

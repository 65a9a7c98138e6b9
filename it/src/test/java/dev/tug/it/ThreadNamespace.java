package dev.tug.it;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;

/// Moves threads into a network namespace: setns(2), which Java has no call for.
///
/// Sockets belong to the namespace of the thread that makes them, and new threads to that of the
/// thread that starts them; so a server of this process can be at home in another network.
final class ThreadNamespace {
    /// `CLONE_NEWNET` of linux/sched.h: the file must be a network namespace.
    private static final int NETWORK = 0x40000000;

    /// `O_RDONLY | O_CLOEXEC` of asm-generic/fcntl.h.
    private static final int READ_ONLY = 02000000;

    private static final MethodHandle OPEN =
            function(
                    "open",
                    FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT),
                    Linker.Option.firstVariadicArg(2));
    private static final MethodHandle SETNS =
            function("setns", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));
    private static final MethodHandle CLOSE =
            function("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));

    private ThreadNamespace() {}

    /// Moves the calling platform thread, for good.
    ///
    /// @param namespace its file, as `ip netns add` makes it
    static void enter(Path namespace) throws IOException {
        try (var arena = Arena.ofConfined()) {
            var path = arena.allocateFrom(namespace.toString());
            var descriptor = (int) OPEN.invokeExact(path, READ_ONLY);
            if (descriptor < 0) {
                throw new IOException("cannot open " + namespace);
            }
            try {
                if ((int) SETNS.invokeExact(descriptor, NETWORK) != 0) {
                    throw new IOException("cannot enter " + namespace);
                }
            } finally {
                var _ = (int) CLOSE.invokeExact(descriptor);
            }
        } catch (IOException | RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    @SuppressWarnings("restricted") // What setns(2) is for is to be had in no other way.
    private static MethodHandle function(
            String name, FunctionDescriptor type, Linker.Option... options) {
        var linker = Linker.nativeLinker();
        return linker.downcallHandle(
                linker.defaultLookup().find(name).orElseThrow(), type, options);
    }
}

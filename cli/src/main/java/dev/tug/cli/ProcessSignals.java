package dev.tug.cli;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.function.IntConsumer;

/// Signals of the operating system, through `sun.misc.Signal`.
///
/// That class is the only way to hear a second Ctrl-C, it is supported (module `jdk.unsupported`),
/// and the compiler warns of it in a way that cannot be suppressed: hence by reflection.
final class ProcessSignals {
    private ProcessSignals() {}

    /// Lets `handler` take the signal's number whenever it comes, on a thread of its own; does
    /// nothing where the platform has no such signal or keeps it for itself.
    ///
    /// @param name without `SIG`
    static void handle(String name, IntConsumer handler) {
        try {
            var signal = Class.forName("sun.misc.Signal");
            var handlerType = Class.forName("sun.misc.SignalHandler");
            var number = signal.getMethod("getNumber");
            var proxy =
                    Proxy.newProxyInstance(
                            handlerType.getClassLoader(),
                            new Class<?>[] {handlerType},
                            (_, method, arguments) -> {
                                if (method.getName().equals("handle")) {
                                    handler.accept(numberOf(number, arguments[0]));
                                }
                                return null;
                            });
            signal.getMethod("handle", signal, handlerType)
                    .invoke(null, signal.getConstructor(String.class).newInstance(name), proxy);
        } catch (InvocationTargetException _) {
            // Windows has no HUP, and under -Xrs or nohup a signal is not ours to take.
            return;
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("no sun.misc.Signal in this Java", e);
        }
    }

    private static int numberOf(Method number, Object signal) throws ReflectiveOperationException {
        return (int) number.invoke(signal);
    }
}

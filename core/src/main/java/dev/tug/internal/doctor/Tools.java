package dev.tug.internal.doctor;

import dev.tug.diagnosis.Check;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.InstantSource;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/// What an examination works with.
///
/// @param witness makes all requests
/// @param names asks the platform's resolver
/// @param calendar this machine's idea of the date
/// @param millis a monotonic clock
/// @param deadline the time by which it must be over
/// @param notes takes what was found, from any thread
record Tools(
        Witness witness,
        Resolver names,
        Route route,
        ChainJudge judge,
        InstantSource calendar,
        LongSupplier millis,
        Deadline deadline,
        Consumer<Check> notes) {
    /// Asks for the addresses of a name.
    @FunctionalInterface
    public interface Resolver {
        /// All addresses of `host`.
        InetAddress[] of(String host) throws UnknownHostException;
    }

    /// Notes what was found.
    void note(Check check) {
        notes.accept(check);
    }
}

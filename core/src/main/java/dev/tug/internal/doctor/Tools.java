package dev.tug.internal.doctor;

import dev.tug.diagnosis.Check;
import dev.tug.internal.proxy.Proxies;

import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/// What an examination works with.
///
/// @param witness makes all requests
/// @param names finds addresses as a pull does
/// @param proxies by which ways servers are reached; empty if directly
/// @param calendar this machine's idea of the date
/// @param millis a monotonic clock
/// @param deadline the time by which it must be over
/// @param notes takes what was found, from any thread
record Tools(
        Witness witness,
        Resolver names,
        Optional<Proxies> proxies,
        ChainJudge judge,
        InstantSource calendar,
        LongSupplier millis,
        Deadline deadline,
        Consumer<Check> notes) {
    /// Notes what was found.
    void note(Check check) {
        notes.accept(check);
    }
}

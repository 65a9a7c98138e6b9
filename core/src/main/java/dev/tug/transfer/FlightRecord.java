package dev.tug.transfer;

import dev.tug.failure.TransferFailure;

import java.time.Duration;
import java.util.Optional;

/// What became of one connection, written when it ends.
///
/// @param connection its number within the process, from 1; 0 if none came about
/// @param host host and port that it went to
/// @param requests responses that it carried
/// @param bytes body bytes that it carried
/// @param lived from the first request's start to the end
/// @param failure how it broke; empty if it ended in peace
public record FlightRecord(
        long connection,
        String host,
        int requests,
        long bytes,
        Duration lived,
        Optional<TransferFailure> failure) {}

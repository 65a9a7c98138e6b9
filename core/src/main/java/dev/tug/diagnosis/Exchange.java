package dev.tug.diagnosis;

import java.time.Duration;
import java.time.Instant;

/// One request that was made, and what came of it.
///
/// @param address without query, user and fragment
/// @param status of the answer; 0 if none came
/// @param outcome the answer's kind and size, or the failure, in words
/// @param firstByte from the request to the answer's head, or to the failure
public record Exchange(
        Instant at, String address, int status, String outcome, Duration firstByte) {}

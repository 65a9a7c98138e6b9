package dev.tug.bench;

/// What one run of a command took.
///
/// @param wallSeconds from its start to its end
/// @param cpuSeconds user and system, of the command and all that it started
/// @param rssBytes largest resident set of any one of those processes
/// @param wireBytes what the server sent meanwhile, without TLS and TCP
record Measurement(double wallSeconds, double cpuSeconds, long rssBytes, long wireBytes) {}

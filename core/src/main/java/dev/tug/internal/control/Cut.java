package dev.tug.internal.control;

/// The end of a connection that nobody here wanted.
///
/// @param ageMillis how long it had lived
/// @param bytes body bytes that it had carried
record Cut(long atMillis, long ageMillis, long bytes) {}

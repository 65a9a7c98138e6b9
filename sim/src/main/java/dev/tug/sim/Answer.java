package dev.tug.sim;

/// The head of an answer.
sealed interface Answer {
    /// The range that was asked for.
    record Range() implements Answer {}

    /// The whole blob.
    record Whole() implements Answer {}

    /// Not the bytes.
    record Refusal(int status, int retryAfterSeconds) implements Answer {}
}

package dev.tug.transfer;

/// What a number of streams follows from.
public enum Cause {
    /// Nothing has been learned.
    NONE,
    /// More streams are tried, because each so far has brought more.
    GROWING,
    /// More streams bring no more.
    NO_GAIN,
    /// Connections above a number are refused or bring all down.
    TOO_MANY,
    /// Connections that are opened too fast are refused.
    HANDSHAKES,
    /// Connections are ended at an age.
    LIFETIME,
    /// Connections are ended after a number of bytes.
    BYTE_BUDGET,
    /// Answers above a size do not come through.
    RESPONSE_SIZE,
    /// Something reads each answer whole before it passes it on.
    SCAN_AND_HOLD,
    /// The server asks for fewer requests.
    RATE_LIMITED,
    /// Connections break one by one; the link is bad, and fewer streams would not help.
    LOSSY,
    /// Nobody answers.
    OUTAGE,
    /// Ranges are ignored or rewritten.
    NO_RANGES,
    /// Only some of the streams get bytes.
    STARVATION,
    /// The path is inspected: streams start low and are added with care.
    INSPECTED,
    /// The user's limit to the rate feeds no more streams.
    LIMITED,
    /// An earlier pull learned it.
    PROFILE
}

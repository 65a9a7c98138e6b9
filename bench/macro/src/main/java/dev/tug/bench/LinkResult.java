package dev.tug.bench;

import java.util.List;

/// What pulls over a link of one rate took.
///
/// @param bits of the link in a second
/// @param bytes of the blob
record LinkResult(String client, long bits, long bytes, List<Run> runs) {
    /// Of an Ethernet frame of 1,514 bytes, 1,448 are TCP's, with its timestamps.
    private static final double FRAME = 1_448.0 / 1_514;

    /// Of a TLS 1.3 record of 16 kB, 5 bytes are its head, 1 its type, 16 its seal.
    private static final double RECORD = 16_384.0 / (16_384 + 22);

    private static final int BITS = 8;

    /// One pull.
    ///
    /// @param seconds from the first byte of the blob to the proof that it is whole
    /// @param tailSeconds from its last byte to that
    record Run(double seconds, double tailSeconds) {}

    /// The least that the blob takes on this link.
    double boundSeconds() {
        return bytes / ((double) bits / BITS * FRAME * RECORD);
    }

    /// Of the link's rate, 0..1.
    Spread share() {
        return Spread.of(runs, run -> boundSeconds() / run.seconds());
    }

    Spread tailSeconds() {
        return Spread.of(runs, Run::tailSeconds);
    }

    /// Such as `200 Mbit`.
    String title() {
        return bits / 1_000_000 + " Mbit";
    }
}

package dev.tug.cli;

import java.util.List;
import java.util.OptionalDouble;

/// What a pull looks like at one moment.
///
/// @param rows one for each blob, in the manifest's order
/// @param total all blobs together
/// @param status what goes on, in a few words; may be empty
/// @param isTrouble whether the status is bad news
record Picture(List<Row> rows, Row total, String status, boolean isTrouble) {
    Picture {
        rows = List.copyOf(rows);
    }

    /// A bar's worth of facts.
    ///
    /// @param label what it is of: 12 digits of a digest, or a word
    /// @param kind what the blob is for, such as `model`
    /// @param completed 0..total
    /// @param isDone whether nothing is left to do, not even to hash
    /// @param isMoving whether streams work on it now
    /// @param rate bytes a second; empty while unknown
    record Row(
            String label,
            String kind,
            long completed,
            long total,
            boolean isDone,
            boolean isMoving,
            OptionalDouble rate) {
        /// Whole percents, 100 only when all bytes are there.
        int percent() {
            return total == 0 ? 100 : (int) ((double) completed / total * 100);
        }
    }
}

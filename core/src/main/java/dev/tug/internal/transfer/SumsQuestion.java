package dev.tug.internal.transfer;

import dev.tug.blob.ChunkSum;
import dev.tug.blob.Descriptor;
import dev.tug.failure.TransferException;

import java.util.List;

/// Asks what the pieces of a blob must hash to, and stops waiting when the transfer ends.
record SumsQuestion(TransferState state, BlobSource source) {
    /// What the pieces must hash to; empty if nobody says.
    List<ChunkSum> of(Descriptor blob) {
        var call = source.sums(blob);
        if (call.isEmpty()) {
            return List.of();
        }
        Runnable abort = call.get()::abort;
        state.onStop(abort);
        try {
            return call.get().send();
        } catch (TransferException _) {
            // It was worth one question: there are other ways.
            return List.of();
        } finally {
            state.forgetStop(abort);
        }
    }
}

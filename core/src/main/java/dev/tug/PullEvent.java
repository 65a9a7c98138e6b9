package dev.tug;

import dev.tug.blob.Descriptor;
import dev.tug.blob.Digest;
import dev.tug.failure.Inspector;
import dev.tug.failure.TransferFailure;
import dev.tug.model.Manifest;
import dev.tug.model.ModelName;
import dev.tug.transfer.Cause;
import dev.tug.transfer.FlightRecord;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// News of a pull, in the order of [Started] to [Succeeded] or a thrown [PullException].
public sealed interface PullEvent {
    /// The manifest is about to be fetched. Once, first.
    record Started(ModelName name) implements PullEvent {}

    /// The manifest is here and it is known what is missing. Once.
    record Planned(ModelName name, Manifest manifest, List<BlobPlan> blobs) implements PullEvent {
        public Planned {
            blobs = List.copyOf(blobs);
        }
    }

    /// How far one blob has come: about four times a second while it moves, once with
    /// `completed == total` when all its bytes are on disk. Never goes back.
    ///
    /// @param completed bytes on disk, 0..total
    /// @param streams streams that work on this blob now
    record Progress(Descriptor blob, long completed, long total, int streams)
            implements PullEvent {}

    /// A blob's bytes match its digest and it is in the store, or it was there before. Once a blob.
    record Stored(Descriptor blob) implements PullEvent {}

    /// All bytes are here; what is left is to finish the hash. Once, after the last byte.
    record Verifying() implements PullEvent {}

    /// All blobs are in the store and the manifest is about to be written. Once.
    record WritingManifest() implements PullEvent {}

    /// Blobs of the tag's former manifest that nothing refers to were removed. At most once.
    record RemovedUnused(List<Digest> blobs) implements PullEvent {
        public RemovedUnused {
            blobs = List.copyOf(blobs);
        }
    }

    /// The model is in the store. Once, last.
    record Succeeded(ModelName name, Summary summary) implements PullEvent {}

    /// A request for a blob failed and is made again after `delay`; bytes received are kept.
    ///
    /// @param attempt failures in a row without progress, from 0 if this one does not count
    record Retrying(Descriptor blob, TransferFailure failure, int attempt, Duration delay)
            implements PullEvent {}

    /// A connection ended.
    record ConnectionEnded(FlightRecord flight) implements PullEvent {}

    /// The number of streams allowed changed, or why it is what it is did.
    ///
    /// @param cause why, for programs
    /// @param reason why, in words; empty if there is nothing to say
    record StreamsChanged(int before, int after, Cause cause, String reason) implements PullEvent {}

    /// The pull waits for something outside, such as another process that pulls the same blob.
    record Waiting(String reason) implements PullEvent {}

    /// A host's certificates show who opens TLS on the way to it, or that nobody does any more. At most
    /// once for each host.
    ///
    /// @param host with its port unless that is 443
    /// @param inspector who does; empty if nobody does any more
    /// @param change what is new since the last pull from this network, in words; empty if nothing is
    record Inspected(String host, Optional<Inspector> inspector, String change)
            implements PullEvent {
        /// One line for a log or a terminal.
        public String words() {
            var who = inspector.map(Inspector::words).map(w -> "inspected by " + w);
            return host
                    + ": "
                    + who.orElse("not inspected")
                    + (change.isEmpty() ? "" : "; " + change);
        }
    }

    /// A host's certificate was not looked at, as [TugConfig#unverified] asks. At most once for each
    /// host and pull, and whoever asked for it knows.
    ///
    /// @param host with its port unless that is 443
    record Unverified(String host) implements PullEvent {}

    /// Something odd that the pull survives, in words fit for a user.
    record Warning(String text) implements PullEvent {}

    /// What is known of a blob before its first byte is asked for.
    ///
    /// @param present whether the store has it already
    /// @param staged bytes that an earlier, interrupted pull left
    /// @param parts parts by Ollama's rule, at least 1
    record BlobPlan(Descriptor blob, boolean present, long staged, int parts) {
        /// Bytes that are still to be fetched.
        public long missing() {
            return present ? 0 : blob.size() - staged;
        }
    }

    /// The facts of a finished pull.
    ///
    /// @param bytes bytes of the model's blobs
    /// @param fetched body bytes that came over the network for them
    /// @param elapsed from [Started] to [Succeeded]
    /// @param connections connections opened
    /// @param cuts connections that broke and were survived
    /// @param streams streams allowed at the end
    /// @param again those of the bytes fetched that had come before, at most `fetched`
    /// @param kills connections that something ended because there were too many
    /// @param learned what holds of the path, in words; empty if nothing stood in the way
    record Summary(
            long bytes,
            long fetched,
            Duration elapsed,
            int connections,
            int cuts,
            int streams,
            long again,
            int kills,
            String learned) {}
}

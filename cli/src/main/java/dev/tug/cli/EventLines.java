package dev.tug.cli;

import dev.tug.PullEvent;
import dev.tug.transfer.Cause;
import dev.tug.transfer.FlightRecord;

import java.util.Optional;

/// The events that deserve a line of their own wherever people read. Owned by one thread at a time.
final class EventLines {
    private final boolean verbose;
    private Cause told = Cause.NONE;

    /// @param verbose whether ended connections are told of, and each number of streams
    EventLines(boolean verbose) {
        this.verbose = verbose;
    }

    /// The event's line; empty if it has none.
    Optional<String> of(PullEvent event) {
        return switch (event) {
            case PullEvent.StreamsChanged changed -> streams(changed);
            case PullEvent.Warning(var text) -> Optional.of("warning: " + text);
            case PullEvent.Inspected inspected -> Optional.of(inspected.words());
            case PullEvent.ConnectionEnded(var flight) ->
                    verbose ? Optional.of(flight(flight)) : Optional.empty();
            // The command has said so before anything was sent.
            case PullEvent.Unverified _ -> Optional.empty();
            case PullEvent.Started _,
                    PullEvent.Planned _,
                    PullEvent.Progress _,
                    PullEvent.Stored _,
                    PullEvent.Verifying _,
                    PullEvent.WritingManifest _,
                    PullEvent.RemovedUnused _,
                    PullEvent.Succeeded _,
                    PullEvent.Retrying _,
                    PullEvent.Waiting _ ->
                    Optional.empty();
        };
    }

    /// A line when the cause is another, and not at each number: that is for [PullProgress].
    private Optional<String> streams(PullEvent.StreamsChanged changed) {
        var isNew = changed.cause() != told;
        told = changed.cause();
        if (!verbose && !(isNew && isWorthALine(told))) {
            return Optional.empty();
        }
        return Optional.of(
                Human.count(changed.after(), "stream")
                        + (changed.reason().isEmpty() ? "" : ": " + changed.reason()));
    }

    /// That streams are added is what a pull does anyway, and an outage is told of as a wait.
    private static boolean isWorthALine(Cause cause) {
        return switch (cause) {
            case NONE, GROWING, OUTAGE -> false;
            case NO_GAIN,
                    TOO_MANY,
                    HANDSHAKES,
                    LIMITED,
                    LIFETIME,
                    BYTE_BUDGET,
                    RESPONSE_SIZE,
                    SCAN_AND_HOLD,
                    RATE_LIMITED,
                    LOSSY,
                    NO_RANGES,
                    STARVATION,
                    INSPECTED,
                    PROFILE ->
                    true;
        };
    }

    private static String flight(FlightRecord flight) {
        return "connection "
                + flight.connection()
                + " to "
                + flight.host()
                + ": "
                + Human.bytes(flight.bytes())
                + " in "
                + Human.elapsed(flight.lived())
                + ", "
                + Human.count(flight.requests(), "request")
                + ", "
                + flight.failure().map(failure -> failure.summary()).orElse("closed in peace");
    }
}

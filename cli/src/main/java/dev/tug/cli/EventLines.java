package dev.tug.cli;

import dev.tug.PullEvent;
import dev.tug.transfer.FlightRecord;

import java.util.Optional;

/// The events that deserve a line of their own wherever people read.
final class EventLines {
    private final boolean verbose;

    /// @param verbose whether ended connections are told of
    EventLines(boolean verbose) {
        this.verbose = verbose;
    }

    /// The event's line; empty if it has none.
    Optional<String> of(PullEvent event) {
        return switch (event) {
            case PullEvent.StreamsChanged(_, var after, _, var reason) ->
                    Optional.of(
                            Human.count(after, "stream") + (reason.isEmpty() ? "" : ": " + reason));
            case PullEvent.Warning(var text) -> Optional.of("warning: " + text);
            case PullEvent.ConnectionEnded(var flight) ->
                    verbose ? Optional.of(flight(flight)) : Optional.empty();
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

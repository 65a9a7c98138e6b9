package dev.tug.cli;

import dev.tug.PullEvent;
import dev.tug.PullListener;
import dev.tug.failure.TransferFailure;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// What happened during a pull, in a line for its end, good or bad. Owned by the pulling thread.
final class PullStory implements PullListener {
    private static final int STEPS_SHOWN_MAX = 8;

    private final Map<String, Integer> failures = new LinkedHashMap<>();
    private final List<Integer> streams = new ArrayList<>();

    /// Who read along, each with the first host where that was seen.
    private final Map<String, String> inspectors = new LinkedHashMap<>();

    private long missing;
    private int connections;

    @Override
    public void on(PullEvent event) {
        switch (event) {
            case PullEvent.Planned(_, _, var blobs) ->
                    missing =
                            blobs.stream()
                                    .filter(plan -> !plan.present())
                                    .mapToLong(plan -> plan.blob().size() - plan.staged())
                                    .sum();
            case PullEvent.StreamsChanged(var before, var after, _, _) -> {
                if (streams.isEmpty()) {
                    streams.add(before);
                }
                streams.add(after);
            }
            case PullEvent.Retrying(_, var failure, _, _) ->
                    failures.merge(kind(failure), 1, Integer::sum);
            case PullEvent.ConnectionEnded _ -> connections++;
            case PullEvent.Inspected(var host, var inspector, _) ->
                    inspector.ifPresent(by -> inspectors.putIfAbsent(by.words(), host));
            case PullEvent.Started _,
                    PullEvent.Progress _,
                    PullEvent.Stored _,
                    PullEvent.Verifying _,
                    PullEvent.WritingManifest _,
                    PullEvent.RemovedUnused _,
                    PullEvent.Succeeded _,
                    PullEvent.Waiting _,
                    PullEvent.Unverified _,
                    PullEvent.Warning _ -> {}
        }
    }

    /// The facts of a finished pull in one line.
    String facts(String model, PullEvent.Summary summary) {
        var size = model + ": " + Human.bytes(summary.bytes());
        if (missing == 0 && summary.fetched() == 0) {
            return size + ", all of it here already";
        }
        return size
                + ", "
                + Human.bytes(summary.fetched())
                + " fetched in "
                + Human.elapsed(summary.elapsed())
                + " ("
                + Human.rate(meanRate(summary))
                + ") over "
                + Human.count(summary.connections(), "connection")
                + ", "
                + Human.count(summary.cuts(), "cut")
                + " survived, "
                + again(summary)
                + kills(summary)
                + inspectors()
                + (summary.learned().isEmpty() ? "" : "; learned: " + summary.learned());
    }

    private String inspectors() {
        return inspectors.isEmpty()
                ? ""
                : "; inspected by " + String.join(", ", inspectors.keySet());
    }

    /// Bytes a second over the whole pull.
    static double meanRate(PullEvent.Summary summary) {
        return summary.fetched() * 1000.0 / Math.max(1, summary.elapsed().toMillis());
    }

    private static String again(PullEvent.Summary summary) {
        if (summary.again() == 0) {
            return "nothing fetched twice";
        }
        var percent = summary.again() * 100.0 / Math.max(1, summary.fetched());
        return Human.bytes(summary.again()) + " (" + Human.percent(percent) + ") fetched twice";
    }

    private static String kills(PullEvent.Summary summary) {
        return summary.kills() == 0
                ? ""
                : ", " + Human.count(summary.kills(), "connection") + " ended as too many";
    }

    /// What was tried, for the end of a pull that failed; empty if that is nothing to tell of.
    String tried() {
        var parts = new ArrayList<String>();
        if (connections > 0) {
            parts.add(Human.count(connections, "connection"));
        }
        failures.forEach((kind, count) -> parts.add(count + " " + kind));
        if (!streams.isEmpty()) {
            var from = Math.max(0, streams.size() - STEPS_SHOWN_MAX);
            parts.add(
                    streams.subList(from, streams.size()).stream()
                            .map(String::valueOf)
                            .collect(Collectors.joining(" then ", "", " streams")));
        }
        return String.join(", ", parts);
    }

    private static String kind(TransferFailure failure) {
        return switch (failure) {
            case TransferFailure.Unresolved _ -> "without an address";
            case TransferFailure.Unreachable _ -> "not connected";
            case TransferFailure.HandshakeFailed _ -> "failed in the TLS handshake";
            case TransferFailure.Untrusted _ -> "not trusted";
            case TransferFailure.ProxyUnreachable _ -> "without their proxy";
            case TransferFailure.ProxyScriptFailed _ -> "without a proxy from their script";
            case TransferFailure.ProxyDenied _ -> "not logged in to their proxy";
            case TransferFailure.ProxyRefused(_, var proxy, _, _, _)
                    when proxy.startsWith("socks") ->
                    "refused by their SOCKS proxy";
            case TransferFailure.ProxyRefused(_, _, var status, _, _) ->
                    "refused by their proxy with HTTP " + status;
            case TransferFailure.Cut _ -> "cut off";
            case TransferFailure.Stalled _ -> "stalled";
            case TransferFailure.Refused(_, var status, _, _, _) -> "refused with HTTP " + status;
            case TransferFailure.Blocked _ -> "answered with a page";
            case TransferFailure.WrongRange _ -> "answered with other bytes";
            case TransferFailure.BadRedirect _ -> "redirected astray";
            case TransferFailure.Corrupt _ -> "corrupt";
        };
    }
}

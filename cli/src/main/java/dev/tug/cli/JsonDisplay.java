package dev.tug.cli;

import dev.tug.PullEvent;
import dev.tug.blob.Descriptor;
import dev.tug.blob.Digest;
import dev.tug.failure.Page;
import dev.tug.failure.TransferFailure;

import java.io.PrintStream;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// One JSON object a line, as `POST /api/pull` of Ollama sends them, and more.
///
/// Statuses and their keys are Ollama's. Lines that Ollama does not know have an `event` besides
/// their `status`. Each blob has a line with `completed` equal to `total`, which Ollama does not
/// promise. The last line is `success` or has an `error`.
final class JsonDisplay implements Display {
    private final PrintStream out;
    private final String model;
    private final Set<Digest> completed = new HashSet<>();

    /// @param model as asked for
    JsonDisplay(PrintStream out, String model) {
        this.out = out;
        this.model = model;
    }

    @Override
    public void on(PullEvent event) {
        switch (event) {
            case PullEvent.Started(var name) -> {
                var line = line("pulling manifest");
                line.put("model", name.shortest());
                write(line);
            }
            case PullEvent.Planned(_, _, var blobs) ->
                    blobs.stream()
                            .filter(plan -> !plan.present())
                            .forEach(plan -> progress(plan.blob(), plan.staged(), Map.of()));
            case PullEvent.Progress(var blob, var bytes, _, var streams) ->
                    progress(blob, bytes, Map.of("streams", streams));
            case PullEvent.Stored(var blob) -> progress(blob, blob.size(), Map.of());
            case PullEvent.Verifying() -> write(line("verifying sha256 digest"));
            case PullEvent.WritingManifest() -> write(line("writing manifest"));
            case PullEvent.RemovedUnused(var blobs) -> {
                var line = line("removing unused layers");
                line.put("removed", blobs.stream().map(Digest::toString).toList());
                write(line);
            }
            case PullEvent.Succeeded(_, var summary) -> succeeded(summary);
            case PullEvent.Retrying(var blob, var failure, var attempt, var delay) -> {
                var line = event("retrying", "retrying " + blob.digest().shortForm());
                line.put("digest", blob.digest().toString());
                line.put("reason", failure.summary());
                line.put("kind", kind(failure));
                line.put("attempt", attempt);
                line.put("delay_ms", delay.toMillis());
                write(line);
            }
            case PullEvent.ConnectionEnded(var flight) -> {
                var line = event("connection_ended", "connection ended");
                line.put("connection", flight.connection());
                line.put("host", flight.host());
                line.put("requests", flight.requests());
                line.put("bytes", flight.bytes());
                line.put("lived_ms", flight.lived().toMillis());
                flight.failure().ifPresent(failure -> line.put("reason", failure.summary()));
                write(line);
            }
            case PullEvent.StreamsChanged(var before, var after, var cause, var reason) -> {
                var line = event("streams_changed", Human.count(after, "stream"));
                line.put("before", before);
                line.put("after", after);
                line.put("cause", cause.name().toLowerCase(Locale.ROOT));
                line.put("reason", reason);
                write(line);
            }
            case PullEvent.Waiting(var reason) -> {
                var line = event("waiting", "waiting");
                line.put("reason", reason);
                write(line);
            }
            case PullEvent.Inspected inspected -> inspected(inspected);
            // The command has said so before anything was sent.
            case PullEvent.Unverified _ -> {}
            case PullEvent.Warning(var text) -> warn(out, text);
        }
    }

    /// Writes a warning, which may be about more than one pull.
    static void warn(PrintStream out, String text) {
        var line = event("warning", "warning");
        line.put("reason", text);
        write(out, line);
    }

    @Override
    public void succeeded(String facts) {}

    @Override
    public void failed(Complaint complaint) {
        write(document(complaint, model));
    }

    /// The object that says what went wrong with `model`, if it was about one.
    static Map<String, Object> document(Complaint complaint, String model) {
        var line = new LinkedHashMap<String, Object>();
        line.put("error", error(complaint));
        line.put("code", complaint.code().word());
        line.put("exit", complaint.code().code());
        if (!model.isEmpty()) {
            line.put("model", model);
        }
        if (!complaint.tried().isEmpty()) {
            line.put("tried", complaint.tried());
        }
        complaint.culprit().ifPresent(culprit -> line.put("culprit", culprit));
        complaint.page().ifPresent(page -> line.put("page", document(page)));
        line.put("hint", complaint.hint());
        return line;
    }

    private static Map<String, Object> document(Page page) {
        var line = new LinkedHashMap<String, Object>();
        line.put("kind", page.kind().name().toLowerCase(Locale.ROOT));
        line.put("vendor", page.vendor());
        line.put("category", page.category());
        line.put("reason", page.reason());
        line.put("status", page.answer().status());
        line.put("server", page.answer().server());
        line.put("content_type", page.answer().contentType());
        line.put("title", page.answer().title());
        line.put("snippet", page.answer().snippet());
        return line;
    }

    /// Programs that speak to Ollama look for its words when a registry knows no such model.
    private static String error(Complaint complaint) {
        return complaint.code() == ExitCode.NOT_FOUND && !complaint.message().startsWith("blob ")
                ? complaint.message() + ": pull model manifest: file does not exist"
                : complaint.message();
    }

    @Override
    public void close() {
        out.flush();
    }

    private void progress(Descriptor blob, long bytes, Map<String, Object> more) {
        if (completed.contains(blob.digest())) {
            return;
        }
        var line = line("pulling " + blob.digest().shortForm());
        line.put("digest", blob.digest().toString());
        line.put("total", blob.size());
        if (bytes > 0) {
            line.put("completed", bytes);
        }
        if (bytes == blob.size()) {
            completed.add(blob.digest());
        }
        line.putAll(more);
        write(line);
    }

    private void inspected(PullEvent.Inspected event) {
        var line = event("inspected", event.words());
        line.put("host", event.host());
        line.put("inspected", event.inspector().isPresent());
        event.inspector()
                .ifPresent(by -> {
                    by.vendor().ifPresent(vendor -> line.put("vendor", vendor));
                    line.put("authority", by.authority());
                    line.put("fingerprint", by.fingerprint());
                });
        if (!event.change().isEmpty()) {
            line.put("change", event.change());
        }
        write(line);
    }

    private void succeeded(PullEvent.Summary summary) {
        var line = line("success");
        line.put("bytes", summary.bytes());
        line.put("fetched", summary.fetched());
        line.put("again_bytes", summary.again());
        line.put("elapsed_ms", summary.elapsed().toMillis());
        line.put("mean_bytes_per_second", Math.round(PullStory.meanRate(summary)));
        line.put("connections", summary.connections());
        line.put("cuts", summary.cuts());
        line.put("kills", summary.kills());
        line.put("streams", summary.streams());
        line.put("learned", summary.learned());
        write(line);
    }

    private static String kind(TransferFailure failure) {
        return switch (failure) {
            case TransferFailure.Unresolved _ -> "unresolved";
            case TransferFailure.Unreachable _ -> "unreachable";
            case TransferFailure.HandshakeFailed _ -> "handshake_failed";
            case TransferFailure.Untrusted _ -> "untrusted";
            case TransferFailure.ProxyUnreachable _ -> "proxy_unreachable";
            case TransferFailure.ProxyScriptFailed _ -> "proxy_script_failed";
            case TransferFailure.ProxyDenied _ -> "proxy_denied";
            case TransferFailure.ProxyRefused _ -> "proxy_refused";
            case TransferFailure.Cut _ -> "cut";
            case TransferFailure.Stalled _ -> "stalled";
            case TransferFailure.Refused _ -> "refused";
            case TransferFailure.Blocked _ -> "blocked";
            case TransferFailure.WrongRange _ -> "wrong_range";
            case TransferFailure.BadRedirect _ -> "bad_redirect";
            case TransferFailure.Corrupt _ -> "corrupt";
        };
    }

    private static Map<String, Object> line(String status) {
        var line = new LinkedHashMap<String, Object>();
        line.put("status", status);
        return line;
    }

    private static Map<String, Object> event(String event, String status) {
        var line = line(status);
        line.put("event", event);
        return line;
    }

    private void write(Map<String, Object> line) {
        write(out, line);
    }

    private static void write(PrintStream out, Map<String, Object> line) {
        out.print(Json.line(line) + "\n");
        out.flush();
    }
}

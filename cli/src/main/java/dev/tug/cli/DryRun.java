package dev.tug.cli;

import dev.tug.PullEvent;
import dev.tug.PullException;
import dev.tug.PullPlan;
import dev.tug.Tug;
import dev.tug.blob.Digest;
import dev.tug.model.InvalidModelName;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Says what pulls of some models would fetch, and whether all of it fits together.
final class DryRun {
    private final Surroundings surroundings;
    private final Pulls.Style style;
    private final boolean verbose;
    private final List<Map<String, Object>> documents = new ArrayList<>();

    /// Bytes to fetch of each blob: models may share some.
    private final Map<Digest, Long> missing = new HashMap<>();

    private Optional<PullPlan.Space> last = Optional.empty();

    DryRun(Surroundings surroundings, Pulls.Style style, boolean verbose) {
        this.surroundings = surroundings;
        this.style = style;
        this.verbose = verbose;
    }

    /// Plans pulls of `names`; a failure does not stop the rest, an interrupt does.
    ///
    /// @return how the first failure ended, [ExitCode#DISK] if there is no room, or that all is well
    ExitCode run(Tug tug, List<String> names) {
        var result = ExitCode.OK;
        for (var name : names) {
            var code = plan(tug, name);
            result = result == ExitCode.OK ? code : result;
            if (code == ExitCode.INTERRUPTED) {
                break;
            }
        }
        var room = room();
        if (style == Pulls.Style.JSON) {
            surroundings.out().print(Json.line(document(room)) + "\n");
        } else {
            room.ifPresent(space -> tellTotal(space, names.size()));
        }
        surroundings.out().flush();
        var full = room.map(space -> !space.isEnough()).orElse(false);
        return full && result == ExitCode.OK ? ExitCode.DISK : result;
    }

    private ExitCode plan(Tug tug, String text) {
        try {
            var plan = tug.plan(Names.toPull(text), this::tell);
            plan.blobs().forEach(blob -> missing.put(blob.blob().digest(), blob.missing()));
            last = Optional.of(plan.space());
            switch (style) {
                case JSON -> documents.add(document(plan));
                case QUIET -> {}
                case PLAIN, AUTOMATIC -> surroundings.out().println(text(plan));
            }
            return ExitCode.OK;
        } catch (PullException e) {
            return failed(text, Complaint.of(e, text, ""));
        } catch (InvalidModelName e) {
            return failed(text, Complaint.of(e, text));
        } catch (UsageException e) {
            return failed(text, Complaint.of(e));
        }
    }

    /// What there is to say before the plan is there goes where errors go.
    private void tell(PullEvent event) {
        switch (event) {
            case PullEvent.Waiting(var reason) when style != Pulls.Style.QUIET ->
                    surroundings.err().println("waiting: " + reason);
            case PullEvent.Warning(var text) -> surroundings.err().println("warning: " + text);
            case PullEvent.Inspected inspected when style != Pulls.Style.QUIET ->
                    surroundings.err().println(inspected.words());
            default -> {}
        }
    }

    private ExitCode failed(String name, Complaint complaint) {
        if (style == Pulls.Style.JSON) {
            documents.add(JsonDisplay.document(complaint, name));
        } else {
            complaint.print(surroundings.err(), verbose);
        }
        return complaint.code();
    }

    /// The room that all models take together.
    private Optional<PullPlan.Space> room() {
        var sum = missing.values().stream().mapToLong(Long::longValue).sum();
        return last.map(
                space -> new PullPlan.Space(space.store(), sum, space.margin(), space.available()));
    }

    private void tellTotal(PullPlan.Space space, int models) {
        var obstacle = space.obstacle();
        if (obstacle.isPresent()) {
            Complaint.of(new PullException(obstacle.get(), null), "MODEL", "")
                    .print(surroundings.err(), false);
        } else if (style != Pulls.Style.QUIET) {
            surroundings
                    .out()
                    .println(
                            "%s to fetch%s; %s needed, %s available: fits"
                                    .formatted(
                                            Human.bytes(space.missing()),
                                            models > 1 ? " in all" : "",
                                            Human.bytes(space.needed()),
                                            Human.bytes(space.available())));
        }
    }

    private static String text(PullPlan plan) {
        var rows = plan.blobs().stream().map(DryRun::row).toList();
        return "%s: %s to fetch of %s\n%s"
                .formatted(
                        plan.name().shortest(),
                        Human.bytes(plan.missing()),
                        Human.bytes(plan.manifest().size()),
                        Table.of(rows).indent(2).stripTrailing());
    }

    private static List<String> row(PullEvent.BlobPlan plan) {
        var state =
                switch (state(plan)) {
                    case "partial" -> Human.bytes(plan.staged()) + " here";
                    case String word -> word;
                };
        return List.of(
                plan.blob().digest().shortForm(),
                Layers.kind(plan.blob().mediaType()),
                Human.bytes(plan.blob().size()),
                state,
                plan.present() ? "" : Human.bytes(plan.missing()) + " to fetch",
                plan.present() ? "" : Human.count(plan.parts(), "part"));
    }

    private static String state(PullEvent.BlobPlan plan) {
        if (plan.present()) {
            return "present";
        }
        return plan.staged() > 0 ? "partial" : "missing";
    }

    private Map<String, Object> document(Optional<PullPlan.Space> room) {
        var document = new LinkedHashMap<String, Object>();
        document.put("dry_run", true);
        document.put("models", documents);
        room.ifPresent(space -> {
            document.put("store", space.store().toString());
            document.put("fetch", space.missing());
            document.put("needed", space.needed());
            document.put("available", space.available());
            document.put("fits", space.isEnough());
        });
        return document;
    }

    private static Map<String, Object> document(PullPlan plan) {
        var document = new LinkedHashMap<String, Object>();
        document.put("model", plan.name().shortest());
        document.put("digest", plan.manifest().digest().toString());
        document.put("bytes", plan.manifest().size());
        document.put("fetch", plan.missing());
        document.put("blobs", plan.blobs().stream().map(DryRun::document).toList());
        return document;
    }

    private static Map<String, Object> document(PullEvent.BlobPlan plan) {
        var line = new LinkedHashMap<String, Object>();
        line.put("digest", plan.blob().digest().toString());
        line.put("media_type", plan.blob().mediaType());
        line.put("total", plan.blob().size());
        line.put("state", state(plan));
        line.put("completed", plan.present() ? plan.blob().size() : plan.staged());
        line.put("fetch", plan.missing());
        line.put("parts", plan.parts());
        return line;
    }
}

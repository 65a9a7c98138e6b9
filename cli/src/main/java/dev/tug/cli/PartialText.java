package dev.tug.cli;

import dev.tug.Models.Partial;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Downloads that are not done, in words and in JSON.
final class PartialText {
    private PartialText() {}

    /// A line for each; what is not known is a dash.
    static String table(List<Partial> partials, Instant now) {
        var rows = new ArrayList<List<String>>();
        rows.add(List.of("MODEL", "BLOB", "KEPT", "OF", "MODIFIED", "BY"));
        for (var partial : partials) {
            rows.add(
                    List.of(
                            models(partial),
                            partial.blob().shortForm(),
                            Human.bytes(partial.kept()),
                            Human.bytes(partial.size()),
                            Human.ago(Duration.between(partial.modified(), now)),
                            who(partial)));
        }
        return Table.of(rows);
    }

    /// The models that it is for, as a user would name them.
    static String models(Partial partial) {
        return partial.models().isEmpty() ? "-" : String.join(", ", names(partial));
    }

    private static List<String> names(Partial partial) {
        return partial.models().stream().map(model -> model.shortest()).toList();
    }

    private static String who(Partial partial) {
        var who = partial.isOllamas() ? "ollama" : "tug";
        if (partial.holder().isEmpty()) {
            return who;
        }
        var pid = partial.holder().getAsLong();
        return who + ", " + (pid > 0 ? "in use by process " + pid : "in use");
    }

    /// One document with all of them.
    static String json(List<Partial> partials) {
        return Json.pretty(Map.of("partials", partials.stream().map(PartialText::json).toList()));
    }

    private static Map<String, Object> json(Partial partial) {
        var line = new LinkedHashMap<String, Object>();
        line.put("digest", partial.blob().toString());
        line.put("models", names(partial));
        line.put("kept", partial.kept());
        line.put("size", partial.size());
        line.put("modified_at", partial.modified().toString());
        line.put("by", partial.isOllamas() ? "ollama" : "tug");
        line.put("in_use", partial.holder().isPresent());
        partial.holder().stream().filter(pid -> pid > 0).forEach(pid -> line.put("process", pid));
        return line;
    }
}

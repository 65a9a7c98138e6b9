package dev.tug.cli;

import dev.tug.Models;
import dev.tug.PullException;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

/// `tug list`.
@Command(name = "list", description = "List the models in the store, newest first")
final class ListCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Mixin private final CommonOptions common = new CommonOptions();

    @Option(names = "--partial", description = "List the downloads that are not done instead")
    private boolean partial;

    @Option(names = "--json", description = "One JSON document")
    private boolean json;

    ListCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws PullException, InterruptedException {
        var session = Session.open(surroundings, common.flags());
        session.noteServiceStore();
        return session.withModels(models -> {
            if (partial) {
                var partials = models.partials();
                var now = surroundings.now().instant();
                print(json ? PartialText.json(partials) : PartialText.table(partials, now));
                return ExitCode.OK;
            }
            var listing = models.list();
            listing.warnings().forEach(text -> surroundings.err().println("warning: " + text));
            print(json ? json(listing) : table(listing));
            return ExitCode.OK;
        });
    }

    private void print(String text) {
        surroundings.out().println(text);
        surroundings.out().flush();
    }

    private String table(Models.Listing listing) {
        var rows = new ArrayList<List<String>>();
        rows.add(List.of("NAME", "ID", "SIZE", "MODIFIED"));
        var now = surroundings.now().instant();
        for (var entry : listing.models()) {
            rows.add(
                    List.of(
                            entry.name().shortest(),
                            entry.id().shortForm(),
                            Human.bytes(entry.size()),
                            Human.ago(Duration.between(entry.modified(), now))));
        }
        return Table.of(rows);
    }

    private static String json(Models.Listing listing) {
        var models = listing.models().stream().map(ListCommand::json).toList();
        return Json.pretty(Map.of("models", models));
    }

    /// The keys of Ollama's `/api/tags`.
    private static Map<String, Object> json(Models.Entry entry) {
        var line = new LinkedHashMap<String, Object>();
        line.put("name", entry.name().shortest());
        line.put("model", entry.name().shortest());
        line.put("modified_at", entry.modified().toString());
        line.put("size", entry.size());
        line.put("digest", entry.id().hex());
        return line;
    }
}

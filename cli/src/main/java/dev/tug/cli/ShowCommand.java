package dev.tug.cli;

import dev.tug.Models;
import dev.tug.PullException;
import dev.tug.blob.Descriptor;
import dev.tug.internal.text.Harmless;

import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

/// `tug show`.
@Command(name = "show", description = "Show what a model is made of")
final class ShowCommand implements Callable<Integer> {
    private static final int LICENCE_LINES_MAX = 2;

    private final Surroundings surroundings;

    @Mixin private final CommonOptions common = new CommonOptions();

    @Parameters(paramLabel = "NAME", description = "A model in the store")
    private String name = "";

    @ArgGroup private Part part = new Part();

    /// One part alone, as it is.
    static final class Part {
        @Option(names = "--json", description = "One JSON document")
        private boolean json;

        @Option(
                names = {"--licence", "--license"},
                description = "The licence's text alone")
        private boolean licence;

        @Option(names = "--template", description = "The template's text alone")
        private boolean template;

        @Option(names = "--parameters", description = "The parameters alone")
        private boolean parameters;

        @Option(names = "--system", description = "The system message alone")
        private boolean system;
    }

    ShowCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws PullException, InterruptedException {
        var model = Names.inStore(name);
        return Session.open(surroundings, common.flags())
                .withModels(models -> {
                    surroundings.out().println(text(models.show(model)));
                    surroundings.out().flush();
                    return ExitCode.OK;
                });
    }

    private String text(Models.Details details) {
        if (part.json) {
            return Json.pretty(json(details));
        }
        if (part.licence) {
            return String.join("\n\n", details.licences());
        }
        if (part.template) {
            return details.template().orElse("");
        }
        if (part.system) {
            return details.system().orElse("");
        }
        return part.parameters
                ? String.join("\n", parameters(details))
                : String.join("\n", sections(details)).stripTrailing();
    }

    private static List<String> sections(Models.Details details) {
        var lines = new ArrayList<String>();
        section(
                lines,
                "Model",
                List.of(
                        "name        " + details.entry().name().shortest(),
                        "id          " + details.entry().id().shortForm(),
                        "size        " + Human.bytes(details.entry().size()),
                        "modified    " + details.entry().modified()));
        section(lines, "Configuration", pairs(details.config()));
        section(
                lines,
                "Layers",
                Table.of(details.manifest().blobs().stream().map(ShowCommand::layer).toList())
                        .lines()
                        .toList());
        section(lines, "Parameters", parameters(details));
        section(lines, "Template", details.template().stream().flatMap(String::lines).toList());
        section(lines, "System", details.system().stream().flatMap(String::lines).toList());
        section(lines, "GGUF", pairs(details.gguf()));
        section(
                lines,
                "Licence",
                details.licences().stream()
                        .flatMap(text -> text.strip().lines().limit(LICENCE_LINES_MAX))
                        .toList());
        return lines;
    }

    private static void section(List<String> lines, String title, List<String> content) {
        if (content.isEmpty()) {
            return;
        }
        lines.add("  " + title);
        content.forEach(line -> lines.add(("    " + Harmless.of(line)).stripTrailing()));
        lines.add("");
    }

    private static List<String> layer(Descriptor blob) {
        return List.of(
                blob.digest().shortForm(), Layers.kind(blob.mediaType()), Human.bytes(blob.size()));
    }

    /// Lines as Ollama has them: a parameter with several values stands once for each.
    private static List<String> parameters(Models.Details details) {
        var lines = new ArrayList<List<String>>();
        details.parameters()
                .forEach((key, value) -> {
                    var values = value instanceof List<?> list ? list : List.of(value);
                    values.forEach(one -> lines.add(List.of(key, quoted(one))));
                });
        return lines.isEmpty() ? List.of() : Table.of(lines).lines().toList();
    }

    private static String quoted(Object value) {
        return value instanceof String text ? Json.line(text) : String.valueOf(value);
    }

    /// Nested values, such as the list of layers that image builders want, are for `--json`.
    private static List<String> pairs(Map<String, ?> map) {
        if (map.isEmpty()) {
            return List.of();
        }
        var rows =
                map.entrySet().stream()
                        .filter(e -> !(e.getValue() instanceof Map))
                        .map(e -> List.of(e.getKey(), String.valueOf(e.getValue())))
                        .toList();
        return Table.of(rows).lines().toList();
    }

    private static Map<String, Object> json(Models.Details details) {
        var document = new LinkedHashMap<String, Object>();
        document.put("name", details.entry().name().shortest());
        document.put("digest", details.entry().id().hex());
        document.put("size", details.entry().size());
        document.put("modified_at", details.entry().modified().toString());
        document.put("config", details.config());
        document.put("layers", details.manifest().blobs().stream().map(ShowCommand::json).toList());
        document.put("parameters", details.parameters());
        details.template().ifPresent(text -> document.put("template", text));
        details.system().ifPresent(text -> document.put("system", text));
        document.put("licences", details.licences());
        document.put("gguf", details.gguf());
        return document;
    }

    private static Map<String, Object> json(Descriptor blob) {
        var line = new LinkedHashMap<String, Object>();
        line.put("digest", blob.digest().toString());
        line.put("media_type", blob.mediaType());
        line.put("size", blob.size());
        return line;
    }
}

package dev.tug.cli;

import dev.tug.Models;
import dev.tug.PullException;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;

/// `tug prune`.
@Command(
        name = "prune",
        description = "Remove blobs that no model uses, and leftovers of abandoned pulls")
final class PruneCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Mixin private final CommonOptions common = new CommonOptions();

    @Option(
            names = {"-n", "--dry-run"},
            description = "Only say what would go")
    private boolean dryRun;

    @Option(names = "--json", description = "One JSON document")
    private boolean json;

    PruneCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws PullException, InterruptedException {
        return Session.open(surroundings, common.flags())
                .withModels(models -> {
                    var report = models.prune(dryRun);
                    surroundings.out().println(json ? json(report) : text(report));
                    surroundings.out().flush();
                    return ExitCode.OK;
                });
    }

    private String text(Models.PruneReport report) {
        var text = new StringBuilder();
        report.removed()
                .forEach(gone ->
                        text.append(gone.what())
                                .append(' ')
                                .append(gone.file().getFileName())
                                .append(", ")
                                .append(Human.bytes(gone.bytes()))
                                .append('\n'));
        report.kept().forEach(reason -> text.append("kept: ").append(reason).append('\n'));
        return text.append(dryRun ? "would remove " : "removed ")
                .append(Human.count(report.removed().size(), "file"))
                .append(", ")
                .append(Human.bytes(report.bytes()))
                .toString();
    }

    private String json(Models.PruneReport report) {
        var document = new LinkedHashMap<String, Object>();
        document.put("dry_run", dryRun);
        document.put("bytes", report.bytes());
        document.put("removed", report.removed().stream().map(PruneCommand::json).toList());
        document.put("kept", report.kept());
        return Json.pretty(document);
    }

    private static Map<String, Object> json(Models.Removed gone) {
        var line = new LinkedHashMap<String, Object>();
        line.put("file", gone.file().toString());
        line.put("what", gone.what());
        line.put("bytes", gone.bytes());
        return line;
    }
}

package dev.tug.cli;

import dev.tug.Models;
import dev.tug.Models.BlobCheck;
import dev.tug.PullException;
import dev.tug.Tug;
import dev.tug.blob.Digest;
import dev.tug.model.ModelName;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;

/// `tug verify`.
@Command(name = "verify", description = "Read every blob and compare it with its digest")
final class VerifyCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Mixin private final CommonOptions common = new CommonOptions();

    @Mixin private final NetworkOptions network = new NetworkOptions();

    @Parameters(paramLabel = "NAME", arity = "0..*", description = "Models; all if none is given")
    private List<String> names = new ArrayList<>();

    @Option(names = "--repair", description = "Fetch broken blobs again, and nothing else")
    private boolean repair;

    @Option(names = "--json", description = "One JSON document")
    private boolean json;

    VerifyCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws PullException {
        var models = names.stream().map(Names::inStore).toList();
        var session = open(models);
        var progress = new ScrubProgress(surroundings, surroundings.terminal().get());
        var style = json ? Pulls.Style.QUIET : Pulls.Style.AUTOMATIC;
        var pulls = new Pulls(session, style, common.isVerbose());
        var exit =
                surroundings
                        .signals()
                        .watch(() -> {
                            progress.close();
                            pulls.restore();
                        });
        try (progress;
                var _ = session.limit();
                var tug = session.tug()) {
            var checks = tug.models().verify(models, progress);
            progress.close();
            return exit.applyAsInt(report(pulls, tug, checks).code());
        } catch (InterruptedException e) {
            progress.close();
            Complaint.of(e).print(surroundings.err(), common.isVerbose());
            return exit.applyAsInt(ExitCode.INTERRUPTED.code());
        }
    }

    /// Wants a password only if there may be something to fetch.
    private Session open(List<ModelName> models) {
        if (!repair) {
            return Session.open(surroundings, common.flags(network));
        }
        network.checkOneRegistry(models);
        var session =
                Session.open(surroundings, common.flags(network), network.login(surroundings.in()));
        return session;
    }

    /// Text tells what is broken before the repair; a document is whole only after it.
    private ExitCode report(Pulls pulls, Tug tug, List<BlobCheck> checks) {
        var broken = checks.stream().filter(c -> c.state() != BlobCheck.State.INTACT).toList();
        if (!json) {
            print(text(checks, broken));
        }
        var repaired = new ArrayList<Digest>();
        var code = broken.isEmpty() ? ExitCode.OK : ExitCode.INTEGRITY;
        if (repair && !broken.isEmpty()) {
            network.checkOneRegistry(broken.stream().flatMap(c -> c.usedBy().stream()).toList());
            code = pulls.repair(tug, broken, repaired::addAll);
        }
        if (json) {
            print(json(checks, repaired));
        }
        return code;
    }

    private void print(String text) {
        surroundings.out().println(text);
        surroundings.out().flush();
    }

    private static String text(List<BlobCheck> checks, List<BlobCheck> broken) {
        var text = new StringBuilder();
        for (var check : broken) {
            text.append(word(check))
                    .append(' ')
                    .append(check.blob().digest().shortForm())
                    .append(' ')
                    .append(Layers.kind(check.blob().mediaType()))
                    .append(", ")
                    .append(Human.bytes(check.blob().size()))
                    .append(", used by ")
                    .append(
                            check.usedBy().stream()
                                    .map(ModelName::shortest)
                                    .collect(Collectors.joining(", ")))
                    .append('\n');
        }
        var bytes = checks.stream().mapToLong(check -> check.blob().size()).sum();
        return text.append(Human.count(checks.size(), "blob"))
                .append(", ")
                .append(Human.bytes(bytes))
                .append(broken.isEmpty() ? ": all intact" : ": " + broken.size() + " broken")
                .toString();
    }

    private static String json(List<BlobCheck> checks, List<Digest> repaired) {
        var document = new LinkedHashMap<String, Object>();
        document.put("blobs", checks.stream().map(VerifyCommand::json).toList());
        document.put("repaired", repaired.stream().map(Digest::toString).toList());
        return Json.pretty(document);
    }

    private static Map<String, Object> json(Models.BlobCheck check) {
        var line = new LinkedHashMap<String, Object>();
        line.put("digest", check.blob().digest().toString());
        line.put("size", check.blob().size());
        line.put("state", word(check));
        line.put("used_by", check.usedBy().stream().map(ModelName::shortest).toList());
        return line;
    }

    private static String word(BlobCheck check) {
        return check.state().name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}

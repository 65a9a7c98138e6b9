package dev.tug.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

/// `tug pull`.
@Command(
        name = "pull",
        description = "Pull models; what an interrupted pull has is kept and gone on with")
final class PullCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Mixin private final CommonOptions common = new CommonOptions();

    @Mixin private final NetworkOptions network = new NetworkOptions();

    @Parameters(
            paramLabel = "NAME",
            arity = "0..*",
            description = "[HOST/USER/]MODEL[:TAG][@DIGEST], such as llama3.2:3b")
    private List<String> typed = new ArrayList<>();

    @Option(
            names = {"-r", "--from"},
            paramLabel = "FILE",
            description =
                    "Pull the models that FILE names too, one a line, # for comments; - is stdin")
    private Optional<Path> from = Optional.empty();

    @Option(names = "--json", description = "One JSON object a line on stdout")
    private boolean json;

    @Option(
            names = {"-q", "--quiet"},
            description = "Print errors only")
    private boolean quiet;

    @Option(names = "--no-progress", description = "Print lines, not bars, on a terminal too")
    private boolean noProgress;

    @Option(
            names = {"-n", "--dry-run"},
            description = "Only say what would be fetched, and whether it fits on the disk")
    private boolean dryRun;

    PullCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        var names = names();
        network.checkOneRegistry(Names.readable(names));
        var session =
                Session.open(surroundings, common.flags(network), network.login(surroundings.in()));
        if (style() != Pulls.Style.JSON && style() != Pulls.Style.QUIET) {
            session.noteServiceStore();
        }
        if (dryRun) {
            try (var tug = session.tug()) {
                return new DryRun(surroundings, style(), common.isVerbose()).run(tug, names).code();
            }
        }
        if (style() == Pulls.Style.JSON) {
            session.unverified().ifPresent(text -> JsonDisplay.warn(surroundings.out(), text));
        }
        var pulls = new Pulls(session, style(), common.isVerbose());
        var exit = surroundings.signals().watch(pulls::restore);
        try (var _ = session.limit();
                var tug = session.tug()) {
            return exit.applyAsInt(pulls.pull(tug, names).code());
        }
    }

    /// The names given as arguments, then those of the file.
    private List<String> names() {
        if (typed.isEmpty() && from.isEmpty()) {
            throw new UsageException(
                    "no model is named", "give names, or a file of names with `--from FILE`");
        }
        if (from.isEmpty()) {
            return typed;
        }
        var file = from.get();
        if (NameList.isStdin(file) && network.isPasswordOnStdin()) {
            throw new UsageException(
                    "both the password and the names are to come from standard input",
                    "give one of them a file");
        }
        var listed = NameList.read(file, surroundings.in());
        if (listed.isEmpty()) {
            surroundings.err().println("warning: " + file + " names no model");
        }
        return Stream.concat(typed.stream(), listed.stream()).distinct().toList();
    }

    private Pulls.Style style() {
        if (json) {
            return Pulls.Style.JSON;
        }
        if (quiet) {
            return Pulls.Style.QUIET;
        }
        return noProgress ? Pulls.Style.PLAIN : Pulls.Style.AUTOMATIC;
    }
}

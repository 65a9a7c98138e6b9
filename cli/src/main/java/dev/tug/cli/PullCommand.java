package dev.tug.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

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
            arity = "1..*",
            description = "[HOST/USER/]MODEL[:TAG][@DIGEST], such as llama3.2:3b")
    private List<String> names = new ArrayList<>();

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

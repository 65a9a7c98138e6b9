package dev.tug.cli;

import dev.tug.Models;
import dev.tug.PullException;
import dev.tug.model.InvalidModelName;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/// `tug rm`.
@Command(name = "rm", description = "Remove models, and the blobs that no other model uses")
final class RemoveCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Mixin private final CommonOptions common = new CommonOptions();

    @Option(
            names = "--partial",
            description = "Remove downloads that are not done, by model or blob; models stay")
    private boolean partial;

    @Option(names = "--all", description = "With --partial: every one of them")
    private boolean all;

    @Parameters(paramLabel = "NAME", arity = "0..*", description = "Models in the store")
    private List<String> names = new ArrayList<>();

    RemoveCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws PullException, InterruptedException {
        check();
        return Session.open(surroundings, common.flags())
                .withModels(models -> {
                    if (partial) {
                        var removal = new PartialRemoval(surroundings, models, common.isVerbose());
                        return all ? removal.all() : removal.of(names);
                    }
                    var result = ExitCode.OK;
                    for (var name : names) {
                        var code = remove(models, name);
                        result = result == ExitCode.OK ? code : result;
                    }
                    return result;
                });
    }

    private void check() {
        if (all && !partial) {
            throw new UsageException("--all is for --partial", "name the models to remove");
        }
        if (all && !names.isEmpty()) {
            throw new UsageException("--all and names exclude each other", "leave one of them out");
        }
        if (names.isEmpty() && !all) {
            throw new UsageException(
                    "Missing required parameter: 'NAME'",
                    partial
                            ? "name a model or a blob, or say `--all`; `tug list --partial` shows them"
                            : "see `tug rm --help`");
        }
    }

    private ExitCode remove(Models models, String name) {
        try {
            models.remove(Names.inStore(name));
            surroundings.err().println("removed " + name);
            return ExitCode.OK;
        } catch (PullException e) {
            return complain(Complaint.of(e, name, ""));
        } catch (InvalidModelName e) {
            return complain(Complaint.of(e, name));
        }
    }

    private ExitCode complain(Complaint complaint) {
        complaint.print(surroundings.err(), common.isVerbose());
        return complaint.code();
    }
}

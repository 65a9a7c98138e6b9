package dev.tug.cli;

import dev.tug.Models;
import dev.tug.PullException;
import dev.tug.model.InvalidModelName;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/// `tug rm`.
@Command(name = "rm", description = "Remove models, and the blobs that no other model uses")
final class RemoveCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Mixin private final CommonOptions common = new CommonOptions();

    @Parameters(paramLabel = "NAME", arity = "1..*", description = "Models in the store")
    private List<String> names = new ArrayList<>();

    RemoveCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws PullException, InterruptedException {
        return Session.open(surroundings, common.flags())
                .withModels(models -> {
                    var result = ExitCode.OK;
                    for (var name : names) {
                        var code = remove(models, name);
                        result = result == ExitCode.OK ? code : result;
                    }
                    return result;
                });
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

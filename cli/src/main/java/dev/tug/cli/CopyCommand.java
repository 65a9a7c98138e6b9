package dev.tug.cli;

import dev.tug.PullException;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

import java.util.concurrent.Callable;

/// `tug cp`.
@Command(name = "cp", description = "Give a model a second name; nothing is copied but the name")
final class CopyCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Mixin private final CommonOptions common = new CommonOptions();

    @Parameters(index = "0", paramLabel = "SOURCE", description = "A model in the store")
    private String source = "";

    @Parameters(index = "1", paramLabel = "DESTINATION", description = "The new name")
    private String destination = "";

    CopyCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws PullException, InterruptedException {
        var from = Names.inStore(source);
        var to = Names.inStore(destination);
        return Session.open(surroundings, common.flags())
                .withModels(models -> {
                    models.copy(from, to);
                    surroundings
                            .err()
                            .println("copied " + from.shortest() + " to " + to.shortest());
                    return ExitCode.OK;
                });
    }
}

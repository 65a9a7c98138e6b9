package dev.tug.cli;

import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/// `tug completion`.
@Command(
        name = "completion",
        description = "Print a completion script: source <(tug completion bash)")
final class CompletionCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @SuppressWarnings("UnusedVariable") // read by picocli
    @Mixin
    private final HelpOption help = new HelpOption();

    private final CommandLine line;

    @Parameters(paramLabel = "SHELL", description = "bash, zsh or fish")
    private Shell shell = Shell.bash;

    /// The shells with a script, as typed.
    enum Shell {
        bash,
        zsh,
        fish
    }

    /// @param line the whole command
    CompletionCommand(Surroundings surroundings, CommandLine line) {
        this.surroundings = surroundings;
        this.line = line;
    }

    @Override
    public Integer call() {
        var script =
                switch (shell) {
                    // The script loads zsh's emulation of bash by itself.
                    case bash, zsh -> AutoComplete.bash("tug", line);
                    case fish -> String.join("\n", fish());
                };
        surroundings.out().println(script);
        surroundings.out().flush();
        return ExitCode.OK.code();
    }

    private List<String> fish() {
        var lines = new ArrayList<String>();
        line.getSubcommands()
                .forEach((name, command) -> {
                    var about = command.getCommandSpec().usageMessage().description();
                    lines.add(
                            "complete -c tug -f -n __fish_use_subcommand -a "
                                    + name
                                    + " -d "
                                    + quoted(about));
                    options(lines, name, command);
                    nested(lines, name, command);
                });
        return lines;
    }

    private static void nested(List<String> lines, String name, CommandLine command) {
        command.getSubcommands()
                .forEach((word, nested) -> {
                    lines.add(
                            "complete -c tug -f -n '__fish_seen_subcommand_from "
                                    + name
                                    + "' -a "
                                    + word
                                    + " -d "
                                    + quoted(nested.getCommandSpec().usageMessage().description()));
                    options(lines, word, nested);
                });
    }

    private static void options(List<String> lines, String name, CommandLine command) {
        for (var option : command.getCommandSpec().options()) {
            lines.add(
                    "complete -c tug -n '__fish_seen_subcommand_from "
                            + name
                            + "' -l "
                            + option.longestName().substring(2)
                            + (option.arity().max() > 0 ? " -r" : "")
                            + " -d "
                            + quoted(option.description()));
        }
    }

    private static String quoted(String[] texts) {
        return "'" + String.join(" ", texts).replace("'", "\\'") + "'";
    }
}

package dev.tug.cli;

import picocli.CommandLine.Option;

/// `--help`, on every command.
final class HelpOption {
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help")
    @SuppressWarnings("UnusedVariable") // read by picocli
    private boolean help;
}

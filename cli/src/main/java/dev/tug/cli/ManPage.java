package dev.tug.cli;

import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A page of the manual in the language of man(7), made from what `--help` is made from.
///
/// @param command a command; those below it become parts of its page
/// @param date of the page, as `2026-01-31`
/// @param version of the program, as `tug 1.0`
record ManPage(CommandLine command, String date, String version) {
    private static final String SECTION = "1";
    private static final int LINE_LENGTH_MAX = 76;

    /// Wide enough for the longest synopsis, which would be broken anywhere else.
    private static final int SYNOPSIS_COLUMNS = 4000;

    /// `tug`, `tug-pull`.
    String name() {
        return command.getCommandSpec().qualifiedName("-");
    }

    /// The name of the page's file.
    String fileName() {
        return name() + "." + SECTION;
    }

    /// The whole page.
    String text() {
        var out = new StringBuilder();
        out.append(".TH ").append(escaped(name()).toUpperCase(Locale.ROOT));
        out.append(" ").append(SECTION).append(" ").append(date);
        out.append(" \"").append(escaped(version)).append("\" \"Tug manual\"\n");
        // No hyphens at the ends of lines: what is cut from a terminal should work in one.
        out.append(".nh\n.ad l\n");
        out.append(".SH NAME\n");
        out.append(paragraph(name() + " - " + lowerFirst(about(command)))).append("\n");
        out.append(".SH SYNOPSIS\n").append(synopsis(command)).append("\n");
        options(out, "SH", command);
        var nested = subcommands(command);
        if (!nested.isEmpty()) {
            out.append(".SH COMMANDS\n");
            boolean isRoot = command.getParent() == null;
            nested.forEach(sub -> {
                if (isRoot) {
                    entry(out, ".B " + escaped(sub.getCommandName()), about(sub));
                } else {
                    part(out, sub);
                }
            });
        }
        out.append(".SH EXIT STATUS\n");
        for (var code : ExitCode.values()) {
            entry(out, ".B " + code.code(), code.meaning());
        }
        out.append(".SH SEE ALSO\n").append(seeAlso());
        return out.toString();
    }

    private static void part(StringBuilder out, CommandLine command) {
        out.append(".SS ").append(escaped(command.getCommandName())).append("\n");
        out.append(synopsis(command)).append("\n.PP\n");
        out.append(paragraph(about(command))).append("\n");
        options(out, "", command);
    }

    private static void options(StringBuilder out, String heading, CommandLine command) {
        var spec = command.getCommandSpec();
        var parameters = spec.positionalParameters().stream().filter(p -> !p.hidden()).toList();
        var options =
                spec.options().stream()
                        .filter(option -> !option.hidden())
                        .sorted(Comparator.comparing(OptionSpec::longestName))
                        .toList();
        if (!heading.isEmpty() && !(parameters.isEmpty() && options.isEmpty())) {
            out.append(".").append(heading).append(" OPTIONS\n");
        }
        for (var parameter : parameters) {
            entry(out, ".I " + label(parameter), text(parameter));
        }
        for (var option : options) {
            var names =
                    Arrays.stream(option.names())
                            .map(name -> "\\fB" + escaped(name) + "\\fR")
                            .collect(Collectors.joining(", "));
            var value = option.arity().max() > 0 ? " \\fI" + label(option) + "\\fR" : "";
            entry(out, names + value, text(option));
        }
    }

    private static void entry(StringBuilder out, String term, String text) {
        out.append(".TP\n").append(term).append("\n").append(paragraph(text)).append("\n");
    }

    private String seeAlso() {
        var root = command;
        while (root.getParent() != null) {
            root = root.getParent();
        }
        var pages =
                pages(root, date, version).stream()
                        .map(ManPage::name)
                        .filter(name -> !name.equals(name()))
                        .map(name -> ".BR " + escaped(name) + " (" + SECTION + ")")
                        .toList();
        return String.join(" ,\n", pages) + "\n";
    }

    /// The pages of `root`: its own, and one for each of its commands.
    static List<ManPage> pages(CommandLine root, String date, String version) {
        return Stream.concat(Stream.of(root), subcommands(root).stream())
                .map(command -> new ManPage(command, date, version))
                .toList();
    }

    /// Each once, whatever aliases it has.
    private static List<CommandLine> subcommands(CommandLine command) {
        var commands =
                command.getSubcommands().values().stream()
                        .distinct()
                        .filter(sub -> !sub.getCommandName().equals("help"));
        // Methods have no order of their own.
        return command.getParent() == null
                ? commands.toList()
                : commands.sorted(Comparator.comparing(CommandLine::getCommandName)).toList();
    }

    private static String synopsis(CommandLine command) {
        command.setUsageHelpWidth(SYNOPSIS_COLUMNS);
        return paragraph(command.getHelp().synopsis(0).strip());
    }

    private static String about(CommandLine command) {
        return String.join(" ", command.getCommandSpec().usageMessage().description());
    }

    private static String label(ArgSpec argument) {
        var more = argument instanceof PositionalParamSpec && argument.arity().max() > 1;
        return escaped(argument.paramLabel()) + (more ? "..." : "");
    }

    private static String text(ArgSpec argument) {
        return String.join(" ", argument.description())
                .replace("${DEFAULT-VALUE}", String.valueOf(argument.defaultValue()))
                .replace("%%", "%");
    }

    private static String lowerFirst(String text) {
        return text.substring(0, 1).toLowerCase(Locale.ROOT) + text.substring(1);
    }

    /// Lines of moderate length, none of which starts like a request; what stands in backticks is bold.
    private static String paragraph(String text) {
        var lines = new ArrayList<String>();
        var line = new StringBuilder();
        for (var word : escaped(text).replaceAll("`([^`]*)`", "\\\\fB$1\\\\fR").split(" +", -1)) {
            if (line.length() + word.length() > LINE_LENGTH_MAX && !line.isEmpty()) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.isEmpty() ? "" : " ").append(word);
        }
        lines.add(line.toString());
        return lines.stream()
                .map(it -> it.startsWith(".") || it.startsWith("'") ? "\\&" + it : it)
                .collect(Collectors.joining("\n"));
    }

    /// In man(7) a backslash is a command, and a bare hyphen may come out as another character.
    private static String escaped(String text) {
        return text.replace("\\", "\\e").replace("-", "\\-");
    }
}

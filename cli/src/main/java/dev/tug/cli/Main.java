package dev.tug.cli;

import dev.tug.Tug;
import dev.tug.TugConfig;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

import java.io.File;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/// The command `tug`: the one place that touches the process itself.
@Command(
        name = "tug",
        description = "Pulls AI models into Ollama's store, through any network",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        synopsisSubcommandLabel = "COMMAND",
        footerHeading = "%nExit codes:%n")
public final class Main {
    private static final String JSON = "--json";

    private Main() {}

    /// Runs the command and ends the process with its exit code.
    public static void main(String[] args) {
        useKerberosOf(new Environment(System.getenv()));
        var output = new StandardOutput(new FileOutputStream(FileDescriptor.out));
        System.exit(output.judge(run(args, surroundings(Tug::with, output)), System.err));
    }

    /// MIT's variable for the settings of Kerberos, which Java reads from a property alone.
    private static void useKerberosOf(Environment environment) {
        if (System.getProperty("java.security.krb5.conf") == null) {
            environment
                    .verbatim("KRB5_CONFIG")
                    .map(list -> list.split(File.pathSeparator, 2)[0])
                    .ifPresent(file -> System.setProperty("java.security.krb5.conf", file));
        }
    }

    /// Runs the command.
    static int run(String[] args, Surroundings surroundings) {
        var line = new CommandLine(new Main());
        line.setExecutionStrategy(new CommandLine.RunLast());
        commands(line, surroundings).entrySet().stream()
                .filter(entry -> isWanted(entry.getKey(), args))
                .forEach(entry -> add(line, entry.getKey(), entry.getValue().get()));
        line.getCommandSpec()
                .usageMessage()
                .footer(
                        Arrays.stream(ExitCode.values())
                                .map(code -> "  %3d  %s".formatted(code.code(), code.meaning()))
                                .toArray(String[]::new));
        line.setOut(new PrintWriter(surroundings.out(), true, StandardCharsets.UTF_8));
        line.setErr(new PrintWriter(surroundings.err(), true, surroundings.err().charset()));
        line.setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF));
        line.setParameterExceptionHandler((e, typed) -> wrongUsage(e, typed, surroundings));
        line.setExecutionExceptionHandler((e, _, parsed) -> failed(e, parsed, surroundings));
        if (args.length == 0) {
            line.usage(surroundings.err());
            return ExitCode.USAGE.code();
        }
        return line.execute(args);
    }

    /// Each command by name; made when wanted, since describing all of them costs start-up time.
    private static Map<String, Supplier<Object>> commands(CommandLine line, Surroundings s) {
        var commands = new LinkedHashMap<String, Supplier<Object>>();
        commands.put("pull", () -> new PullCommand(s));
        commands.put("list", () -> new ListCommand(s));
        commands.put("show", () -> new ShowCommand(s));
        commands.put("rm", () -> new RemoveCommand(s));
        commands.put("cp", () -> new CopyCommand(s));
        commands.put("verify", () -> new VerifyCommand(s));
        commands.put("prune", () -> new PruneCommand(s));
        commands.put("doctor", () -> new DoctorCommand(s));
        commands.put("profile", () -> new ProfileCommand(s));
        commands.put("config", () -> new ConfigCommand(s));
        commands.put("demo", () -> new DemoCommand(s));
        commands.put("completion", () -> new CompletionCommand(s, line));
        commands.put("help", CommandLine.HelpCommand::new);
        return commands;
    }

    private static boolean isWanted(String command, String[] args) {
        return args.length == 0
                || args[0].equals(command)
                || (args[0].equals("ls") && command.equals("list"))
                || !Commands.NAMES.contains(args[0])
                || args[0].equals("help")
                || args[0].equals("completion");
    }

    private static void add(CommandLine line, String name, Object command) {
        if (name.equals("list")) {
            line.addSubcommand(name, command, "ls");
        } else {
            line.addSubcommand(name, command);
        }
    }

    private static int wrongUsage(ParameterException e, String[] typed, Surroundings surroundings) {
        var message =
                noCommand(e)
                        .map(word -> "`" + word + "` is no command")
                        .or(() -> Optional.ofNullable(e.getMessage()))
                        .orElse("wrong usage");
        var command = e.getCommandLine().getCommandSpec().qualifiedName();
        var complaint = Complaint.usage(message, "see `" + command + " --help`");
        complaint.print(surroundings.err(), false);
        if (Arrays.asList(typed).contains(JSON)) {
            document(complaint, surroundings);
        }
        return complaint.code().code();
    }

    /// The first word, if it stands where a command should.
    private static Optional<String> noCommand(ParameterException e) {
        return e instanceof CommandLine.UnmatchedArgumentException unmatched
                        && !e.getCommandLine().getSubcommands().isEmpty()
                        && !unmatched.isUnknownOption()
                ? unmatched.getUnmatched().stream().findFirst()
                : Optional.empty();
    }

    private static int failed(Exception e, ParseResult parsed, Surroundings surroundings) {
        var last = parsed;
        while (last.hasSubcommand()) {
            last = last.subcommand();
        }
        var complaint = Complaint.of(e);
        complaint.print(surroundings.err(), last.hasMatchedOption("--verbose"));
        if (last.hasMatchedOption(JSON)) {
            document(complaint, surroundings);
        }
        return complaint.code().code();
    }

    /// For programs, which read standard output and find something there.
    private static void document(Complaint complaint, Surroundings surroundings) {
        surroundings.out().println(Json.line(JsonDisplay.document(complaint, "")));
        surroundings.out().flush();
    }

    /// This process, with a library of choice.
    static Surroundings surroundings(Function<TugConfig, Tug> tugs, OutputStream output) {
        var environment = new Environment(System.getenv());
        var platform = Platform.current(environment);
        var out = new PrintStream(output, false, StandardCharsets.UTF_8);
        return new Surroundings(
                environment,
                platform,
                System.in,
                out,
                System.err,
                new Terminals(environment, new Tty(platform), System.err.charset())::window,
                System::nanoTime,
                InstantSource.system(),
                new SystemSignals(),
                new ConsoleAsker(),
                tugs);
    }

    /// What `--version` prints: what the build wrote into the jar.
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            var version = Optional.ofNullable(Main.class.getPackage().getImplementationVersion());
            return new String[] {"tug " + version.orElse("(development)")};
        }
    }
}

package dev.tug.cli;

import dev.tug.Tug;
import dev.tug.TugConfig;

import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
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
///
/// It is described by calls, not by annotations: what is read by reflection costs each start some 20 ms.
public final class Main {
    private static final String JSON = "--json";
    private static final int THREADS_MAX = 64;

    private Main() {}

    /// Runs the command and ends the process with its exit code.
    public static void main(String[] args) {
        useKerberosOf(new Environment(System.getenv()));
        useOrderOfPlatform();
        var output = new StandardOutput(new FileOutputStream(FileDescriptor.out));
        var code = output.judge(run(args, surroundings(Tug::with, output)), System.err);
        if (code != ExitCode.OK.code() || isAnyoneElseAtWork()) {
            System.exit(code);
        }
    }

    /// The order of addresses by RFC 6724, of which Java knows nothing unless it is told to.
    private static void useOrderOfPlatform() {
        var order = "java.net.preferIPv6Addresses";
        System.setProperty(order, System.getProperty(order, "system"));
    }

    /// Whether the process would not end by itself. To end it by `System.exit` makes the platform look
    /// for a logger in every jar, which takes longer than `tug list`.
    private static boolean isAnyoneElseAtWork() {
        var threads = new Thread[THREADS_MAX];
        var count = Thread.enumerate(threads);
        return count == THREADS_MAX
                || Arrays.stream(threads, 0, count)
                        .anyMatch(it -> !it.isDaemon() && !it.equals(Thread.currentThread()));
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
        if (isVersionAlone(args)) {
            surroundings.out().println(version());
            surroundings.out().flush();
            return ExitCode.OK.code();
        }
        var line = line(args, surroundings);
        if (args.length == 0) {
            line.usage(surroundings.err());
            return ExitCode.USAGE.code();
        }
        return line.execute(args);
    }

    /// The whole command, for help.
    static CommandLine line(Surroundings surroundings) {
        return line(new String[0], surroundings);
    }

    /// The command with as much of itself as `args` ask for.
    private static CommandLine line(String[] args, Surroundings surroundings) {
        var line = new CommandLine(spec(), new LateFactory());
        line.setExecutionStrategy(new CommandLine.RunLast());
        commands(line, surroundings).entrySet().stream()
                .filter(entry -> isWanted(entry.getKey(), args))
                .forEach(entry -> add(line, entry.getKey(), entry.getValue().get()));
        if (!isCommand(args)) {
            line.getCommandSpec().usageMessage().footer(exitCodes());
        }
        line.setOut(new PrintWriter(surroundings.out(), true, StandardCharsets.UTF_8));
        line.setErr(new PrintWriter(surroundings.err(), true, surroundings.err().charset()));
        line.setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF));
        line.setParameterExceptionHandler((e, typed) -> wrongUsage(e, typed, surroundings));
        line.setExecutionExceptionHandler((e, _, parsed) -> failed(e, parsed, surroundings));
        return line;
    }

    private static CommandSpec spec() {
        var spec =
                CommandSpec.create()
                        .name("tug")
                        .versionProvider(() -> new String[] {version()})
                        .addOption(
                                OptionSpec.builder("-h", "--help")
                                        .usageHelp(true)
                                        .description("Show this help message and exit.")
                                        .build())
                        .addOption(
                                OptionSpec.builder("-V", "--version")
                                        .versionHelp(true)
                                        .description("Print version information and exit.")
                                        .build());
        spec.usageMessage()
                .description("Pulls AI models into Ollama's store, through any network")
                .synopsisSubcommandLabel("COMMAND")
                .footerHeading("%nExit codes:%n");
        return spec;
    }

    private static String[] exitCodes() {
        return Arrays.stream(ExitCode.values())
                .map(code -> "  %3d  %s".formatted(code.code(), code.meaning()))
                .toArray(String[]::new);
    }

    /// Needs no parser.
    private static boolean isVersionAlone(String[] args) {
        return args.length == 1 && (args[0].equals("--version") || args[0].equals("-V"));
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
        return !isCommand(args)
                || args[0].equals(command)
                || (args[0].equals("ls") && command.equals("list"))
                || args[0].equals("help")
                || args[0].equals("completion");
    }

    /// Whether the first word is a command's: the others need not be described then.
    private static boolean isCommand(String[] args) {
        return args.length > 0 && Commands.NAMES.contains(args[0]);
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

    /// The parser's own way to make objects, which looks for Groovy in every jar before it is needed.
    private static final class LateFactory implements CommandLine.IFactory {
        @Override
        public <K> K create(Class<K> type) throws Exception {
            return CommandLine.defaultFactory().create(type);
        }
    }

    /// What `--version` prints: what the build wrote into the jar.
    static String version() {
        var version = Optional.ofNullable(Main.class.getPackage().getImplementationVersion());
        return "tug " + version.orElse("(development)");
    }
}

package dev.tug.cli;

import dev.tug.Profiles;
import dev.tug.PullException;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// `tug profile`, with a command for each thing to do to what was learned of networks.
@Command(name = "profile", description = "What earlier pulls learned of networks")
final class ProfileCommand implements Callable<Integer> {
    /// What an import may have at most, and one byte to tell that it has more.
    private static final int BYTES_READ_MAX = (1 << 20) + 1;

    private final Surroundings surroundings;

    @SuppressWarnings("UnusedVariable") // read by picocli
    @Mixin
    private final HelpOption help = new HelpOption();

    @Spec private CommandLine.Model.@Nullable CommandSpec spec;

    ProfileCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    /// What a command does with the profiles.
    @FunctionalInterface
    private interface Work {
        ExitCode on(Profiles profiles) throws PullException;
    }

    @Override
    public Integer call() {
        if (spec != null) {
            spec.commandLine().usage(surroundings.err());
        }
        return ExitCode.USAGE.code();
    }

    @Command(name = "list", description = "List them, the latest first")
    int list(
            @Mixin CommonOptions common,
            @Option(names = "--json", description = "One JSON document") boolean json) {
        return with(
                common,
                profiles -> {
                    var listing = listing(profiles);
                    print(
                            json
                                    ? ProfileText.json(listing.entries(), listing.hosts())
                                    : ProfileText.table(listing.entries()));
                    return ExitCode.OK;
                });
    }

    @Command(name = "show", description = "Say all that is known of the way to a registry")
    int show(
            @Mixin CommonOptions common,
            @Parameters(paramLabel = "HOST", description = "Such as registry.ollama.ai")
                    String host,
            @Option(names = "--json", description = "One JSON document") boolean json) {
        return with(
                common,
                profiles -> {
                    var listing = listing(profiles);
                    var entries = listing.of(host);
                    var hosts = listing.hostsOf(host);
                    if (entries.isEmpty() && hosts.isEmpty()) {
                        return unknown(host);
                    }
                    print(
                            json
                                    ? ProfileText.json(entries, hosts)
                                    : Stream.of(
                                                    ProfileText.story(entries),
                                                    ProfileText.hosts(hosts))
                                            .filter(text -> !text.isEmpty())
                                            .collect(Collectors.joining("\n\n")));
                    return ExitCode.OK;
                });
    }

    @Command(name = "export", description = "Write them as JSON, for a helpdesk or another machine")
    int export(
            @Mixin CommonOptions common,
            @Parameters(
                            paramLabel = "FILE",
                            arity = "0..1",
                            description = "Where to; stdout if it is left out or -")
                    Optional<Path> file,
            @Option(
                            names = "--networks",
                            description = "Name local networks in full, and not as 192.*")
                    boolean networks) {
        return with(
                common,
                profiles -> {
                    var document = profiles.export(networks);
                    if (isStandard(file)) {
                        print(document.strip());
                        return ExitCode.OK;
                    }
                    try {
                        var _ = Files.writeString(file.get(), document);
                        return ExitCode.OK;
                    } catch (IOException e) {
                        return complain(
                                "cannot write " + file.get() + ": " + why(e), "", ExitCode.DISK);
                    }
                });
    }

    @Command(name = "import", description = "Take over what `tug profile export` wrote elsewhere")
    int adopt(
            @Mixin CommonOptions common,
            @Parameters(paramLabel = "FILE", description = "What to read; - is stdin") Path file,
            @Option(names = "--here", description = "Let them hold in the network you are in now")
                    boolean here) {
        return with(
                common,
                profiles -> {
                    if (profiles.file().isEmpty()) {
                        throw new UsageException(
                                "profiles are off, so that none can be kept",
                                "see `tug config` for where that is set");
                    }
                    return switch (profiles.adopt(read(file), here)) {
                        case Profiles.Adoption.Refused(var reason) ->
                                complain(
                                        name(file) + " " + reason,
                                        "`tug profile export FILE` writes one that fits",
                                        ExitCode.USAGE);
                        case Profiles.Adoption.Taken(var count, var passedOver) ->
                                taken(file, count, passedOver);
                    };
                });
    }

    @Command(name = "reset", description = "Forget them, or those of one registry")
    int reset(
            @Mixin CommonOptions common,
            @Parameters(paramLabel = "HOST", arity = "0..1", description = "The registry")
                    Optional<String> host) {
        return with(
                common,
                profiles -> {
                    int count = profiles.reset(host);
                    if (count == 0 && host.isPresent()) {
                        return unknown(host.get());
                    }
                    surroundings.err().println("forgot " + Human.count(count, "profile"));
                    return ExitCode.OK;
                });
    }

    private int with(CommonOptions common, Work work) {
        try (var tug = Session.open(surroundings, common.flags()).tug()) {
            return work.on(tug.profiles()).code();
        } catch (PullException e) {
            return complain(
                            e.failure().summary(),
                            "set `profiles` in the configuration file, or TUG_PROFILES, to a file that"
                                    + " can be written",
                            ExitCode.of(e.failure()))
                    .code();
        }
    }

    private Profiles.Listing listing(Profiles profiles) {
        if (profiles.file().isEmpty()) {
            surroundings.err().println("note: profiles are off; see `tug config`");
        }
        var listing = profiles.list();
        listing.warnings().forEach(text -> surroundings.err().println("warning: " + text));
        return listing;
    }

    private byte[] read(Path file) {
        try (var in =
                isStandard(Optional.of(file)) ? surroundings.in() : Files.newInputStream(file)) {
            return in.readNBytes(BYTES_READ_MAX);
        } catch (IOException e) {
            throw new UsageException(
                    "cannot read " + file + ": " + why(e), "name a file, or - for stdin");
        }
    }

    private static String name(Path file) {
        return isStandard(Optional.of(file)) ? "standard input" : file.toString();
    }

    private static boolean isStandard(Optional<Path> file) {
        return file.isEmpty() || file.get().toString().equals("-");
    }

    private ExitCode taken(Path file, int count, int passedOver) {
        if (count == 0 && passedOver > 0) {
            return complain(
                    "no profile in " + name(file) + " can be used: " + why(passedOver),
                    "--here has them hold in the network you are in now",
                    ExitCode.USAGE);
        }
        surroundings
                .err()
                .println(
                        "took over "
                                + Human.count(count, "profile")
                                + (passedOver == 0 ? "" : "; passed over " + why(passedOver)));
        return ExitCode.OK;
    }

    private static String why(int passedOver) {
        return passedOver + " too old, without the name of their network, or without sense";
    }

    /// What the file system says beside the path, which is all that some of Java's messages hold.
    private static String why(IOException e) {
        return switch (e) {
            case NoSuchFileException _ -> "no such file or directory";
            case AccessDeniedException _ -> "permission denied";
            case FileSystemException f when f.getReason() != null -> f.getReason();
            default -> String.valueOf(e.getMessage());
        };
    }

    private ExitCode unknown(String host) {
        return complain(
                "nothing is known of the way to " + host,
                "see `tug profile list`; a pull from there learns",
                ExitCode.NOT_FOUND);
    }

    private ExitCode complain(String message, String hint, ExitCode code) {
        new Complaint(message, "", hint, code, Optional.empty()).print(surroundings.err(), false);
        return code;
    }

    private void print(String text) {
        surroundings.out().println(text);
        surroundings.out().flush();
    }
}

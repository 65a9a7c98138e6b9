package dev.tug.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/// What a command line asks for.
///
/// @param rounds how often each client runs, 1 or more
/// @param megabytes sizes of the models, in 10^6 bytes
/// @param only sections to run; all if empty
/// @param clients clients whose names contain one of these; all if empty
/// @param peers clients besides those that are known here
/// @param tug the command under test
/// @param folder where everything is made that is deleted at the end
record Options(
        boolean quick,
        int rounds,
        List<Integer> megabytes,
        List<String> only,
        List<String> clients,
        List<Client> peers,
        Path tug,
        Path folder,
        Optional<Path> json,
        Optional<Path> markdown,
        Optional<Path> svg) {

    static final String USAGE =
            """
            usage: bench/run [OPTION]...

            Starts nginx and docker-registry on loopback, both with TLS and keys made on the fly, and has
            Tug and other clients pull generated models from them, in turn, round after round. Prints
            medians with the machine's facts, and each target with what was measured. Everything is made
            in one folder, which is deleted at the end, on Ctrl-C too.

              --quick             one model of 2 GB, 3 rounds, fewer clients, shorter links
              --rounds N          rounds of each comparison, 5 by default
              --sizes MB,MB       sizes of the models in 10^6 bytes, 2000,8000 by default
              --only NAMES        these sections alone, divided by commas:
                                    nginx     whole pulls from nginx
                                    registry  whole pulls from docker-registry
                                    layers    1,000 layers of 10 kB behind a latency of 30 ms
                                    links     links of 50 Mbit, 200 Mbit and 1 Gbit (needs root)
                                    start     `tug --version` and `tug list` beside `java -version`
              --clients NAMES     only clients whose names contain one of these
              --peer 'NAME=CMD'   one more client, several times; CMD is for sh, with {url}, {reference}, {image} (the same
                                  blobs as a Docker image), {ca}, {certs}, {sha256}, and {out}, an
                                  empty folder of its own
              --tug PATH          the Tug to measure (this tree's)
              --dir DIR           where the folder is made (TMPDIR)
              --json FILE         writes all samples
              --markdown FILE     writes what is printed
              --svg FILE          writes a plot of time and of CPU time

            Exits with 0 if all targets that were measured are met, 1 if one is missed, 2 for a wrong
            command line, 3 if something failed.

            needs: apt-get install nginx docker-registry aria2 curl openssl time; perhaps skopeo, iproute2
            """;

    private static final List<String> SECTIONS =
            List.of("nginx", "registry", "layers", "links", "start");
    private static final int ROUNDS = 5;
    private static final int ROUNDS_QUICK = 3;
    private static final List<Integer> SIZES = List.of(2_000, 8_000);
    private static final List<Integer> SIZES_QUICK = List.of(2_000);

    /// Says what is wrong with a command line.
    static final class UsageException extends Exception {
        private static final long serialVersionUID = 1;

        UsageException(String message) {
            super(message);
        }
    }

    /// @param home the source tree
    static Options parse(List<String> arguments, Path home) throws UsageException {
        var asked = new Asked(home);
        for (var words = arguments.iterator(); words.hasNext(); ) {
            asked.take(words.next(), words);
        }
        return asked.options();
    }

    /// Whether a section is to run.
    boolean has(String section) {
        return only.isEmpty() || only.contains(section);
    }

    /// Whether a client is to run.
    boolean has(Client client) {
        return clients.isEmpty() || clients.stream().anyMatch(name -> client.name().contains(name));
    }

    /// What was read so far; for use by one thread.
    private static final class Asked {
        private boolean quick;
        private Optional<Integer> rounds = Optional.empty();
        private List<Integer> sizes = List.of();
        private List<String> only = List.of();
        private List<String> clients = List.of();
        private final List<Client> peers = new ArrayList<>();
        private Path tug;
        private Path folder = Path.of(System.getProperty("java.io.tmpdir"));
        private Optional<Path> json = Optional.empty();
        private Optional<Path> markdown = Optional.empty();
        private Optional<Path> svg = Optional.empty();

        private Asked(Path home) {
            tug = home.resolve("tug");
        }

        private void take(String option, Iterator<String> words) throws UsageException {
            switch (option) {
                case "--quick" -> quick = true;
                case "--rounds" -> rounds = Optional.of(number(option, value(option, words)));
                case "--sizes" -> sizes = numbers(option, value(option, words));
                case "--only" -> only = sections(value(option, words));
                case "--clients" -> clients = list(value(option, words));
                case "--peer" -> peers.add(peer(value(option, words)));
                case "--tug" -> tug = file(value(option, words));
                case "--dir" -> folder = file(value(option, words));
                case "--json" -> json = Optional.of(file(value(option, words)));
                case "--markdown" -> markdown = Optional.of(file(value(option, words)));
                case "--svg" -> svg = Optional.of(file(value(option, words)));
                default -> throw new UsageException("unknown option " + option);
            }
        }

        private Options options() {
            return new Options(
                    quick,
                    rounds.orElse(quick ? ROUNDS_QUICK : ROUNDS),
                    sizes.isEmpty() ? (quick ? SIZES_QUICK : SIZES) : sizes,
                    only,
                    clients,
                    List.copyOf(peers),
                    tug,
                    folder,
                    json,
                    markdown,
                    svg);
        }

        private static String value(String option, Iterator<String> words) throws UsageException {
            if (!words.hasNext()) {
                throw new UsageException(option + " needs a value");
            }
            return words.next();
        }

        private static Path file(String path) {
            return Path.of(path).toAbsolutePath().normalize();
        }

        private static List<String> list(String value) {
            return Arrays.stream(value.split(",")).map(String::strip).toList();
        }

        private static List<String> sections(String value) throws UsageException {
            for (var name : list(value)) {
                if (!SECTIONS.contains(name)) {
                    throw new UsageException("no section " + name + ", there are " + SECTIONS);
                }
            }
            return list(value);
        }

        private static List<Integer> numbers(String option, String value) throws UsageException {
            var numbers = new ArrayList<Integer>();
            for (var word : list(value)) {
                numbers.add(number(option, word));
            }
            return numbers;
        }

        private static int number(String option, String value) throws UsageException {
            try {
                int number = Integer.parseInt(value);
                if (number > 0) {
                    return number;
                }
            } catch (NumberFormatException _) {
                // Said below.
            }
            throw new UsageException(option + " needs a number above 0, not " + value);
        }

        private static Client peer(String value) throws UsageException {
            int equals = value.indexOf('=');
            if (equals < 1) {
                throw new UsageException("--peer needs NAME=COMMAND, not " + value);
            }
            return new Client(value.substring(0, equals), value.substring(equals + 1));
        }
    }
}

package dev.tug.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/// `bench/run`.
final class Main {
    private static final int MISSED = 1;
    private static final int USAGE = 2;
    private static final int FAILED = 3;

    private Main() {}

    static void main(String[] arguments) throws InterruptedException {
        Locale.setDefault(Locale.ROOT);
        if (List.of(arguments).contains("--help")) {
            System.out.print(Options.USAGE);
            return;
        }
        System.exit(run(List.of(arguments)));
    }

    private static int run(List<String> arguments) throws InterruptedException {
        var home = Path.of(System.getProperty("bench.home", "")).toAbsolutePath();
        try {
            var bench = new Bench(Options.parse(arguments, home), home, System.err::println);
            var findings = bench.run();
            System.out.println(findings);
            return 0;
        } catch (Options.UsageException e) {
            System.err.println("Error: " + e.getMessage());
            System.err.print(Options.USAGE);
            return USAGE;
        } catch (IOException e) {
            System.err.println("Error: " + e.getMessage());
            return FAILED;
        }
    }
}

package dev.tug.bench;

import java.io.IOException;
import java.nio.file.Files;
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
            var options = Options.parse(arguments, home);
            var findings = new Bench(options, home, System.err::println).run();
            return report(options, findings);
        } catch (Options.UsageException e) {
            System.err.println("Error: " + e.getMessage());
            System.err.print(Options.USAGE);
            return USAGE;
        } catch (IOException e) {
            System.err.println("Error: " + e.getMessage());
            return FAILED;
        }
    }

    private static int report(Options options, Findings findings) throws IOException {
        var targets = Targets.of(findings);
        var markdown = MarkdownReport.of(findings, targets);
        System.out.print(markdown);
        if (options.markdown().isPresent()) {
            Files.writeString(options.markdown().get(), markdown);
        }
        if (options.json().isPresent()) {
            Files.writeString(options.json().get(), JsonReport.of(findings, targets));
        }
        if (options.svg().isPresent()) {
            Files.writeString(options.svg().get(), SvgPlot.of(findings.comparisons()));
        }
        return targets.stream().allMatch(Target::isMet) ? 0 : MISSED;
    }
}

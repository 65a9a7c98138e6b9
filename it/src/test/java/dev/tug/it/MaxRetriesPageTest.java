package dev.tug.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tug.lab.ApplianceRules;
import dev.tug.lab.GeneratedModel;
import dev.tug.lab.Lab;
import dev.tug.model.ModelName;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/// The page on `max retries exceeded: EOF`: its commands are run in its network, and what it shows of
/// their output has to come.
///
/// The network is that of the reports: a gateway opens TLS, and answers a connection above four with 403
/// and a page, which Ollama takes for a blob's part.
final class MaxRetriesPageTest {
    private static final Path PAGE = Path.of("../docs/how-to/ollama-max-retries-exceeded.md");
    private static final String MODEL = "llama3.2:3b";
    private static final long SIZE = 20_000_000;
    private static final int CEILING = 4;
    private static final int FORBIDDEN = 403;

    /// Numbers, times and rates are of that run alone.
    private static final Pattern VARYING =
            Pattern.compile("[0-9]+(\\.[0-9]+)?( ?(ms|s|kB|KB|MB|GB)\\b)?|/(tmp|etc)/[^ :;]+");

    @TempDir Path directory;

    /// A command of the page, and the lines that it shows below.
    private record Shown(List<String> command, List<String> output) {}

    @Test
    void what_it_shows_is_so() throws Exception {
        var shown = shown(Files.readString(PAGE));
        assertThat(shown).extracting(each -> each.command().get(1)).contains("doctor", "pull");
        var model = GeneratedModel.simple(11, SIZE);
        try (var lab = Lab.start(model)) {
            var appliance =
                    lab.withAppliance(
                            ApplianceRules.unlimited()
                                    .withOpenMax(
                                            CEILING,
                                            new ApplianceRules.Overflow.AnswerNew(FORBIDDEN)));
            var trust = Files.writeString(directory.resolve("trust.pem"), lab.trustPem());
            var tug = TugCommand.trusting(trust, directory.resolve("home"));
            for (var each : shown) {
                assertShown(each, tug, lab.modelReference());
            }
            PulledModel.assertStored(tug.models(), ModelName.parse(lab.modelReference()), model);
            assertThat(appliance.events()).isNotEmpty();
        }
    }

    private static void assertShown(Shown shown, TugCommand tug, String model) throws Exception {
        var arguments =
                shown.command().stream()
                        .skip(1)
                        .map(word -> word.equals(MODEL) ? model : word)
                        .toList();
        var running = tug.run(arguments.toArray(String[]::new));
        var everything = running.output() + running.errors();
        assertThat(running.process().exitValue()).as(everything).isZero();
        var lines = everything.lines().map(MaxRetriesPageTest::alike).toList();
        assertThat(shown.output())
                .as(shown.command() + " said:\n" + everything)
                .isNotEmpty()
                .allSatisfy(line ->
                        assertThat(lines).anyMatch(said(alike(line.replace(MODEL, model)))));
    }

    /// A line that ends in dots is the beginning of one.
    private static Predicate<String> said(String line) {
        return line.endsWith(" ...")
                ? other -> other.startsWith(line.substring(0, line.length() - 4))
                : line::equals;
    }

    private static String alike(String line) {
        return VARYING.matcher(line.strip()).replaceAll("#").replaceAll(" +", " ");
    }

    /// All blocks of the page that begin with a prompt; `...` stands for what is left out.
    private static List<Shown> shown(String page) {
        var shown = new ArrayList<Shown>();
        var blocks = Pattern.compile("```console\n(.*?)```", Pattern.DOTALL).matcher(page);
        while (blocks.find()) {
            List<String> output = new ArrayList<>();
            for (var line : blocks.group(1).lines().toList()) {
                if (line.startsWith("$ ")) {
                    output = new ArrayList<>();
                    shown.add(new Shown(words(line.substring(2)), output));
                } else if (!line.isBlank() && !line.strip().equals("...")) {
                    output.add(line);
                }
            }
        }
        return shown;
    }

    /// A command's words; quotes hold some together.
    private static List<String> words(String command) {
        return Pattern.compile("\"([^\"]*)\"|(\\S+)")
                .matcher(command)
                .results()
                .map(word -> word.group(1) == null ? word.group(2) : word.group(1))
                .toList();
    }
}

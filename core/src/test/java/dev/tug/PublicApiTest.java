package dev.tug;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.module.ModuleDescriptor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;

/// Holds what other programs can call of the library to the list in `docs/reference/api.txt`: a change
/// there is one to them. `-Dapi.fix=true` writes it anew; a line that goes or changes breaks somebody.
final class PublicApiTest {
    private static final Path CLASSES = Path.of("target", "classes");
    private static final Path LIST = Path.of("..", "docs", "reference", "api.txt");

    /// What every record or enum has.
    private static final Pattern EVERYWHERE =
            Pattern.compile(
                    ".* (equals\\(java.lang.Object\\)|hashCode\\(\\)|toString\\(\\)|values\\(\\)|valueOf\\(java.lang.String\\));");

    @Test
    void the_public_signatures_are_those_that_are_listed() throws IOException {
        var now = signatures();
        if (Boolean.getBoolean("api.fix")) {
            Files.writeString(LIST, now);
        }
        var listed = qualified(Files.readAllLines(LIST));
        var found = qualified(now.lines().toList());

        assertThat(without(listed, found))
                .as("what is gone; see docs/how-to/packages.md")
                .isEmpty();
        assertThat(without(found, listed))
                .as(
                        "what is not listed yet; ./mvnw test -pl core -am -Dtest=PublicApiTest -Dapi.fix=true")
                .isEmpty();
    }

    /// Each line after the one of its type.
    private static List<String> qualified(List<String> lines) {
        var qualified = new ArrayList<String>();
        var type = "";
        for (var line : lines) {
            if (!line.startsWith(" ")) {
                type = line;
            }
            qualified.add(line.equals(type) ? type : type + line);
        }
        return qualified;
    }

    private static List<String> without(List<String> all, List<String> others) {
        return all.stream().filter(line -> !others.contains(line)).toList();
    }

    private static String signatures() throws IOException {
        var files = new ArrayList<Path>();
        for (var exported : exportedPackages()) {
            try (var entries = Files.list(CLASSES.resolve(exported.replace('.', '/')))) {
                entries.filter(file -> file.toString().endsWith(".class"))
                        .filter(file -> !file.getFileName().toString().contains("-info"))
                        .forEach(files::add);
            }
        }
        files.sort(null);
        return blocks(printed(files)).stream().sorted().collect(Collectors.joining("\n")) + "\n";
    }

    private static List<String> exportedPackages() throws IOException {
        try (var descriptor = Files.newInputStream(CLASSES.resolve("module-info.class"))) {
            return ModuleDescriptor.read(descriptor).exports().stream()
                    .filter(exported -> !exported.isQualified())
                    .map(ModuleDescriptor.Exports::source)
                    .sorted()
                    .toList();
        }
    }

    private static String printed(List<Path> files) {
        var out = new StringWriter();
        var args = new ArrayList<>(List.of("-protected"));
        files.forEach(file -> args.add(file.toString()));
        var code =
                ToolProvider.findFirst("javap")
                        .orElseThrow()
                        .run(
                                new PrintWriter(out),
                                new PrintWriter(out),
                                args.toArray(String[]::new));
        assertThat(code).as(out.toString()).isZero();
        return out.toString();
    }

    /// One text for each type that can be seen, its members in order.
    private static List<String> blocks(String printed) {
        var blocks = new ArrayList<String>();
        var block = new ArrayList<String>();
        for (var line : printed.lines().toList()) {
            if (line.startsWith("Compiled from") || EVERYWHERE.matcher(line).matches()) {
                continue;
            }
            block.add(line.strip());
            if (line.equals("}")) {
                var head = block.getFirst();
                if (head.startsWith("public ") || head.startsWith("protected ")) {
                    blocks.add(
                            head
                                    + "\n"
                                    + block.subList(1, block.size() - 1).stream()
                                            .sorted()
                                            .map(member -> "    " + member)
                                            .collect(Collectors.joining("\n")));
                }
                block.clear();
            }
        }
        return blocks;
    }
}

package dev.tug;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.FormatterException;
import com.google.googlejavaformat.java.ImportOrderer;
import com.google.googlejavaformat.java.JavaFormatterOptions;
import com.google.googlejavaformat.java.RemoveUnusedImports;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Holds every source file to one format; `-Dtidy.fix=true` rewrites them instead of complaining.
final class TidyTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Formatter FORMATTER =
            new Formatter(
                    JavaFormatterOptions.builder()
                            .style(JavaFormatterOptions.Style.AOSP)
                            .formatJavadoc(false)
                            .build());

    @Test
    void every_source_is_formatted() throws Exception {
        var untidy = new ArrayList<Path>();
        for (var file : sources()) {
            var before = Files.readString(file);
            var after = format(file, before);
            if (after.equals(before)) {
                continue;
            }
            untidy.add(ROOT.relativize(file));
            if (Boolean.getBoolean("tidy.fix")) {
                Files.writeString(file, after);
            }
        }
        if (!Boolean.getBoolean("tidy.fix")) {
            assertThat(untidy)
                    .as("run ./mvnw test -pl core -am -Dtest=TidyTest -Dtidy.fix=true")
                    .isEmpty();
        }
    }

    private static String format(Path file, String source) {
        try {
            return FORMATTER.formatSource(
                    ImportOrderer.reorderImports(
                            RemoveUnusedImports.removeUnusedImports(source),
                            JavaFormatterOptions.Style.AOSP));
        } catch (FormatterException e) {
            throw new AssertionError("cannot format " + file, e);
        }
    }

    private static List<Path> sources() throws IOException {
        try (var files = Files.walk(ROOT)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> file.toString().contains("src"))
                    .filter(file -> !file.getFileName().toString().equals("module-info.java"))
                    .sorted()
                    .toList();
        }
    }
}

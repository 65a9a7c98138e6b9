package dev.tug.it;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/// What the README shows has to be so.
final class ReadmeTest {
    private static final Path ROOT = Path.of("..");

    @Test
    void its_java_program_compiles(@TempDir Path classes) throws Exception {
        var snippet = block("java");
        var source =
                """
                import dev.tug.*;
                import dev.tug.model.*;
                import java.nio.file.Path;

                class Example {
                    void run(String home) throws Exception {
                %s
                    }
                }
                """
                        .formatted(snippet);
        var messages = new StringWriter();
        var compiled =
                ToolProvider.getSystemJavaCompiler()
                        .getTask(
                                messages,
                                null,
                                null,
                                List.of("-d", classes.toString(), "-proc:none"),
                                null,
                                List.of(new Source(source)))
                        .call();

        assertThat(compiled).as(messages.toString()).isTrue();
        assertThat(snippet.lines()).hasSizeLessThanOrEqualTo(5);
    }

    @Test
    void its_links_lead_to_files() throws Exception {
        var links =
                Pattern.compile("]\\(([^)#:]+)\\)")
                        .matcher(readme())
                        .results()
                        .map(link -> ROOT.resolve(link.group(1)))
                        .toList();

        assertThat(links).isNotEmpty().allSatisfy(file -> assertThat(file).exists());
    }

    private static String block(String language) throws Exception {
        var found =
                Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL).matcher(readme());
        assertThat(found.find()).isTrue();
        return found.group(1);
    }

    private static String readme() throws Exception {
        return Files.readString(ROOT.resolve("README.md"));
    }

    private static final class Source extends SimpleJavaFileObject {
        private final String text;

        Source(String text) {
            super(URI.create("string:///Example.java"), Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }
}

package dev.tug.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// `tug pull --from`.
final class NameListTest {
    private static final int TOO_LONG = 1_000_001;

    @TempDir private Path home;
    private World world = new World(Path.of(""));
    private Path file = Path.of("");

    @BeforeEach
    void make_a_world() {
        world = new World(home);
        file = home.resolve("models.txt");
    }

    private int pull(String text, String... more) throws IOException {
        Files.writeString(file, text);
        var line = new String[more.length + 3];
        line[0] = "pull";
        line[1] = "-r";
        line[2] = file.toString();
        System.arraycopy(more, 0, line, 3, more.length);
        return world.run(line);
    }

    private Iterable<String> pulled() {
        return world.tug.pulled.stream().map(name -> name.shortest()).toList();
    }

    @Test
    void pulls_each_line_once_without_comments_and_blanks() throws Exception {
        var text = "\uFEFF# mine\n\n  a:1  # small\r\nb\n#c\nb\nhf.co/u/r:Q4\n";
        assertThat(pull(text)).isZero();
        assertThat(pulled()).containsExactly("a:1", "b:latest", "hf.co/u/r:Q4");
    }

    @Test
    void names_on_the_line_come_first() throws Exception {
        assertThat(pull("b\na\n", "a", "c")).isZero();
        assertThat(pulled()).containsExactly("a:latest", "c:latest", "b:latest");
    }

    @Test
    void a_hyphen_is_standard_input() {
        world.stdin = "a\nb";
        assertThat(world.run("pull", "--from", "-")).isZero();
        assertThat(pulled()).containsExactly("a:latest", "b:latest");
    }

    @Test
    void one_bad_name_does_not_stop_the_rest() throws Exception {
        assertThat(pull("two words\nb\n")).isNotZero();
        assertThat(pulled()).containsExactly("b:latest");
        assertThat(world.err()).contains("two words");
    }

    @Test
    void an_empty_file_is_told_of_and_is_no_failure() throws Exception {
        assertThat(pull("# none yet\n")).isZero();
        assertThat(pulled()).isEmpty();
        assertThat(world.err()).contains("warning: " + file + " names no model");
    }

    @Test
    void a_file_that_is_missing_too_long_or_no_text_is_wrong_usage() throws Exception {
        var usage = ExitCode.USAGE.code();
        assertThat(world.run("pull", "-r", "nowhere")).isEqualTo(usage);
        assertThat(world.err()).contains("cannot read the names in nowhere");
        assertThat(pull("a".repeat(TOO_LONG))).isEqualTo(usage);
        assertThat(world.err()).contains("larger than 1 MB");
        Files.write(file, "m\u00fcll".getBytes(StandardCharsets.ISO_8859_1));
        assertThat(world.run("pull", "-r", file.toString())).isEqualTo(usage);
        assertThat(world.err()).contains("is not UTF-8 text");
    }

    @Test
    void without_any_name_it_says_how_to_give_one() {
        assertThat(world.run("pull")).isEqualTo(ExitCode.USAGE.code());
        assertThat(world.err()).contains("no model is named").contains("--from FILE");
    }

    @Test
    void standard_input_is_for_one_thing() {
        world.stdin = "secret";
        assertThat(world.run("pull", "-r", "-", "--user", "me", "--password-stdin"))
                .isEqualTo(ExitCode.USAGE.code());
        assertThat(world.err()).contains("both the password and the names");
    }
}

package dev.tug.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import java.nio.file.Path;
import java.util.List;

final class OptionsTest {
    private static final Path HOME = Path.of("/source");

    @Test
    void measures_the_tug_of_its_own_tree_unless_told_otherwise() throws Exception {
        assertThat(options().tug()).isEqualTo(Path.of("/source/tug"));
        assertThat(options("--tug", "/opt/tug/bin/tug").tug())
                .isEqualTo(Path.of("/opt/tug/bin/tug"));
    }

    @Test
    void a_quick_run_has_fewer_rounds_unless_they_are_given() throws Exception {
        assertThat(options().rounds()).isEqualTo(5);
        assertThat(options("--quick").rounds()).isEqualTo(3);
        assertThat(options("--quick", "--rounds", "7").rounds()).isEqualTo(7);
    }

    @Test
    void a_peer_runs_the_command_of_its_line() throws Exception {
        var peers = options("--peer", "x=x --to {out} {url}").peers();

        assertThat(peers).containsExactly(new Client("x", "x --to {out} {url}"));
    }

    @Test
    void names_what_is_wrong() {
        assertThatThrownBy(() -> options("--rounds", "0"))
                .isInstanceOf(Options.UsageException.class)
                .hasMessage("--rounds needs a number above 0, not 0");
        assertThatThrownBy(() -> options("--peer", "x")).hasMessageContaining("NAME=COMMAND");
        assertThatThrownBy(() -> options("--only", "wire")).hasMessageContaining("no section wire");
        assertThatThrownBy(() -> options("--json")).hasMessage("--json needs a value");
        assertThatThrownBy(() -> options("--fast")).hasMessage("unknown option --fast");
    }

    private static Options options(String... words) throws Options.UsageException {
        return Options.parse(List.of(words), HOME);
    }
}

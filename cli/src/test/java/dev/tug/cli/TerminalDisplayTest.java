package dev.tug.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tug.PullEvent;
import dev.tug.model.ModelName;
import dev.tug.transfer.Cause;

import org.junit.jupiter.api.Test;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;

final class TerminalDisplayTest {
    private static final String HIDE = "\u001b[?25l";
    private static final String SHOW = "\u001b[?25h";

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final PrintStream err = new PrintStream(bytes, true, StandardCharsets.UTF_8);

    private String written() {
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private TerminalDisplay display() {
        var window = new Surroundings.Window(() -> WindowSize.USUAL, true);
        return new TerminalDisplay(err, window, System::nanoTime, false, false);
    }

    private static Frame frame(String... lines) {
        return new Frame(
                List.of(lines).stream().map(l -> new Frame.Line(l, Frame.Tone.DIM)).toList());
    }

    @Test
    void the_last_state_is_drawn_and_the_cursor_comes_back() {
        var display = display();
        display.start();
        var blob = ScriptedTug.blob("model", 1000);
        display.on(new PullEvent.Started(ModelName.parse("m")));
        display.on(new PullEvent.StreamsChanged(16, 4, Cause.TOO_MANY, "cuts"));
        display.on(new PullEvent.Stored(blob));
        display.succeeded("facts");
        assertThat(written())
                .contains(HIDE)
                .contains("4 streams: cuts")
                .contains(blob.digest().shortForm() + " model     100%")
                .endsWith("facts\n");
        assertThat(written().lastIndexOf(SHOW)).isGreaterThan(written().lastIndexOf(HIDE));
    }

    @Test
    void a_failure_brings_the_cursor_back_before_its_message() {
        var display = display();
        display.start();
        display.on(new PullEvent.Started(ModelName.parse("m")));
        display.failed(Complaint.usage("broken", "mend it"));
        display.close();
        assertThat(written()).endsWith("Error: broken\n\nhint: mend it\n");
        assertThat(written().lastIndexOf(SHOW)).isGreaterThan(written().lastIndexOf(HIDE));
    }

    @Test
    void a_terminal_that_takes_nothing_does_not_hold_the_pull_up() {
        var release = new CountDownLatch(1);
        Supplier<WindowSize> size =
                () -> {
                    try {
                        release.await();
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                    return WindowSize.USUAL;
                };
        var stuck = new Surroundings.Window(size, true);
        var display = new TerminalDisplay(err, stuck, System::nanoTime, false, false);
        display.start();
        display.on(new PullEvent.Started(ModelName.parse("m")));
        display.succeeded("facts");
        assertThat(written()).endsWith("facts\n");
        release.countDown();
    }

    @Test
    void a_frame_replaces_the_one_before() {
        var screen = new Screen(err, false);
        screen.show(List.of(), frame("one", "two"), 80);
        bytes.reset();
        screen.show(List.of("note"), frame("three"), 80);
        assertThat(written())
                .isEqualTo(
                        "\u001b[?2026h\u001b[2A\r\u001b[Jnote\u001b[K\nthree\u001b[K\n\u001b[?2026l");
    }

    @Test
    void a_frame_that_a_narrower_window_has_wrapped_is_replaced_whole() {
        var screen = new Screen(err, false);
        screen.show(List.of(), frame("x".repeat(50), "y"), 80);
        bytes.reset();
        screen.show(List.of(), frame("z"), 20);
        assertThat(written()).contains("\u001b[4A\r\u001b[J");
    }

    @Test
    void the_same_frame_is_not_drawn_twice() {
        var screen = new Screen(err, false);
        screen.show(List.of(), frame("one"), 80);
        bytes.reset();
        screen.show(List.of(), frame("one"), 80);
        assertThat(written()).isEmpty();
    }

    @Test
    void colour_is_used_only_where_allowed() {
        new Screen(err, false).show(List.of(), frame("one"), 80);
        assertThat(written()).doesNotContain("\u001b[2m");
        new Screen(err, true).show(List.of(), frame("one"), 80);
        assertThat(written()).contains("\u001b[2mone\u001b[0m");
    }

    @Test
    void a_dumb_terminal_gets_lines() {
        var dumb = new Environment(Map.of("TERM", "dumb"));
        var tty = new Tty(new Platform("Linux", Path.of("/")));
        assertThat(new Terminals(dumb, tty, StandardCharsets.UTF_8).window())
                .isEqualTo(Optional.empty());
    }
}

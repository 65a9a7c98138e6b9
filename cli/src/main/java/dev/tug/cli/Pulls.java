package dev.tug.cli;

import dev.tug.Models.BlobCheck;
import dev.tug.PullException;
import dev.tug.PullListener;
import dev.tug.Tug;
import dev.tug.blob.Digest;
import dev.tug.model.InvalidModelName;
import dev.tug.model.ModelName;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// Pulls models one after another, each with its display.
final class Pulls {
    private static final String CURSOR_SHOW = "\u001b[?25h";

    private final Surroundings surroundings;
    private final Settings settings;
    private final Style style;
    private final boolean verbose;

    /// How a pull is shown.
    enum Style {
        /// Bars on a terminal, lines elsewhere.
        AUTOMATIC,
        PLAIN,
        JSON,
        QUIET
    }

    Pulls(Session session, Style style, boolean verbose) {
        this.surroundings = session.surroundings();
        this.settings = session.settings();
        this.style = style;
        this.verbose = verbose;
    }

    /// Pulls `names`; a failure does not stop the rest, an interrupt does.
    ///
    /// @return how the first failure ended, or that there was none
    ExitCode pull(Tug tug, List<String> names) {
        return pull(tug, names, PullListener.NONE);
    }

    /// The same, with one more listener to every pull.
    ExitCode pull(Tug tug, List<String> names, PullListener listener) {
        var result = ExitCode.OK;
        var window = window();
        for (var name : names) {
            var code = pull(tug, name, window, listener);
            if (result == ExitCode.OK) {
                result = code;
            }
            if (code == ExitCode.INTERRUPTED) {
                return code;
            }
        }
        return result;
    }

    /// Fetches just the blobs that are `broken`.
    ///
    /// @param repaired takes what is whole again
    /// @return [ExitCode#INTEGRITY] if some are not
    ExitCode repair(Tug tug, List<BlobCheck> broken, Consumer<List<Digest>> repaired) {
        var story = new PullStory();
        try (var display = display("", window())) {
            try {
                var whole = tug.repair(broken, both(story, display));
                repaired.accept(whole);
                display.succeeded(
                        "repaired " + whole.size() + " of " + Human.count(broken.size(), "blob"));
                return whole.size() < broken.size() ? ExitCode.INTEGRITY : ExitCode.OK;
            } catch (PullException e) {
                var complaint = Complaint.of(e, "MODEL", story.tried());
                display.failed(complaint);
                return complaint.code();
            }
        }
    }

    /// Brings a terminal with bars back to order before the process is halted.
    void restore() {
        if (style == Style.AUTOMATIC) {
            showCursor(surroundings);
        }
    }

    /// The part of [#restore] that needs no pull.
    static void showCursor(Surroundings surroundings) {
        if (surroundings.terminal().get().isPresent()) {
            surroundings.err().print(CURSOR_SHOW);
            surroundings.err().flush();
        }
    }

    private Optional<Surroundings.Window> window() {
        return style == Style.AUTOMATIC ? surroundings.terminal().get() : Optional.empty();
    }

    private ExitCode pull(
            Tug tug, String text, Optional<Surroundings.Window> window, PullListener listener) {
        var story = new PullStory();
        try (var display = display(text, window)) {
            var complaint = pull(tug, text, story, display, listener);
            complaint.ifPresent(display::failed);
            return complaint.map(Complaint::code).orElse(ExitCode.OK);
        }
    }

    private static Optional<Complaint> pull(
            Tug tug, String text, PullStory story, Display display, PullListener listener) {
        ModelName name;
        try {
            name = Names.toPull(text);
        } catch (InvalidModelName e) {
            return Optional.of(Complaint.of(e, text));
        } catch (UsageException e) {
            return Optional.of(Complaint.of(e));
        }
        var shown = both(story, display);
        try {
            var summary =
                    tug.pull(
                            name,
                            event -> {
                                shown.on(event);
                                listener.on(event);
                            });
            display.succeeded(story.facts(name.shortest(), summary));
            return Optional.empty();
        } catch (PullException e) {
            return Optional.of(Complaint.of(e, text, story.tried()));
        }
    }

    private static PullListener both(PullStory story, Display display) {
        return event -> {
            story.on(event);
            display.on(event);
        };
    }

    private Display display(String name, Optional<Surroundings.Window> window) {
        var err = surroundings.err();
        return switch (style) {
            case JSON -> new JsonDisplay(surroundings.out(), name);
            case QUIET -> new QuietDisplay(err);
            case PLAIN -> new PlainDisplay(err, surroundings.nanos(), verbose);
            case AUTOMATIC ->
                    window.<Display>map(this::terminal)
                            .orElseGet(() -> new PlainDisplay(err, surroundings.nanos(), verbose));
        };
    }

    private TerminalDisplay terminal(Surroundings.Window window) {
        var display =
                new TerminalDisplay(
                        surroundings.err(),
                        window,
                        surroundings.nanos(),
                        settings.colour().value(),
                        verbose);
        Logs.into(display::note);
        display.start();
        return display;
    }
}

package dev.tug.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tug.diagnosis.Cause;
import dev.tug.diagnosis.Check;
import dev.tug.failure.PullFailure;
import dev.tug.failure.TransferFailure;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Optional;

/// What strangers wrote on its way to a terminal or into a mail, past whatever else should have made it
/// harmless.
final class SieveTest {
    private static final String EVIL =
            "x\u001b]0;pwned\u0007\u009b31m\u202e\nsecond line: ok\rover";

    /// Advice may have lines of its own, so what it quotes must have none.
    private static final String LINE = EVIL.replace("\n", "").replace("\r", "");

    private static Check check() {
        var failure = new TransferFailure.ProxyScriptFailed(LINE, LINE, LINE);
        return Check.fail(
                "route", EVIL, EVIL, Cause.PROXY_SCRIPT, new PullFailure.Network(EVIL, 1, failure));
    }

    private static void assertHarmless(String text, String begin) {
        assertThat(text).contains(begin).doesNotContainPattern("[\\p{Cntrl}\\u202e&&[^\n]]");
        assertThat(text.lines()).noneMatch(line -> line.strip().startsWith("second line"));
    }

    @Test
    void nothing_of_it_moves_the_cursor_or_makes_a_line_of_its_own() {
        var diagnosis = Diagnoses.of(List.of(check()));

        assertHarmless(DoctorText.verdict(diagnosis, "m"), "x ]0;pwned");
        var ways = new CurlLine.Ways(List.of(), List.of(), List.of(), Optional.empty());
        assertHarmless(Ticket.of(diagnosis, ways), "x ]0;pwned");
        assertThat(DoctorText.line(check(), "m").lines().findFirst().orElseThrow())
                .contains("x ]0;pwned")
                .doesNotContainPattern("[\\p{Cntrl}\\u202e]");
    }
}

package dev.tug.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tug.lab.Fault;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Path;

/// That `OLLAMA_DOWNLOAD_PARTS` is never exceeded, as the kernel counts connections to the CDN.
///
/// Needs root, for namespaces.
final class CeilingTest {
    private static final String VARIABLE = "OLLAMA_DOWNLOAD_PARTS";

    /// Enough for one request each, and for some a second one.
    private static final long BYTES_EACH = 5_000_000;

    private static final int TROUBLE_EVERY = 5;

    @TempDir Path directory;

    @ParameterizedTest
    @CsvSource({"1, 1", "4, 4", "32, 32", "many, 16"})
    void never_has_more_connections_at_once_than_asked_for(String parts, int ceiling)
            throws Exception {
        try (var lab = NetworkLab.start(directory, ceiling * BYTES_EACH);
                var trace = ConnectionTrace.start(lab.rules(), directory)) {
            lab.lab().cdn().script(_ -> new Fault.RateCap(2_000_000));
            var story = lab.awaitPulled(lab.pull(lab.command().with(VARIABLE, parts)));

            var most = trace.most();
            System.out.printf(
                    "%s parts: %d connections in all, %d at once, %.1f s%n",
                    parts, trace.asked(), most, story.fact("elapsed_ms") / 1000.0);
            assertThat(most).as(trace.log()).isBetween(1, ceiling);
        }
    }

    /// Retries, new locations and the probes after them are within the ceiling too.
    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void has_no_more_when_answers_break_and_locations_end(int ceiling) throws Exception {
        try (var lab = NetworkLab.start(directory, 2 * BYTES_EACH);
                var trace = ConnectionTrace.start(lab.rules(), directory)) {
            var cdn = lab.lab().cdn();
            cdn.script(request ->
                    switch (request.number() % TROUBLE_EVERY) {
                        case 1 -> new Fault.CutAfter(500_000, Fault.CutKind.RST);
                        case 3 -> Fault.Status.of(403);
                        default -> new Fault.RateCap(4_000_000);
                    });
            var story =
                    lab.awaitPulled(
                            lab.pull(lab.command().with(VARIABLE, Integer.toString(ceiling))));

            System.out.printf(
                    "%d parts and trouble: %d connections, %d at once, %d retries%n",
                    ceiling,
                    cdn.journal().connectionsOpened(),
                    trace.most(),
                    story.events("retrying").size());
            assertThat(story.events("retrying")).isNotEmpty();
            assertThat(trace.most()).as(trace.log()).isBetween(1, ceiling);
        }
    }
}

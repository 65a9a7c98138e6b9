package dev.tug.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;

import dev.tug.PullEvent;
import dev.tug.PullEvent.BlobPlan;
import dev.tug.PullException;
import dev.tug.failure.Culprit;
import dev.tug.failure.Inspector;
import dev.tug.failure.Page;
import dev.tug.failure.PullFailure;
import dev.tug.failure.TransferFailure;
import dev.tug.model.ModelName;
import dev.tug.transfer.Cause;
import dev.tug.transfer.FlightRecord;

import org.junit.jupiter.api.Test;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

final class JsonDisplayTest {
    private static final ModelName NAME = ModelName.parse("m");

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final JsonDisplay display =
            new JsonDisplay(new PrintStream(out, true, StandardCharsets.UTF_8), "m");

    private List<Map<String, Object>> lines() throws IOException {
        var lines = new ArrayList<Map<String, Object>>();
        for (var line : out.toString(StandardCharsets.UTF_8).lines().toList()) {
            lines.add(JSON.std.mapFrom(line));
        }
        return lines;
    }

    @Test
    void a_pull_reads_as_ollamas_does() throws IOException {
        var fresh = ScriptedTug.blob("model", 3_500_000);
        var present = ScriptedTug.blob("template", 12);
        display.on(new PullEvent.Started(NAME));
        display.on(
                new PullEvent.Planned(
                        NAME,
                        ScriptedTug.manifest(1),
                        List.of(
                                new BlobPlan(fresh, false, 0, 1),
                                new BlobPlan(present, true, 0, 1))));
        display.on(new PullEvent.Stored(present));
        display.on(new PullEvent.Progress(fresh, 1_000, fresh.size(), 2));
        display.on(new PullEvent.Stored(fresh));
        display.on(new PullEvent.Verifying());
        display.on(new PullEvent.WritingManifest());
        display.on(new PullEvent.RemovedUnused(List.of(present.digest())));
        display.on(
                new PullEvent.Succeeded(
                        NAME,
                        new PullEvent.Summary(
                                3_500_012,
                                3_500_000,
                                Duration.ofMillis(1500),
                                2,
                                1,
                                4,
                                1_000,
                                9,
                                "cuts above 4")));
        assertThat(lines())
                .extracting(line -> line.get("status"))
                .containsExactly(
                        "pulling manifest",
                        "pulling " + fresh.digest().shortForm(),
                        "pulling " + present.digest().shortForm(),
                        "pulling " + fresh.digest().shortForm(),
                        "pulling " + fresh.digest().shortForm(),
                        "verifying sha256 digest",
                        "writing manifest",
                        "removing unused layers",
                        "success");
        assertThat(lines().get(1))
                .isEqualTo(
                        Map.of(
                                "status",
                                "pulling " + fresh.digest().shortForm(),
                                "digest",
                                fresh.digest().toString(),
                                "total",
                                3_500_000));
        assertThat(lines().get(2)).containsEntry("completed", 12).containsEntry("total", 12);
        assertThat(lines().get(3)).containsEntry("streams", 2);
        assertThat(lines().getLast())
                .isEqualTo(
                        Map.ofEntries(
                                Map.entry("status", "success"),
                                Map.entry("bytes", 3_500_012),
                                Map.entry("fetched", 3_500_000),
                                Map.entry("again_bytes", 1_000),
                                Map.entry("elapsed_ms", 1500),
                                Map.entry("mean_bytes_per_second", 2_333_333),
                                Map.entry("connections", 2),
                                Map.entry("cuts", 1),
                                Map.entry("kills", 9),
                                Map.entry("streams", 4),
                                Map.entry("learned", "cuts above 4")));
    }

    @Test
    void a_blob_is_completed_once() throws IOException {
        var blob = ScriptedTug.blob("model", 100);
        display.on(new PullEvent.Progress(blob, 100, 100, 1));
        display.on(new PullEvent.Progress(blob, 100, 100, 0));
        display.on(new PullEvent.Stored(blob));
        assertThat(lines())
                .singleElement()
                .satisfies(l -> assertThat(l).containsEntry("completed", 100));
    }

    @Test
    void what_ollama_does_not_know_has_a_status_and_an_event() throws IOException {
        var blob = ScriptedTug.blob("model", 100);
        var cut = new TransferFailure.Cut("cdn", 10, "reset");
        display.on(new PullEvent.Retrying(blob, cut, 2, Duration.ofSeconds(4)));
        display.on(
                new PullEvent.ConnectionEnded(
                        new FlightRecord(
                                7, "cdn", 2, 10, Duration.ofSeconds(1), Optional.of(cut))));
        display.on(new PullEvent.StreamsChanged(16, 4, Cause.TOO_MANY, "cuts"));
        display.on(new PullEvent.Waiting("another process"));
        display.on(new PullEvent.Warning("odd"));
        assertThat(lines())
                .allSatisfy(line -> assertThat(line).containsKey("status"))
                .extracting(line -> line.get("event"))
                .containsExactly(
                        "retrying", "connection_ended", "streams_changed", "waiting", "warning");
        assertThat(lines().get(2))
                .isEqualTo(
                        Map.of(
                                "status", "4 streams",
                                "event", "streams_changed",
                                "before", 16,
                                "after", 4,
                                "cause", "too_many",
                                "reason", "cuts"));
        assertThat(lines().get(3))
                .isEqualTo(
                        Map.of(
                                "status",
                                "waiting",
                                "event",
                                "waiting",
                                "reason",
                                "another process"));
        assertThat(lines().getFirst())
                .containsEntry("kind", "cut")
                .containsEntry("delay_ms", 4000)
                .containsEntry("attempt", 2);
    }

    @Test
    void who_reads_along_has_a_line_with_all_that_is_known() throws IOException {
        var zscaler = new Inspector(Optional.of("Zscaler"), "CN=Zscaler Root CA", "ab");
        display.on(new PullEvent.Inspected("cdn", Optional.of(zscaler), "new"));
        display.on(new PullEvent.Inspected("cdn", Optional.empty(), "gone"));

        assertThat(lines().getFirst())
                .isEqualTo(
                        Map.of(
                                "status",
                                "cdn: inspected by Zscaler (CN=Zscaler Root CA); new",
                                "event",
                                "inspected",
                                "host",
                                "cdn",
                                "inspected",
                                true,
                                "vendor",
                                "Zscaler",
                                "authority",
                                "CN=Zscaler Root CA",
                                "fingerprint",
                                "ab",
                                "change",
                                "new"));
        assertThat(lines().getLast()).containsEntry("inspected", false).doesNotContainKey("vendor");
    }

    @Test
    void a_corrupt_blob_names_its_culprit_and_no_other_failure_does() throws IOException {
        var digest = ScriptedTug.digest("x");
        var corrupt = new PullFailure.Integrity(digest, digest, Culprit.PATH);
        display.failed(Complaint.of(new PullException(corrupt, null), "m", ""));
        display.failed(
                Complaint.of(new PullException(new PullFailure.Interrupted(), null), "m", ""));

        assertThat(lines().getFirst()).containsEntry("culprit", "path").containsEntry("exit", 7);
        assertThat(lines().getLast()).doesNotContainKey("culprit");
    }

    @Test
    void a_page_in_the_servers_place_is_shown_and_has_its_own_code() throws IOException {
        var answer = new Page.Answer(403, "Zscaler/6.2", "text/html", "Internet Security", "");
        var page = new Page(Page.Kind.BLOCK, "Zscaler", "FileHost", "", answer);
        var failure =
                new PullFailure.Network("blob x", 1, new TransferFailure.Blocked("cdn", page));
        display.failed(Complaint.of(new PullException(failure, null), "m", ""));

        assertThat(lines().getFirst())
                .containsEntry("code", "blocked")
                .containsEntry("exit", 9)
                .containsEntry(
                        "page",
                        Map.of(
                                "kind", "block",
                                "vendor", "Zscaler",
                                "category", "FileHost",
                                "reason", "",
                                "status", 403,
                                "server", "Zscaler/6.2",
                                "content_type", "text/html",
                                "title", "Internet Security",
                                "snippet", ""));
    }
}

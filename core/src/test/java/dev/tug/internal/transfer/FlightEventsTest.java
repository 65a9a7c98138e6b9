package dev.tug.internal.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.tug.internal.control.StreamControl;
import dev.tug.lab.Fault;
import dev.tug.lab.GeneratedBlob;
import dev.tug.transfer.Cause;

import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// The recorder of the JVM shows a pull's life.
@Timeout(60)
final class FlightEventsTest {
    private static final GeneratedBlob BLOB = GeneratedBlob.random(1, 3_000_000);

    @TempDir Path directory;

    @Test
    void each_connection_and_each_change_of_mind_is_recorded() throws Exception {
        var file = directory.resolve("pull.jfr");
        try (var recording = new Recording();
                var rig = new TransferRig(directory)) {
            rig.control(
                    new Steered(wish -> {
                        boolean cut = !rig.retried.isEmpty();
                        wish.requestBytesMax = cut ? 500_000 : 1 << 20;
                        wish.cause = cut ? Cause.RESPONSE_SIZE : Cause.NONE;
                        return wish;
                    }));
            rig.cdn.script(request ->
                    request.number() == 1
                            ? new Fault.CutAfter(100_000, Fault.CutKind.RST)
                            : new Fault.RateCap(3_000_000));
            recording.enable("dev.tug.Connection");
            recording.enable("dev.tug.Decision");
            recording.start();
            var totals = rig.pull(BLOB);
            recording.dump(file);

            var connections = events(file, "dev.tug.Connection");
            assertThat(connections).hasSize(totals.connections());
            assertThat(connections.stream().mapToLong(event -> event.getLong("bytes")).sum())
                    .isEqualTo(totals.fetched());
            assertThat(connections)
                    .extracting(event -> event.getString("end"))
                    .containsExactly("Cut", "transfer over");
            assertThat(connections)
                    .allMatch(event -> event.getString("host").startsWith("127.0.0.1:"))
                    .allMatch(event -> event.getLong("handshake") >= 0)
                    .allMatch(event -> event.getInt("requests") > 0);
            assertThat(events(file, "dev.tug.Decision"))
                    .singleElement()
                    .satisfies(event -> {
                        assertThat(event.getString("cause")).isEqualTo("RESPONSE_SIZE");
                        assertThat(event.getLong("requestBytesMax")).isEqualTo(500_000);
                    });
        }
    }

    @Test
    void decisions_that_differ_in_what_a_connection_may_live_are_told_apart() throws Exception {
        var file = directory.resolve("decisions.jfr");
        var wish = new Steered.Wish();
        var free = wish.decision();
        wish.retireBytes = 9_000_000;
        wish.notBeforeMillis = 1_500;
        var bytes = wish.decision();
        wish.retireAge = Duration.ofSeconds(51);
        var age = wish.decision();
        try (var recording = new Recording()) {
            recording.enable("dev.tug.Decision");
            recording.start();
            DecisionEvent.record(free, bytes, 1_000);
            DecisionEvent.record(bytes, bytes, 1_200);
            DecisionEvent.record(bytes, age, 2_000);
            recording.dump(file);
        }

        assertThat(events(file, "dev.tug.Decision"))
                .extracting(
                        event -> event.getLong("retireBytes"),
                        event -> event.getLong("retireAge"),
                        event -> event.getLong("notBefore"))
                .containsExactly(
                        tuple(9_000_000L, StreamControl.Decision.AGELESS.toMillis(), 500L),
                        tuple(9_000_000L, 51_000L, 0L));
    }

    private static List<RecordedEvent> events(Path file, String name) throws Exception {
        return RecordingFile.readAllEvents(file).stream()
                .filter(event -> event.getEventType().getName().equals(name))
                .toList();
    }
}

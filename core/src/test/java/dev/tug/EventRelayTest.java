package dev.tug;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tug.internal.profile.Egress;
import dev.tug.internal.profile.KeptPaths;
import dev.tug.model.ModelName;
import dev.tug.transfer.Cause;

import org.junit.jupiter.api.Test;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

final class EventRelayTest {
    private final List<PullEvent> events = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();
    private final EventRelay relay =
            new EventRelay(
                    events::add,
                    () -> {},
                    this::take,
                    new Onlookers(
                            Optional.empty(),
                            new KeptPaths(Optional.empty(), InstantSource.system(), _ -> {}),
                            _ -> new Egress(Egress.DIRECT, Optional.empty(), "none"),
                            InstantSource.system()));

    private List<String> take() {
        var taken = List.copyOf(warnings);
        warnings.clear();
        return taken;
    }

    @Test
    void an_outage_is_told_of_as_a_wait_too() {
        relay.streamsChanged(4, 1, Cause.OUTAGE, "nobody answers");
        relay.streamsChanged(1, 4, Cause.TOO_MANY, "it cuts above 4");

        assertThat(events)
                .containsExactly(
                        new PullEvent.StreamsChanged(4, 1, Cause.OUTAGE, "nobody answers"),
                        new PullEvent.Waiting("nobody answers"),
                        new PullEvent.StreamsChanged(1, 4, Cause.TOO_MANY, "it cuts above 4"));
    }

    @Test
    void warnings_come_after_the_start_and_before_what_happens_next() {
        var started = new PullEvent.Started(ModelName.parse("m"));
        warnings.add("odd");
        relay.on(started);
        relay.on(new PullEvent.WritingManifest());

        assertThat(events)
                .containsExactly(
                        started, new PullEvent.Warning("odd"), new PullEvent.WritingManifest());
    }
}

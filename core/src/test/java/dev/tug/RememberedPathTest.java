package dev.tug;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tug.internal.control.StreamControl.Decision;
import dev.tug.internal.profile.KeptPaths;
import dev.tug.lab.GeneratedBlob;
import dev.tug.lab.GeneratedModel;
import dev.tug.lab.Lab;
import dev.tug.model.ModelName;
import dev.tug.transfer.Cause;
import dev.tug.transfer.PathProfile;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/// Pulls that find, or leave, a profile of their path.
final class RememberedPathTest {
    static final PathProfile TWO =
            new PathProfile(
                    2,
                    2,
                    3,
                    Duration.ofSeconds(5),
                    Duration.ZERO,
                    Decision.SPACING,
                    Decision.REQUEST_BYTES_MAX,
                    Decision.AGELESS,
                    Long.MAX_VALUE,
                    Decision.FIRST_BYTE,
                    true,
                    Cause.TOO_MANY,
                    "this network cuts connections above 2");

    @TempDir private Path folder;
    private final List<PullEvent> events = new CopyOnWriteArrayList<>();

    private static GeneratedModel model() {
        return GeneratedModel.named("library/small", "latest")
                .layer(GeneratedModel.MODEL, GeneratedBlob.gguf(5, 300_000))
                .build();
    }

    private TugConfig config(Lab lab) throws Exception {
        var trust = Files.writeString(folder.resolve("trust.pem"), lab.trustPem());
        return TugConfig.of(folder.resolve("models"))
                .with(c ->
                        c.authorities(List.of(trust))
                                .profiles(Optional.of(folder.resolve("profiles.json"))));
    }

    private PullEvent.Summary pull(TugConfig config, Lab lab) throws Exception {
        try (var tug = Tug.with(config)) {
            return tug.pull(ModelName.parse(lab.modelReference()), events::add);
        }
    }

    private List<PullEvent.StreamsChanged> changes() {
        return events.stream()
                .filter(PullEvent.StreamsChanged.class::isInstance)
                .map(PullEvent.StreamsChanged.class::cast)
                .toList();
    }

    @Test
    void a_pull_starts_as_its_profile_says_and_tells_why() throws Exception {
        try (var lab = Lab.start(model())) {
            var config = config(lab);
            var path = Wiring.egress(config).to(lab.registry().hostAndPort());
            new KeptPaths(config.profiles(), InstantSource.system(), text -> {}).learn(path, TWO);

            pull(config, lab);

            assertThat(changes())
                    .first()
                    .isEqualTo(new PullEvent.StreamsChanged(16, 2, Cause.PROFILE, TWO.reason()));
        }
    }

    @Test
    void a_profile_of_another_way_to_the_same_registry_says_nothing() throws Exception {
        try (var lab = Lab.start(model())) {
            var config = config(lab);
            var inspected = Wiring.egress(config.with(c -> c.inspected(Optional.of(true))));
            new KeptPaths(config.profiles(), InstantSource.system(), text -> {})
                    .learn(inspected.to(lab.registry().hostAndPort()), TWO);

            pull(config, lab);

            assertThat(changes()).noneMatch(change -> change.cause() == Cause.PROFILE);
        }
    }

    @Test
    void a_pull_leaves_what_it_learned_to_the_next() throws Exception {
        try (var lab = Lab.start(model())) {
            pull(config(lab), lab);

            try (var tug = Tug.with(config(lab))) {
                assertThat(tug.profiles().list().of(lab.registry().hostAndPort())).hasSize(1);
            }
        }
    }

    @Test
    void a_pull_that_may_use_fewer_streams_than_the_path_bears_teaches_nothing() throws Exception {
        try (var lab = Lab.start(model())) {
            var config = config(lab);
            var path = Wiring.egress(config).to(lab.registry().hostAndPort());
            var memory = new KeptPaths(config.profiles(), InstantSource.system(), text -> {});
            memory.learn(path, TWO);
            var before = memory.book();

            pull(config.with(c -> c.streamsMax(1)), lab);

            assertThat(memory.book().paths()).isEqualTo(before.paths());
        }
    }

    @Test
    void a_broken_file_is_warned_of_and_stops_no_pull() throws Exception {
        Files.writeString(folder.resolve("profiles.json"), "{\"format\":");
        try (var lab = Lab.start(model())) {
            pull(config(lab), lab);

            assertThat(events)
                    .filteredOn(PullEvent.Warning.class::isInstance)
                    .singleElement()
                    .asString()
                    .contains("profiles.json is no sound JSON");
            assertThat(events).last().isInstanceOf(PullEvent.Succeeded.class);
            assertThat(folder.resolve("profiles.json.bad")).hasContent("{\"format\":");
        }
    }
}

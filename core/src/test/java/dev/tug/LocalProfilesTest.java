package dev.tug;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.jr.ob.JSON;

import dev.tug.failure.PullFailure;
import dev.tug.internal.control.StreamControl.Decision;
import dev.tug.internal.profile.Egress;
import dev.tug.internal.profile.KeptPaths;
import dev.tug.transfer.Cause;
import dev.tug.transfer.PathProfile;

import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

final class LocalProfilesTest {
    private static final String OFFICE = "192.168.7.0/24";
    private static final String HOME = "10.1.0.0/16";
    private static final String HOST = "registry.example";

    @TempDir private Path folder;
    private Instant now = Instant.parse("2026-03-01T12:00:00Z");

    private KeptPaths memory(String machine) {
        var file = folder.resolve(machine).resolve("profiles.json");
        return new KeptPaths(Optional.of(file), time(), text -> {});
    }

    private Profiles profiles(String machine, String network) {
        return new LocalProfiles(memory(machine), time(), () -> network);
    }

    private InstantSource time() {
        return () -> now;
    }

    private void learn(String machine, String network, int streams) {
        memory(machine)
                .learn(
                        new Egress(Egress.DIRECT, Optional.empty(), network).to(HOST),
                        new PathProfile(
                                streams,
                                streams,
                                streams + 1,
                                Duration.ofSeconds(5),
                                Duration.ZERO,
                                Decision.SPACING,
                                Decision.REQUEST_BYTES_MAX,
                                Decision.AGELESS,
                                Long.MAX_VALUE,
                                Decision.FIRST_BYTE,
                                true,
                                Cause.TOO_MANY,
                                "it cuts above " + streams));
    }

    @Test
    void each_entry_tells_where_how_old_and_how_sure() {
        learn("a", OFFICE, 4);
        learn("a", OFFICE, 4);
        now = now.plus(Duration.ofHours(3));

        assertThat(profiles("a", OFFICE).list().of("Registry.Example"))
                .singleElement()
                .satisfies(entry -> {
                    assertThat(entry.host()).isEqualTo(HOST);
                    assertThat(entry.network()).isEqualTo(OFFICE);
                    assertThat(entry.isHere()).isTrue();
                    assertThat(entry.age()).hasHours(3);
                    assertThat(entry.pulls()).isEqualTo(2);
                    assertThat(entry.confidence()).isEqualTo(Profiles.Confidence.FAIR);
                    assertThat(entry.phrases()).first().isEqualTo("4 streams: it cuts above 4");
                });
        assertThat(profiles("a", HOME).list().entries().getFirst().isHere()).isFalse();
    }

    @Test
    void an_export_speaks_to_people_and_names_networks_only_when_asked() throws Exception {
        learn("a", OFFICE, 4);

        var export = profiles("a", OFFICE).export(false);

        assertThat(export).doesNotContain(OFFICE).contains("192.*").endsWith("}\n");
        var phrases =
                List.of(
                        "4 streams: it cuts above 4",
                        "4 streams at once proved to hold",
                        "5 streams at once are too many");
        assertThat(JSON.std.mapFrom(export).get("profiles"))
                .asInstanceOf(InstanceOfAssertFactories.list(Object.class))
                .singleElement()
                .asInstanceOf(InstanceOfAssertFactories.MAP)
                .contains(
                        Map.entry("says", phrases),
                        Map.entry("confidence", "fair"),
                        Map.entry("age_hours", 0));
        assertThat(profiles("a", OFFICE).export(true)).contains(OFFICE);
    }

    @Test
    void another_laptop_takes_an_export_over_and_doubts_it() throws Exception {
        learn("a", OFFICE, 4);
        var export = profiles("a", OFFICE).export(true).getBytes(UTF_8);
        var other = profiles("b", HOME);

        assertThat(other.adopt(export, false)).isEqualTo(new Profiles.Adoption.Taken(1, 0));
        assertThat(other.adopt(export, true)).isEqualTo(new Profiles.Adoption.Taken(1, 0));

        assertThat(other.list().entries())
                .allSatisfy(entry -> {
                    assertThat(entry.pulls()).isZero();
                    assertThat(entry.confidence()).isEqualTo(Profiles.Confidence.LOW);
                })
                .extracting(Profiles.Entry::network)
                .containsExactlyInAnyOrder(OFFICE, HOME);
    }

    @Test
    void what_pulls_of_this_machine_found_is_not_replaced() throws Exception {
        learn("a", OFFICE, 4);
        learn("b", OFFICE, 12);
        profiles("b", OFFICE).adopt(profiles("a", OFFICE).export(true).getBytes(UTF_8), false);

        assertThat(profiles("b", OFFICE).list().entries())
                .singleElement()
                .satisfies(entry -> assertThat(entry.profile().streams()).isEqualTo(12));
    }

    @Test
    void an_export_without_networks_holds_only_where_it_is_told_to() throws Exception {
        learn("a", OFFICE, 4);
        var export = profiles("a", OFFICE).export(false).getBytes(UTF_8);
        var other = profiles("b", HOME);

        assertThat(other.adopt(export, false)).isEqualTo(new Profiles.Adoption.Taken(0, 1));
        assertThat(other.list().entries()).isEmpty();
        assertThat(other.adopt(export, true)).isEqualTo(new Profiles.Adoption.Taken(1, 0));
        assertThat(other.list().entries().getFirst().isHere()).isTrue();
    }

    @Test
    void what_is_too_old_or_no_document_is_not_taken() throws Exception {
        learn("a", OFFICE, 4);
        var export = profiles("a", OFFICE).export(true).getBytes(UTF_8);
        now = now.plus(Duration.ofDays(8));

        assertThat(profiles("b", HOME).adopt(export, false))
                .isEqualTo(new Profiles.Adoption.Taken(0, 1));
        assertThat(profiles("b", HOME).adopt("<html>".getBytes(UTF_8), true))
                .isEqualTo(new Profiles.Adoption.Refused("is no sound JSON"));
        assertThat(folder.resolve("b")).doesNotExist();
    }

    @Test
    void a_reset_forgets_one_host_or_all() throws Exception {
        learn("a", OFFICE, 4);
        learn("a", HOME, 4);

        assertThat(profiles("a", OFFICE).reset(Optional.of("other.example"))).isZero();
        assertThat(profiles("a", OFFICE).reset(Optional.of("REGISTRY.example"))).isEqualTo(2);
        assertThat(profiles("a", OFFICE).list().entries()).isEmpty();
        learn("a", HOME, 4);
        assertThat(profiles("a", OFFICE).reset(Optional.empty())).isEqualTo(1);
    }

    @Test
    void a_broken_file_is_told_of_and_put_aside_by_a_reset() throws Exception {
        learn("a", OFFICE, 4);
        var file = folder.resolve("a").resolve("profiles.json");
        Files.writeString(file, "{");

        assertThat(profiles("a", OFFICE).list().warnings())
                .singleElement()
                .asString()
                .contains(file + " is no sound JSON");
        assertThat(profiles("a", OFFICE).reset(Optional.empty())).isZero();
        assertThat(profiles("a", OFFICE).list().warnings()).isEmpty();
        assertThat(folder.resolve("a").resolve("profiles.json.bad")).hasContent("{");
    }

    @Test
    void a_file_that_cannot_be_written_fails_an_import_with_its_path() throws Exception {
        learn("a", OFFICE, 4);
        var export = profiles("a", OFFICE).export(true).getBytes(UTF_8);
        Files.createFile(folder.resolve("b"));

        assertThatThrownBy(() -> profiles("b", OFFICE).adopt(export, false))
                .isInstanceOfSatisfying(
                        PullException.class,
                        e ->
                                assertThat(e.failure())
                                        .isInstanceOfAny(
                                                PullFailure.Disk.class,
                                                PullFailure.NotWritable.class));
    }
}

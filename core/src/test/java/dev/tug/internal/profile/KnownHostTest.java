package dev.tug.internal.profile;

import static dev.tug.internal.profile.Paths.NOW;
import static dev.tug.internal.profile.Paths.OFFICE;
import static dev.tug.internal.profile.Paths.walled;

import static org.assertj.core.api.Assertions.assertThat;

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

final class KnownHostTest {
    @TempDir Path folder;

    private static KnownHost host(String name, Optional<String> inspector, Instant learned) {
        return new KnownHost(
                Egress.DIRECT,
                "192.168.7.0/24",
                name,
                inspector,
                inspector.map(_ -> "Zscaler (CN=Zscaler Root CA)").orElse(""),
                name.startsWith("old"),
                learned);
    }

    private static final KnownHost ZSCALED = host("cdn:443", Optional.of("aa".repeat(32)), NOW);
    private static final KnownHost OLD = host("old:443", Optional.empty(), NOW);

    @Test
    void is_written_and_read_again_beside_paths() throws Exception {
        var book =
                new PathBook(
                        List.of(new KnownPath(OFFICE, walled(4), NOW, 2)), List.of(ZSCALED, OLD));

        var reading = BookJson.read(BookJson.write(book, Map.of(), entry -> entry));

        assertThat(new PathBook(reading.paths(), reading.hosts())).isEqualTo(book);
    }

    @Test
    void an_entry_that_makes_no_sense_is_passed_over() {
        assertThat(HostJson.read("text")).isEmpty();
        var members = HostJson.members(ZSCALED);
        assertThat(HostJson.read(members)).contains(ZSCALED);
        members.put("host", "");
        assertThat(HostJson.read(members)).isEmpty();
        members.put("host", "cdn:443");
        members.put("learned", "yesterday");
        assertThat(HostJson.read(members)).isEmpty();
    }

    @Test
    void one_is_kept_for_each_host_and_network_and_forgotten_after_a_month() {
        var later = host("cdn:443", Optional.empty(), NOW.plusSeconds(9));
        var book = PathBook.EMPTY.met(ZSCALED).met(later).met(OLD);

        assertThat(book.hosts()).containsExactlyInAnyOrder(later, OLD);
        assertThat(book.host(Egress.DIRECT, "192.168.7.0/24", "cdn:443")).contains(later);
        assertThat(book.host(Egress.DIRECT, "10.0.0.0/8", "cdn:443")).isEmpty();
        assertThat(book.current(NOW.plus(Duration.ofDays(31))).hosts()).isEmpty();
    }

    @Test
    void tls_1_3_is_tried_again_after_a_week() {
        assertThat(OLD.isOldAt(NOW.plus(Duration.ofDays(6)))).isTrue();
        assertThat(OLD.isOldAt(NOW.plus(Duration.ofDays(8)))).isFalse();
        assertThat(OLD.isOldDueAt(NOW.plus(Duration.ofHours(23)))).isFalse();
        assertThat(OLD.isOldDueAt(NOW.plus(Duration.ofDays(1)))).isTrue();
    }

    @Test
    void what_only_1_2_gets_through_to_is_known_whichever_way_it_was_met() {
        var proxied =
                new KnownHost(
                        "proxy proxy.example:3128",
                        OLD.network(),
                        OLD.host(),
                        Optional.empty(),
                        "",
                        true,
                        NOW);
        var book = PathBook.EMPTY.met(proxied);

        assertThat(book.isOld(OLD.network(), OLD.host(), NOW)).isTrue();
        assertThat(book.isOld("10.0.0.0/8", OLD.host(), NOW)).isFalse();
        assertThat(book.isOld(OLD.network(), "cdn:443", NOW)).isFalse();
        assertThat(book.isOld(OLD.network(), OLD.host(), NOW.plus(Duration.ofDays(8)))).isFalse();
    }

    @Test
    void of_two_ways_to_a_host_the_later_tells_what_gets_through() {
        var later =
                new KnownHost(
                        "proxy proxy.example:3128",
                        OLD.network(),
                        OLD.host(),
                        Optional.empty(),
                        "",
                        false,
                        NOW.plusSeconds(9));

        assertThat(PathBook.EMPTY.met(OLD).met(later).isOld(OLD.network(), OLD.host(), NOW))
                .isFalse();
    }

    @Test
    void learning_of_paths_keeps_hosts() {
        var book = PathBook.EMPTY.met(ZSCALED).learn(OFFICE, walled(4), NOW);

        assertThat(book.hosts()).containsExactly(ZSCALED);
        assertThat(book.without(_ -> true).hosts()).containsExactly(ZSCALED);
    }

    @Test
    void what_has_just_been_written_is_not_written_again() throws Exception {
        var file = folder.resolve("profiles.json");
        var memory = new KeptPaths(Optional.of(file), InstantSource.fixed(NOW), _ -> {});
        memory.met(ZSCALED);
        assertThat(memory.inspects("aa".repeat(32))).isTrue();
        assertThat(memory.inspects("bb".repeat(32))).isFalse();
        var written = Files.readString(file);

        memory.met(host("cdn:443", Optional.of("aa".repeat(32)), NOW.plusSeconds(60)));
        assertThat(Files.readString(file)).isEqualTo(written);

        memory.met(host("cdn:443", Optional.empty(), NOW.plusSeconds(60)));
        assertThat(Files.readString(file)).isNotEqualTo(written);
    }
}

package dev.tug.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tug.NameSource;
import dev.tug.cli.NameSettings.NameFlags;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

final class NameSettingsTest {
    private static final String DOH = "https://dns.test/dns-query";
    private final List<String> warnings = new ArrayList<>();

    private NameSettings read(
            NameFlags flags, Map<String, String> variables, Map<String, Object> file) {
        return NameSettings.read(
                flags,
                new Environment(variables),
                new ConfigFile(Path.of("config.toml"), file),
                warnings);
    }

    private static NameFlags resolve(String... pins) {
        return new NameFlags(List.of(pins), Optional.empty(), false);
    }

    @Test
    void addresses_come_from_the_strongest_source() {
        var variables = Map.of("TUG_RESOLVE", "a.test:443:192.0.2.2 b.test:443:192.0.2.3");
        var file = Map.<String, Object>of("resolve", List.of("a.test:443:192.0.2.4"));

        var flag = read(resolve("a.test:443:192.0.2.1"), variables, file).pins();
        assertThat(flag.source().text()).isEqualTo("--resolve");
        assertThat(flag.value())
                .extracting(NameSource.Pin::text)
                .containsExactly("a.test:443:192.0.2.1");
        var variable = read(NameFlags.NONE, variables, file).pins();
        assertThat(variable.source().text()).isEqualTo("TUG_RESOLVE");
        assertThat(variable.value()).hasSize(2);
        assertThat(read(NameFlags.NONE, Map.of(), file).pins().value())
                .extracting(NameSource.Pin::text)
                .containsExactly("a.test:443:192.0.2.4");
        assertThat(read(NameFlags.NONE, Map.of(), Map.of()).source()).isEqualTo(NameSource.SYSTEM);
        assertThat(warnings).isEmpty();
    }

    @Test
    void what_is_no_address_is_refused_or_warned_of() {
        assertThatThrownBy(() -> read(resolve("+a.test:443:192.0.2.1"), Map.of(), Map.of()))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("`+` has no meaning here");
        var settings =
                read(NameFlags.NONE, Map.of("TUG_RESOLVE", "a:1:b"), Map.of("doh", "http://x"));

        assertThat(settings.source()).isEqualTo(NameSource.SYSTEM);
        assertThat(warnings)
                .satisfiesExactlyInAnyOrder(
                        warning -> assertThat(warning).contains("TUG_RESOLVE").contains("`b`"),
                        warning -> assertThat(warning).contains("`doh`").contains("https"));
    }

    @Test
    void a_server_over_https_comes_from_the_strongest_source() {
        var flags = new NameFlags(List.of(), Optional.of(DOH), true);
        var settings = read(flags, Map.of("TUG_DOH", "https://b.test"), Map.of());
        assertThat(settings.source())
                .isEqualTo(new NameSource(List.of(), Optional.of(URI.create(DOH)), true));
        assertThat(settings.doh().source().text()).isEqualTo("--doh");

        var file = Map.<String, Object>of("doh", DOH, "doh_only", true);
        assertThat(read(NameFlags.NONE, Map.of(), file).source().httpsOnly()).isTrue();
        assertThat(read(NameFlags.NONE, Map.of("TUG_DOH", "https://b.test"), file).doh().value())
                .contains(URI.create("https://b.test"));
        assertThat(warnings).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"dns.test", "http://dns.test/", "https://", "https://a b"})
    void a_server_that_is_none_is_refused(String server) {
        var flags = new NameFlags(List.of(), Optional.of(server), false);

        assertThatThrownBy(() -> read(flags, Map.of(), Map.of()))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining(server);
    }

    @Test
    void nobody_is_asked_alone_who_is_not_named() {
        assertThatThrownBy(() ->
                        read(new NameFlags(List.of(), Optional.empty(), true), Map.of(), Map.of()))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("--doh-only");
        assertThat(read(NameFlags.NONE, Map.of(), Map.of("doh_only", true)).source())
                .isEqualTo(NameSource.SYSTEM);
        assertThat(warnings).hasSize(1);
    }
}

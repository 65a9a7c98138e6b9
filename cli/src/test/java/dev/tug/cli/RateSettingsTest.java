package dev.tug.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tug.cli.RateSettings.RateFlags;

import org.junit.jupiter.api.Test;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

final class RateSettingsTest {
    private final List<String> warnings = new ArrayList<>();

    private RateSettings read(
            Optional<String> flag, Map<String, String> variables, Map<String, Object> file) {
        return RateSettings.read(
                new RateFlags(flag, Optional.empty(), false),
                new Environment(variables),
                new ConfigFile(Path.of("config.toml"), file),
                new WrittenPaths(Path.of("/home/me"), warnings),
                warnings);
    }

    @Test
    void the_rate_comes_from_the_strongest_source() {
        var variables = Map.of("TUG_LIMIT_RATE", "2M");
        var file = Map.<String, Object>of("rate", "3M");
        assertThat(read(Optional.of("1M"), variables, file).rules())
                .satisfies(rules -> assertThat(rules.value().text()).isEqualTo("1M"))
                .satisfies(rules -> assertThat(rules.source().text()).isEqualTo("--limit-rate"));
        assertThat(read(Optional.empty(), variables, file).rules().source().text())
                .isEqualTo("TUG_LIMIT_RATE");
        assertThat(read(Optional.empty(), Map.of(), file).rules().value().text()).isEqualTo("3M");
        assertThat(read(Optional.empty(), Map.of(), Map.of()).rules().value().text())
                .isEqualTo("off");
        assertThat(warnings).isEmpty();
    }

    @Test
    void the_file_may_hold_a_list_or_a_number() {
        var list = Map.<String, Object>of("rate", List.of("2M 08:00-18:00", "5M"));
        assertThat(read(Optional.empty(), Map.of(), list).rules().value().rules()).hasSize(2);
        var number = Map.<String, Object>of("rate", 65536);
        assertThat(read(Optional.empty(), Map.of(), number).rules().value().text())
                .isEqualTo("65536");
    }

    @Test
    void nonsense_is_an_error_in_a_flag_and_a_warning_elsewhere() {
        assertThatThrownBy(() -> read(Optional.of("fast"), Map.of(), Map.of()))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("--limit-rate is `fast`");
        var read =
                read(
                        Optional.empty(),
                        Map.of("TUG_LIMIT_RATE", "fast"),
                        Map.of("rate", "slow", "yield", "maybe"));
        assertThat(read.rules().value()).isEqualTo(RateRules.NONE);
        assertThat(read.yielding().value()).isFalse();
        assertThat(warnings).hasSize(3);
    }

    @Test
    void a_rate_without_its_unit_holds_and_is_warned_of() {
        assertThat(read(Optional.of("5"), Map.of(), Map.of()).rules().value().rules())
                .containsExactly(new RateRule(5, Optional.empty()));
        assertThat(warnings)
                .containsExactly(
                        "--limit-rate limits the pull to 5 bytes a second; did you mean 5M?");
        warnings.clear();

        read(Optional.empty(), Map.of("TUG_LIMIT_RATE", "5M; 1023 08:00-18:00"), Map.of());
        assertThat(warnings).singleElement().asString().startsWith("TUG_LIMIT_RATE limits");
        warnings.clear();

        for (var sane : List.of("0", "off", "1K", "1024")) {
            read(Optional.of(sane), Map.of(), Map.of());
        }
        assertThat(warnings).isEmpty();
    }

    @Test
    void the_control_file_may_be_in_the_home() {
        var file = Map.<String, Object>of("rate_file", "~/rate", "yield", true);
        var read = read(Optional.empty(), Map.of(), file);
        assertThat(read.file().value()).contains(Path.of("/home/me/rate"));
        assertThat(read.yielding().value()).isTrue();
    }
}

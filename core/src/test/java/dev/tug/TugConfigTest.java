package dev.tug;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/// The builder names every setting by hand: none may be forgotten, nor stand in another's place.
final class TugConfigTest {
    private static final TugConfig PLAIN = TugConfig.of(Path.of("models"));

    private static final ProxyRules SYSTEM_PROXIES =
            new ProxyRules(
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    List.of(),
                    false,
                    true,
                    ProxyRules.DIRECT.logins());

    /// A value for each setting that is not its default, nor another's of the same type.
    private static final Map<String, Object> OTHERS =
            Map.ofEntries(
                    Map.entry("streamsMax", 5),
                    Map.entry("stall", Duration.ofSeconds(1)),
                    Map.entry("attempts", 7),
                    Map.entry("firstAnswer", Duration.ofSeconds(2)),
                    Map.entry("outage", Duration.ofSeconds(3)),
                    Map.entry("authorities", List.of(Path.of("ca.pem"))),
                    Map.entry("unverified", List.of("host")),
                    Map.entry("insecure", true),
                    Map.entry("prune", false),
                    Map.entry("userAgent", "test"),
                    Map.entry("login", Optional.of(new TugConfig.Login("u", "p"))),
                    Map.entry("dockerConfig", Optional.of(Path.of("config.json"))),
                    Map.entry("ollamaKey", Optional.of(Path.of("id_ed25519"))),
                    Map.entry("aggressive", true),
                    Map.entry("inspected", Optional.of(true)),
                    Map.entry("profiles", Optional.of(Path.of("profiles.json"))),
                    Map.entry("bandwidth", new Bandwidth()),
                    Map.entry("proxies", SYSTEM_PROXIES),
                    Map.entry("yielding", true),
                    Map.entry(
                            "names",
                            new NameSource(
                                    List.of(), Optional.of(URI.create("https://dns/")), true)));

    static Stream<Method> settings() {
        return Arrays.stream(TugConfig.Builder.class.getMethods())
                .filter(method -> method.getReturnType() == TugConfig.Builder.class);
    }

    @ParameterizedTest
    @MethodSource("settings")
    void a_setting_changes_itself_alone(Method setting) throws Exception {
        var value = other(setting);
        var changed = PLAIN.with(builder -> set(builder, setting, value));

        for (var component : TugConfig.class.getRecordComponents()) {
            var expected =
                    component.getName().equals(setting.getName()) ? value : of(component, PLAIN);
            assertThat(of(component, changed)).as(component.getName()).isEqualTo(expected);
        }
    }

    @Test
    void all_settings_outlive_a_change_of_none() {
        var all = PLAIN.with(builder -> settings().forEach(it -> set(builder, it, other(it))));

        assertThat(all.with(_ -> {})).isEqualTo(all);
    }

    @Test
    void every_setting_but_the_store_can_be_set() {
        assertThat(
                        Arrays.stream(TugConfig.class.getRecordComponents())
                                .map(RecordComponent::getName))
                .containsExactlyInAnyOrderElementsOf(
                        Stream.concat(Stream.of("store"), settings().map(Method::getName))
                                .toList());
    }

    @Test
    void what_makes_no_sense_is_refused() {
        for (int streams : List.of(0, 33)) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> PLAIN.with(builder -> builder.streamsMax(streams)));
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PLAIN.with(builder -> builder.stall(Duration.ZERO)));
    }

    private static Object other(Method setting) {
        return Objects.requireNonNull(OTHERS.get(setting.getName()), setting::getName);
    }

    private static void set(TugConfig.Builder builder, Method setting, Object value) {
        try {
            setting.invoke(builder, value);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(setting.getName(), e);
        }
    }

    private static Object of(RecordComponent component, TugConfig config) throws Exception {
        return component.getAccessor().invoke(config);
    }
}

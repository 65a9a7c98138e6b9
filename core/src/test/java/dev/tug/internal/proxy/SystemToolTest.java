package dev.tug.internal.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// The tools themselves are other people's: here others answer in their place.
@EnabledOnOs({OS.LINUX, OS.MAC})
final class SystemToolTest {
    @Test
    void what_a_tool_prints_is_read() {
        assertThat(
                        SystemTool.ask(
                                List.of("/bin/echo", "AutoConfigURL REG_SZ http://w/p.pac"),
                                text -> SystemProxies.ofWindows(" " + text),
                                Duration.ofSeconds(30)))
                .map(SystemProxies::script)
                .contains(Optional.of("http://w/p.pac"));
    }

    @Test
    void a_tool_that_says_nothing_in_time_has_not_said_that_there_are_no_proxies() {
        assertThat(
                        SystemTool.ask(
                                List.of("/bin/sleep", "60"),
                                SystemProxies::ofWindows,
                                Duration.ofMillis(20)))
                .isEmpty();
    }

    @Test
    void where_there_is_no_tool_there_are_no_proxies() {
        assertThat(
                        SystemTool.ask(
                                List.of("/nowhere/reg.exe"),
                                SystemProxies::ofWindows,
                                Duration.ofSeconds(30)))
                .contains(SystemProxies.NONE);
    }
}

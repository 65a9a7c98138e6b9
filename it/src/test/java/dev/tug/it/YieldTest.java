package dev.tug.it;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// A pull that gives way, over a link that the kernel shapes to 20 Mbit/s with a queue of 400 ms.
///
/// Needs a network namespace of its own, which is root's to make, or anybody's where user namespaces
/// are allowed.
@Timeout(180)
final class YieldTest {
    /// 20 Mbit/s, less the heads of packets and the acknowledgements, which share the loopback.
    private static final long LINK = 2_500_000;

    private static final double SHARE_MIN = 0.8;

    @TempDir Path directory;

    @Test
    void others_keep_the_link_while_a_pull_gives_way() throws Exception {
        var got = run();

        System.out.println(got);
        long alone = got.getOrDefault("alone", 0L);
        long kept = (long) (alone * SHARE_MIN);
        assertThat(alone).isGreaterThan(LINK / 2);
        assertThat(got.getOrDefault("other", 0L)).isGreaterThan(kept);
        assertThat(got.getOrDefault("taken", 0L)).isGreaterThanOrEqualTo(LINK / 2);
        assertThat(got.getOrDefault("latecomer", 0L)).isGreaterThan(kept);
    }

    private Map<String, Long> run() throws Exception {
        var ip = Program.IP.path();
        var script =
                String.join(
                        " && ",
                        ip + " link set lo mtu 1500 up",
                        Program.TC.path()
                                + " qdisc add dev lo root tbf rate 20mbit burst 16kb latency 400ms",
                        "echo reno > /proc/sys/net/ipv4/tcp_congestion_control",
                        "echo ready=1",
                        "exec \"$@\"");
        var command =
                List.of(
                        Program.UNSHARE.path(),
                        "--map-root-user",
                        "--net",
                        "sh",
                        "-c",
                        script,
                        "sh",
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty(
                                "surefire.test.class.path", System.getProperty("java.class.path")),
                        SharedLink.class.getName(),
                        directory.toString(),
                        "true");
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        List<String> lines;
        try (var out = process.inputReader()) {
            lines = out.lines().toList();
        } finally {
            process.destroyForcibly().waitFor();
        }
        if (!lines.contains("ready=1")) {
            Program.lacking("needs a network namespace with tc, as root has them: " + lines);
        }
        assertThat(lines).contains("over=1");
        return lines.stream()
                .filter(line -> line.matches("[a-z_]+=\\d+"))
                .map(line -> line.split("=", 2))
                .collect(Collectors.toMap(pair -> pair[0], pair -> Long.valueOf(pair[1])));
    }
}

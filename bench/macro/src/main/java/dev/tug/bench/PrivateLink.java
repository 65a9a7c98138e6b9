package dev.tug.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Two network namespaces, a client's and a site's, and a link between them of any rate; root alone may
/// make them.
///
/// @param client name of the namespace where clients run
/// @param site name of the one where servers run
record PrivateLink(String client, String site) implements AutoCloseable {
    /// The site's address.
    static final String ADDRESS = "10.99.0.1";

    /// The client's end of the link.
    static final String DEVICE = "tug0";

    private static final String CLIENT_ADDRESS = "10.99.0.9";

    /// What a link lets through at once, in milliseconds of its rate: no more than it takes the kernel
    /// to look again, which is 4 ms.
    private static final int BURST_MILLIS = 8;

    private static final int BURST_BYTES_MIN = 32_000;

    /// The longest that a packet waits before the link: the buffer of a common router.
    private static final String QUEUE = "50ms";

    private static final int BITS = 8;

    /// Why there cannot be one here; empty if there can.
    static Optional<String> obstacle() {
        if (!System.getProperty("user.name").equals("root")) {
            return Optional.of("needs root, for network namespaces");
        }
        return Programs.find("ip").isEmpty() || Programs.find("tc").isEmpty()
                ? Optional.of("needs `ip` and `tc`: apt-get install iproute2")
                : Optional.empty();
    }

    /// Makes both and the link, which is as fast as the machine.
    static PrivateLink create() throws IOException, InterruptedException {
        var mark = "tug-bench-" + ProcessHandle.current().pid();
        var link = new PrivateLink(mark + "-client", mark + "-site");
        try {
            for (var name : List.of(link.client, link.site)) {
                ip("netns", "add", name);
                in(name, "ip", "link", "set", "lo", "up");
            }
            in(
                    link.client,
                    "ip",
                    "link",
                    "add",
                    DEVICE,
                    "type",
                    "veth",
                    "peer",
                    "name",
                    DEVICE,
                    "netns",
                    link.site);
            address(link.client, CLIENT_ADDRESS);
            address(link.site, ADDRESS);
            return link;
        } catch (IOException e) {
            link.close();
            throw e;
        }
    }

    private static void address(String name, String address)
            throws IOException, InterruptedException {
        in(name, "ip", "address", "add", address + "/24", "dev", DEVICE);
        // Packets of a size as on a real wire.
        in(name, "ip", "link", "set", DEVICE, "gso_max_segs", "1");
        in(name, "ip", "link", "set", DEVICE, "up");
    }

    /// Has the site's side send no faster than this from now on.
    void limit(long bitsPerSecond) throws IOException, InterruptedException {
        long burst = Math.max(BURST_BYTES_MIN, bitsPerSecond / BITS * BURST_MILLIS / 1_000);
        in(
                site,
                "tc",
                "qdisc",
                "replace",
                "dev",
                DEVICE,
                "root",
                "tbf",
                "rate",
                bitsPerSecond + "bit",
                "burst",
                burst + "b",
                "latency",
                QUEUE);
    }

    /// What to put before a command to have it run in the client's namespace.
    static List<String> wrapper(String namespace) {
        return List.of("ip", "netns", "exec", namespace);
    }

    /// Bytes that a process's end of the link has received so far; nothing if it has none, or is gone.
    static Optional<Long> received(long pid) {
        try (var lines = Files.lines(Path.of("/proc/" + pid + "/net/dev"))) {
            return lines.map(String::strip)
                    .filter(line -> line.startsWith(DEVICE + ":"))
                    .map(line ->
                            Long.valueOf(
                                    line.substring(DEVICE.length() + 1).strip().split(" ", 2)[0]))
                    .findFirst();
        } catch (IOException | java.io.UncheckedIOException _) {
            return Optional.empty();
        }
    }

    private static void in(String namespace, String... command)
            throws IOException, InterruptedException {
        var words = new ArrayList<>(wrapper(namespace));
        words.addAll(List.of(command));
        var _ = Programs.output(words.toArray(String[]::new));
    }

    private static void ip(String... words) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of("ip"));
        command.addAll(List.of(words));
        var _ = Programs.output(command.toArray(String[]::new));
    }

    /// Removes both, with the link.
    @Override
    public void close() {
        for (var name : List.of(client, site)) {
            try {
                if (Files.exists(Path.of("/run/netns", name))) {
                    ip("netns", "delete", name);
                }
            } catch (IOException e) {
                throw new IllegalStateException("cannot remove " + name, e);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        }
    }
}

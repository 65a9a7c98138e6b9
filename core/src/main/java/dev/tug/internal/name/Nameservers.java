package dev.tug.internal.name;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// The name servers of this machine, by the file that Unix lists them in (resolv.conf(5)).
final class Nameservers {
    /// Where Linux, macOS and BSD have it; Windows has none, and nothing is then known.
    static final Path FILE = Path.of("/etc/resolv.conf");

    private static final int PORT = 53;

    /// The C library's own limit.
    private static final int SERVERS_MAX = 3;

    private static final int BYTES_MAX = 64 * 1024;
    private static final Pattern LINE =
            Pattern.compile("(?m)^[ \\t]*nameserver[ \\t]+([0-9A-Fa-f:.]+(?:%\\S+)?)[ \\t]*$");

    private Nameservers() {}

    /// In the order in which they are asked; empty if the file cannot be read.
    static List<InetSocketAddress> of(Path file) {
        try (var in = Files.newInputStream(file)) {
            var match = LINE.matcher(new String(in.readNBytes(BYTES_MAX), ISO_8859_1));
            var servers = new ArrayList<InetSocketAddress>();
            while (match.find() && servers.size() < SERVERS_MAX) {
                add(servers, match.group(1));
            }
            return servers;
        } catch (IOException _) {
            return List.of();
        }
    }

    private static void add(List<InetSocketAddress> servers, String address) {
        try {
            servers.add(new InetSocketAddress(InetAddress.getByName(address), PORT));
        } catch (UnknownHostException _) {
            // Digits and colons that are no address: whoever wrote them gets no answer either.
        }
    }
}

package dev.tug.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;

/// A client's machine and a site with a registry and a CDN, and the link between them.
///
/// Both are namespaces, so all tests may use the same addresses at one time.
///
/// @param client where the command runs
/// @param site where the servers are, and whatever stands before them
record PrivateNetwork(NetworkNamespace client, NetworkNamespace site) implements AutoCloseable {
    /// The name of whatever proxy the site has, at the registry's address.
    static final String PROXY = "proxy.tug.test";

    /// One end of the link in each namespace.
    static final String LINK = "tug0";

    static final InetAddress REGISTRY = address("registry.tug.test", 1);
    static final InetAddress CDN = address("cdn.tug.test", 2);
    private static final InetAddress CLIENT = address("client.tug.test", 9);
    private static final int PREFIX = 24;

    static PrivateNetwork create() throws Exception {
        var hosts = hosts();
        var client = NetworkNamespace.create("client", hosts);
        try {
            var network = new PrivateNetwork(client, NetworkNamespace.create("site", hosts));
            try {
                network.link();
                return network;
            } catch (Exception | AssertionError e) {
                network.site.close();
                throw e;
            }
        } catch (Exception | AssertionError e) {
            client.close();
            throw e;
        }
    }

    /// The names of both machines, as `/etc/hosts` has them.
    static String hosts() {
        return """
        127.0.0.1 localhost
        %1$s registry.tug.test
        %1$s %3$s
        %2$s cdn.tug.test
        """
                .formatted(REGISTRY.getHostAddress(), CDN.getHostAddress(), PROXY);
    }

    private void link() throws IOException, InterruptedException {
        var ip = Program.IP.path();
        client.run(
                ip,
                "link",
                "add",
                LINK,
                "type",
                "veth",
                "peer",
                "name",
                LINK,
                "netns",
                site.name());
        give(client, CLIENT);
        give(site, REGISTRY);
        give(site, CDN);
        for (var end : new NetworkNamespace[] {client, site}) {
            // Packets of a size as on a real wire: else one that is lost is 64 KiB.
            end.run(ip, "link", "set", LINK, "gso_max_segs", "1");
            end.run(ip, "link", "set", LINK, "up");
        }
    }

    private static void give(NetworkNamespace namespace, InetAddress address)
            throws IOException, InterruptedException {
        namespace.run(
                Program.IP.path(),
                "address",
                "add",
                address.getHostAddress() + "/" + PREFIX,
                "dev",
                LINK);
    }

    private static InetAddress address(String name, int last) {
        try {
            // RFC 1918; nobody but the two ends of the link ever sees it.
            return InetAddress.getByAddress(name, new byte[] {10, 99, 0, (byte) last});
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        client.close();
        site.close();
    }
}

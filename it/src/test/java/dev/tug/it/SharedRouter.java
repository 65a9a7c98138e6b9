package dev.tug.it;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// Two machines of one household, and a router whose slow line to them ends in a long queue; beyond it
/// the site with the registry and the CDN.
///
/// The queue is in the router, as it is at an access provider's: a machine that shapes what it sends
/// itself keeps its own queue short (TCP small queues), and nobody could measure it.
///
/// @param client where the command runs
/// @param other the second machine
record SharedRouter(
        NetworkNamespace client,
        NetworkNamespace other,
        NetworkNamespace router,
        NetworkNamespace site)
        implements AutoCloseable {
    /// Of the line to the household.
    static final int MEGABITS = 20;

    /// 400 ms at that rate, in bytes.
    private static final int QUEUE_BYTES = MEGABITS * 1_000_000 / 8 * 4 / 10;

    private static final String LINK = PrivateNetwork.LINK;
    private static final String TO_SITE = "site";
    private static final String HOUSE = "house";
    private static final String ROUTER = "10.99.0.254";
    private static final String HOUSE_ROUTER = "10.99.1.254";

    static SharedRouter create() throws Exception {
        var made = new ArrayList<NetworkNamespace>();
        try {
            for (var role : List.of("client", "other", "router", "site")) {
                made.add(NetworkNamespace.create(role, PrivateNetwork.hosts()));
            }
            var network = new SharedRouter(made.get(0), made.get(1), made.get(2), made.get(3));
            network.link();
            return network;
        } catch (Exception | AssertionError e) {
            Collections.reverse(made);
            made.forEach(NetworkNamespace::close);
            throw e;
        }
    }

    private void link() throws Exception {
        join(site, TO_SITE, ROUTER, PrivateNetwork.REGISTRY.getHostAddress());
        ip(site, "address add " + PrivateNetwork.CDN.getHostAddress() + "/24 dev " + LINK);
        // Packets of a size as on a real wire.
        ip(site, "link set " + LINK + " gso_max_segs 1");
        ip(router, "address add " + ROUTER + "/24 dev " + TO_SITE);
        ip(router, "link add " + HOUSE + " type bridge");
        ip(router, "address add " + HOUSE_ROUTER + "/24 dev " + HOUSE);
        join(client, "client", HOUSE_ROUTER, "10.99.1.1");
        join(other, "other", HOUSE_ROUTER, "10.99.1.2");
        ip(router, "link set client master " + HOUSE);
        ip(router, "link set other master " + HOUSE);
        ip(router, "link set " + HOUSE + " up");
        router.run("sh", "-c", "echo 1 > /proc/sys/net/ipv4/ip_forward");
        // Others leave their slow start as soon as a round trip takes 4 ms longer, and then take
        // half a
        // minute to fill the queue.
        site.run("sh", "-c", "echo reno > /proc/sys/net/ipv4/tcp_congestion_control");
        router.runIfAble(
                Program.TC.path(),
                "qdisc",
                "add",
                "dev",
                HOUSE,
                "root",
                "tbf",
                "rate",
                MEGABITS + "mbit",
                "burst",
                "16kb",
                "limit",
                Integer.toString(QUEUE_BYTES));
    }

    /// Links a machine to the router.
    ///
    /// @param port the link's name at the router
    private void join(NetworkNamespace machine, String port, String gateway, String address)
            throws IOException, InterruptedException {
        ip(
                router,
                "link add %s type veth peer name %s netns %s"
                        .formatted(port, LINK, machine.name()));
        ip(router, "link set " + port + " up");
        ip(machine, "address add " + address + "/24 dev " + LINK);
        ip(machine, "link set " + LINK + " up");
        ip(machine, "route add default via " + gateway);
    }

    private static void ip(NetworkNamespace namespace, String words)
            throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of(Program.IP.path()));
        command.addAll(List.of(words.split(" ")));
        namespace.run(command.toArray(String[]::new));
    }

    /// Bytes that a machine of the household has received, by the kernel's count.
    static long received(NetworkNamespace machine) throws IOException, InterruptedException {
        return Long.parseLong(
                machine.run("cat", "/sys/class/net/" + LINK + "/statistics/rx_bytes"));
    }

    @Override
    public void close() {
        site.close();
        router.close();
        other.close();
        client.close();
    }
}

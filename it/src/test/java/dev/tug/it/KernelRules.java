package dev.tug.it;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/// What the kernel does to the packets of a [PrivateNetwork], as firewalls and bad links do.
///
/// There is no `sch_netem` in the kernels that this is to run on; each rule stands for itself.
record KernelRules(PrivateNetwork network) {
    private static final AtomicInteger NUMBER = new AtomicInteger();
    private static final String TO_CDN = PrivateNetwork.CDN.getHostAddress();

    /// What a rule applied to.
    ///
    /// @param bytes with the heads of packets, from IP's on
    record Count(long packets, long bytes) {}

    /// A rule that is in force, and counts the packets that it applied to.
    record Rule(NetworkNamespace namespace, String table, String chain, List<String> words) {
        /// Packets so far.
        long packets() throws IOException, InterruptedException {
            return count().packets();
        }

        /// What it applied to so far.
        Count count() throws IOException, InterruptedException {
            var mark = words.get(words.indexOf("--comment") + 1);
            var line =
                    namespace
                            .run(Program.IPTABLES.path(), "-w", "-t", table, "-nvxL", chain)
                            .lines()
                            .filter(text -> text.contains("/* " + mark + " */"))
                            .findFirst()
                            .orElseThrow();
            var columns = line.strip().split("\\s+", 3);
            return new Count(Long.parseLong(columns[0]), Long.parseLong(columns[1]));
        }

        /// Takes it away.
        void lift() throws IOException, InterruptedException {
            namespace.run(command("-D"));
        }

        private void impose() throws IOException, InterruptedException {
            namespace.runIfAble(command("-A"));
        }

        private String[] command(String action) {
            var command =
                    new ArrayList<>(
                            List.of(Program.IPTABLES.path(), "-w", "-t", table, action, chain));
            command.addAll(words);
            return command.toArray(String[]::new);
        }
    }

    /// Counts new connections that the client asks the CDN for, those asked for twice included.
    Rule countConnections() throws Exception {
        return impose(
                network.site(),
                "mangle",
                "PREROUTING",
                "-p tcp --syn -d %s -m conntrack --ctstate NEW".formatted(TO_CDN));
    }

    /// Counts what comes from the CDN to the client.
    Rule countArrivals() throws Exception {
        return impose(network.client(), "mangle", "PREROUTING", "-p tcp -s " + TO_CDN);
    }

    /// Counts what the client sends to the CDN with a mark of DiffServ, or without it.
    Rule countMarked(boolean marked, int codePoint) throws Exception {
        return impose(
                network.site(),
                "mangle",
                "PREROUTING",
                "-p tcp -d %s -m dscp %s --dscp %d"
                        .formatted(TO_CDN, marked ? "" : "!", codePoint)
                        .replace("  ", " "));
    }

    /// Resets a new connection to the CDN while `max` are open.
    Rule capConnections(int max) throws Exception {
        return atSite(
                "-p tcp --syn -d %s -m connlimit --connlimit-above %d -j REJECT --reject-with tcp-reset"
                        .formatted(TO_CDN, max));
    }

    /// Resets each connection to the CDN that has carried `bytes`, both ways together.
    Rule resetAfter(long bytes) throws Exception {
        // What the client resets itself must reach the server.
        return atSite(
                ("-p tcp -d %s ! --tcp-flags RST RST -m connbytes --connbytes %d: --connbytes-dir both"
                                + " --connbytes-mode bytes -j REJECT --reject-with tcp-reset")
                        .formatted(TO_CDN, bytes));
    }

    /// Drops what asks for connections to the CDN faster than so many a second.
    Rule limitHandshakes(int perSecond) throws Exception {
        return atSite(
                ("-p tcp --syn -d %s -m hashlimit --hashlimit-above %d/sec --hashlimit-burst %d"
                                + " --hashlimit-name tug -j DROP")
                        .formatted(TO_CDN, perSecond, perSecond));
    }

    /// Drops what offers TLS 1.3 beside 1.2, the extension `supported_versions` (RFC 8446 4.2.1), on
    /// connections that are opened from now on.
    Rule swallowGreetings() throws Exception {
        int mark = NUMBER.incrementAndGet();
        impose(
                network.site(),
                "mangle",
                "PREROUTING",
                "-i %s -p tcp --syn -j CONNMARK --set-mark %d"
                        .formatted(PrivateNetwork.LINK, mark));
        return atSite(
                "-p tcp -m connmark --mark %d -m string --algo bm --hex-string |002b00050403040303| -j DROP"
                        .formatted(mark));
    }

    /// Loses packets on their way to the client, as radio links do.
    ///
    /// @param probability of each, 0..1
    Rule lose(double probability) throws Exception {
        return impose(
                network.client(),
                "filter",
                "INPUT",
                "-i %s -m statistic --mode random --probability %.4f -j DROP"
                        .formatted(PrivateNetwork.LINK, probability));
    }

    /// Lets nothing through, either way, until it is lifted: the link is down and nobody is told.
    Outage outage() throws Exception {
        var site = network.site();
        return new Outage(
                impose(site, "raw", "PREROUTING", "-i " + PrivateNetwork.LINK + " -j DROP"),
                impose(site, "raw", "OUTPUT", "-o " + PrivateNetwork.LINK + " -j DROP"));
    }

    /// A link that is down.
    record Outage(Rule in, Rule out) {
        /// Packets that were lost so far.
        long packets() throws IOException, InterruptedException {
            return in.packets() + out.packets();
        }

        /// Brings the link back.
        void lift() throws IOException, InterruptedException {
            out.lift();
            in.lift();
        }
    }

    /// Sends all that comes from the client to a port of the site, whatever it was meant for.
    Rule intercept(int port) throws Exception {
        return impose(
                network.site(),
                "nat",
                "PREROUTING",
                "-i %s -p tcp -j REDIRECT --to-ports %d".formatted(PrivateNetwork.LINK, port));
    }

    /// Slows what comes from the site, all connections together.
    void limitRate(int megabits) throws Exception {
        network.site()
                .runIfAble(
                        Program.TC.path(),
                        "qdisc",
                        "add",
                        "dev",
                        PrivateNetwork.LINK,
                        "root",
                        "tbf",
                        "rate",
                        megabits + "mbit",
                        "burst",
                        "64kb",
                        "latency",
                        "50ms");
    }

    private Rule atSite(String words) throws Exception {
        return impose(network.site(), "filter", "INPUT", "-i " + PrivateNetwork.LINK + " " + words);
    }

    private static Rule impose(NetworkNamespace namespace, String table, String chain, String words)
            throws Exception {
        var mark = "tug-" + NUMBER.incrementAndGet();
        var all = new ArrayList<>(List.of("-m", "comment", "--comment", mark));
        all.addAll(List.of(words.split(" ")));
        var rule = new Rule(namespace, table, chain, List.copyOf(all));
        rule.impose();
        return rule;
    }
}

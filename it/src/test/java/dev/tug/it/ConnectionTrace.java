package dev.tug.it;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.regex.Pattern;

/// How many connections to the CDN a client had at one time, as the kernel saw its packets.
///
/// A connection counts from its SYN to the first packet that ends it. Servers notice an end later,
/// and count two where a client has replaced one.
final class ConnectionTrace implements AutoCloseable {
    private static final Pattern EVENT =
            Pattern.compile("\\[(\\w+)].*? sport=(\\d+) dport=(\\d+) ");
    private static final Pattern END =
            Pattern.compile(" (FIN_WAIT|CLOSE_WAIT|LAST_ACK|CLOSE|TIME_WAIT) ");

    /// A socket of protocol 12, netfilter's (linux/netlink.h), that is in some of its groups.
    private static final Pattern LISTENER = Pattern.compile(" 12 +\\d+ +0*[1-9a-f]");

    private static final Duration START_MAX = Duration.ofSeconds(30);

    private final ServerProcess process;
    private final KernelRules.Rule asked;

    private ConnectionTrace(ServerProcess process, KernelRules.Rule asked) {
        this.process = process;
        this.asked = asked;
    }

    /// Traces from now on.
    static ConnectionTrace start(KernelRules rules, Path directory) throws Exception {
        // The kernel tracks connections only where a rule asks about them.
        var asked = rules.countConnections();
        var site = rules.network().site();
        // Else a reset that comes ahead of lost or unread bytes ends nothing in the kernel's books.
        site.run("sh", "-c", "echo 1 >/proc/sys/net/netfilter/nf_conntrack_tcp_be_liberal");
        var command = new ArrayList<>(site.wrapper());
        command.addAll(List.of(Program.CONNTRACK.path(), "-E", "-p", "tcp"));
        command.addAll(List.of("--orig-dst", PrivateNetwork.CDN.getHostAddress()));
        var process = ServerProcess.start(directory.resolve("conntrack.log"), command);
        try {
            Deadline.await(
                    START_MAX,
                    () -> "does not trace: " + process.log(),
                    () -> LISTENER.matcher(site.run("cat", "/proc/net/netlink")).find());
            return new ConnectionTrace(process, asked);
        } catch (Exception | AssertionError e) {
            process.close();
            throw e;
        }
    }

    /// Connections that the client asked for, those asked for twice included.
    long asked() throws IOException, InterruptedException {
        return asked.packets();
    }

    /// The most at one time so far.
    int most() throws IOException {
        var open = new HashSet<String>();
        var most = 0;
        for (var line : process.log().lines().toList()) {
            var event = EVENT.matcher(line);
            if (!event.find()) {
                continue;
            }
            if (event.group(1).equals("NEW")) {
                open.add(event.group(2));
            } else if (event.group(1).equals("DESTROY") || END.matcher(line).find()) {
                open.remove(event.group(2));
            }
            most = Math.max(most, open.size());
        }
        return most;
    }

    /// All that was traced.
    String log() {
        return process.log();
    }

    @Override
    public void close() {
        process.close();
    }
}

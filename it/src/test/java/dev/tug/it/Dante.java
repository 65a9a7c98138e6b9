package dev.tug.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// dante as a SOCKS proxy at the site of a [PrivateNetwork], on port 1080.
final class Dante implements AutoCloseable {
    static final String PLACE = PrivateNetwork.PROXY + ":1080";

    private static final Pattern READY = Pattern.compile("Dante/server.*running");

    private final Path directory;
    private final ServerProcess process;

    private Dante(Path directory, ServerProcess process) {
        this.directory = directory;
        this.process = process;
    }

    /// Starts one.
    ///
    /// @param login whether it lets nobody through but [ProxySquid#USER]
    static Dante start(PrivateNetwork network, boolean login) throws Exception {
        var program = Program.DANTED.path();
        var site = network.site();
        if (login) {
            // It asks the system for passwords; here that is a file which the namespace alone sees.
            var hash = site.run(Program.OPENSSL.path(), "passwd", "-6", ProxySquid.PASSWORD);
            site.show(
                    "passwd",
                    Files.readString(Path.of("/etc/passwd"))
                            + ProxySquid.USER
                            + ":x:54321:65534::/:/usr/sbin/nologin\n");
            site.show("shadow", ProxySquid.USER + ":" + hash + ":20000:0:99999:7:::\n");
        }
        var directory = Files.createTempDirectory("tug-dante");
        Files.writeString(directory.resolve("danted.conf"), config(login));
        var command = new ArrayList<>(site.wrapper());
        command.addAll(List.of(program, "-f", directory.resolve("danted.conf").toString()));
        command.addAll(List.of("-p", directory.resolve("pid").toString(), "-N", "1"));
        var process = ServerProcess.start(directory.resolve("danted.log"), command);
        var dante = new Dante(directory, process);
        try {
            process.awaitLine(READY);
            return dante;
        } catch (Exception | AssertionError e) {
            dante.close();
            throw e;
        }
    }

    private static String config(boolean login) {
        return """
        logoutput: stderr
        internal: %1$s port = 1080
        external: %1$s
        clientmethod: none
        socksmethod: %2$s
        user.privileged: root
        user.unprivileged: nobody
        client pass {
          from: 0.0.0.0/0 to: 0.0.0.0/0
        }
        socks pass {
          from: 0.0.0.0/0 to: 0.0.0.0/0
          log: connect error
        }
        """
                .formatted(PrivateNetwork.REGISTRY.getHostAddress(), login ? "username" : "none");
    }

    /// What it has logged: who connected to what.
    String log() {
        return process.log();
    }

    @Override
    public void close() {
        process.close();
        try {
            PulledModel.delete(directory);
        } catch (IOException e) {
            throw new AssertionError("cannot remove " + directory, e);
        }
    }
}

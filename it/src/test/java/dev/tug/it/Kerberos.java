package dev.tug.it;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// A Kerberos realm with a proxy and a user in it, whose key centre is at the site of a
/// [PrivateNetwork].
final class Kerberos implements AutoCloseable {
    private static final String REALM = "TUG.TEST";
    private static final int PORT = 8888;
    private static final Pattern READY = Pattern.compile("commencing operation");

    private final PrivateNetwork network;
    private final Path directory;
    private final ServerProcess process;

    private Kerberos(PrivateNetwork network, Path directory, ServerProcess process) {
        this.network = network;
        this.directory = directory;
        this.process = process;
    }

    static Kerberos start(PrivateNetwork network) throws Exception {
        var kdc = Program.KDC.path();
        var directory = Files.createTempDirectory("tug-krb");
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.writeString(directory.resolve("krb5.conf"), config(directory));
        Files.writeString(directory.resolve("kdc.conf"), kdcConfig(directory));
        var site = network.site();
        var environment = environment(directory);
        run(site, environment, Program.KDB.path(), "create", "-s", "-r", REALM, "-P", "master");
        var admin = Program.KADMIN.path();
        run(site, environment, admin, "-r", REALM, "-q", "addprinc -pw ticket " + ProxySquid.USER);
        var service = "HTTP/" + PrivateNetwork.PROXY;
        run(site, environment, admin, "-r", REALM, "-q", "addprinc -randkey " + service);
        var keytab = directory.resolve("squid.keytab");
        run(site, environment, admin, "-r", REALM, "-q", "ktadd -k " + keytab + " " + service);
        var command = new ArrayList<>(site.wrapper());
        command.addAll(environment);
        command.addAll(List.of(kdc, "-n", "-r", REALM));
        var process = ServerProcess.start(directory.resolve("kdc.out"), command);
        var kerberos = new Kerberos(network, directory, process);
        try {
            process.awaitLine(READY);
            return kerberos;
        } catch (Exception | AssertionError e) {
            kerberos.close();
            throw e;
        }
    }

    private static String config(Path directory) {
        return """
        [libdefaults]
          default_realm = %1$s
          dns_lookup_kdc = false
          dns_lookup_realm = false
          rdns = false
          udp_preference_limit = 1
        [realms]
          %1$s = {
            kdc = %2$s:%3$d
          }
        [domain_realm]
          .tug.test = %1$s
        [logging]
          kdc = STDERR
          default = FILE:%4$s/kdc.log
        """
                .formatted(REALM, PrivateNetwork.REGISTRY.getHostAddress(), PORT, directory);
    }

    private static String kdcConfig(Path directory) {
        return """
        [kdcdefaults]
          kdc_listen = %2$d
          kdc_tcp_listen = %2$d
        [realms]
          %1$s = {
            database_name = %3$s/principal
            key_stash_file = %3$s/stash
            acl_file = %3$s/kadm5.acl
          }
        """
                .formatted(REALM, PORT, directory);
    }

    private static List<String> environment(Path directory) {
        return List.of(
                Program.ENV.path(),
                "KRB5_CONFIG=" + directory.resolve("krb5.conf"),
                "KRB5_KDC_PROFILE=" + directory.resolve("kdc.conf"));
    }

    private static void run(NetworkNamespace where, List<String> wrapper, String... command)
            throws Exception {
        var words = new ArrayList<>(wrapper);
        words.addAll(List.of(command));
        where.run(words.toArray(String[]::new));
    }

    /// What clients and servers go by.
    Path config() {
        return directory.resolve("krb5.conf");
    }

    /// The proxy's key.
    Path keytab() {
        return directory.resolve("squid.keytab");
    }

    /// Where the user's tickets are.
    Path tickets() {
        return directory.resolve("tickets");
    }

    /// Gets the user a ticket, as a login to a domain does.
    void login() throws Exception {
        var words = new ArrayList<>(network.client().wrapper());
        words.addAll(List.of(Program.ENV.path(), "KRB5_CONFIG=" + config()));
        words.addAll(List.of(Program.KINIT.path(), "-c", "FILE:" + tickets(), ProxySquid.USER));
        var process = new ProcessBuilder(words).redirectErrorStream(true).start();
        try (var in = process.outputWriter()) {
            in.write("ticket\n");
        }
        var text = new String(process.getInputStream().readAllBytes(), UTF_8);
        if (process.waitFor() != 0) {
            throw new AssertionError("kinit: " + text + process().log());
        }
    }

    private ServerProcess process() {
        return process;
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

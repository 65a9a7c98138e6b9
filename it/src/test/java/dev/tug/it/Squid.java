package dev.tug.it;

import dev.tug.lab.CertificateAuthority;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// squid that inspects all TLS of a [PrivateNetwork]'s link, and nobody told the client.
///
/// The kernel hands it each connection to the site; it forges the server's certificate under an
/// authority of its own, and makes requests of its own. It serves its user `proxy` from a directory
/// that this user may read, and which goes with it.
final class Squid implements AutoCloseable {
    private static final int PORT = 3129;
    private static final Pattern READY =
            Pattern.compile("Accepting NAT intercepted SSL bumped HTTPS");
    private static final String FORGERY = "/usr/lib/squid/security_file_certgen";
    private static final String USER = "proxy";

    private final Path directory;
    private final CertificateAuthority authority;
    private final ServerProcess process;

    private Squid(Path directory, CertificateAuthority authority, ServerProcess process) {
        this.directory = directory;
        this.authority = authority;
        this.process = process;
    }

    /// Starts one in front of servers that `origin` vouches for.
    ///
    /// @param directives what else it is to do, in squid's language
    /// @param forger the name of its authority
    static Squid intercepting(
            KernelRules rules, CertificateAuthority origin, String directives, String forger)
            throws Exception {
        var program = Program.SQUID.path();
        var site = rules.network().site();
        var directory = Files.createTempDirectory("tug-squid");
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        var authority = CertificateAuthority.create(forger);
        authority.writeAuthorityPem(directory.resolve("forger.pem"));
        Files.writeString(directory.resolve("origin.pem"), origin.pem());
        Files.writeString(directory.resolve("squid.conf"), config(directory, directives));
        site.run(FORGERY, "-c", "-s", directory.resolve("leafs").toString(), "-M", "4MB");
        site.run(Program.CHOWN.path(), "-R", USER, directory.toString());
        var command = new ArrayList<>(site.wrapper());
        command.addAll(List.of(program, "-N", "-d", "1", "-f"));
        command.add(directory.resolve("squid.conf").toString());
        var process = ServerProcess.start(directory.resolve("squid.log"), command);
        var squid = new Squid(directory, authority, process);
        try {
            process.awaitLine(READY);
            rules.intercept(PORT);
            return squid;
        } catch (Exception | AssertionError e) {
            squid.close();
            throw e;
        }
    }

    private static String config(Path directory, String directives) {
        return """
        http_port 127.0.0.1:3128
        https_port %2$d intercept ssl-bump generate-host-certificates=on \
            dynamic_cert_mem_cache_size=4MB tls-cert=%1$s/forger.pem
        sslcrtd_program %3$s -s %1$s/leafs -M 4MB
        sslcrtd_children 2 startup=1 idle=1
        tls_outgoing_options cafile=%1$s/origin.pem
        acl hello at_step SslBump1
        ssl_bump peek hello
        %4$s
        ssl_bump bump all
        http_access allow all
        cache deny all
        cache_mem 8 MB
        memory_pools off
        pinger_enable off
        netdb_filename none
        dns_nameservers 127.0.0.1
        max_filedescriptors 4096
        shutdown_lifetime 0 seconds
        cache_effective_user %5$s
        pid_filename %1$s/squid.pid
        cache_log %1$s/cache.log
        coredump_dir %1$s
        logformat requests %%>p %%>Hs %%<st %%rm %%ru
        access_log stdio:%1$s/access.log requests
        visible_hostname gateway.corp.test
        """
                .formatted(directory, PORT, FORGERY, directives, USER);
    }

    /// The authority under which it forges.
    CertificateAuthority authority() {
        return authority;
    }

    /// A request that it has answered.
    ///
    /// @param connection the client's port
    /// @param bytes that the client was sent
    record Answered(int connection, int status, long bytes, String method, String url) {
        private static Answered parse(String line) {
            var fields = line.split(" ", 5);
            return new Answered(
                    Integer.parseInt(fields[0]),
                    Integer.parseInt(fields[1]),
                    Long.parseLong(fields[2]),
                    fields[3],
                    fields[4]);
        }

        /// Whether this asked for content of a blob, at the CDN.
        boolean isContent() {
            return url.contains("/blob/");
        }
    }

    /// The requests that it has answered, but not the connections that it took over.
    List<Answered> answered() throws IOException {
        try (var lines = Files.lines(directory.resolve("access.log"))) {
            return lines.map(Answered::parse)
                    .filter(answered -> !answered.method().equals("CONNECT"))
                    .toList();
        }
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

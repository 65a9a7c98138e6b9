package dev.tug.it;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tug.lab.CertificateAuthority;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// squid as a proxy that clients are told of, at the site of a [PrivateNetwork]: in the clear on port
/// 3128, and in TLS on 3130.
final class ProxySquid implements AutoCloseable {
    static final String PLACE = PrivateNetwork.PROXY + ":3128";
    static final String TLS_PLACE = PrivateNetwork.PROXY + ":3130";

    /// A login that all kinds of [Auth] know.
    static final String USER = "puller";

    static final String PASSWORD = "s3cret@word";
    static final String REALM = "corp";

    private static final Pattern READY =
            Pattern.compile("Accepting (?:SSL bumped )?HTTP Socket connections");
    private static final String FORGERY = "/usr/lib/squid/security_file_certgen";
    private static final String HELPERS = "/usr/lib/squid/";
    private static final String ACCOUNT = "proxy";

    private final Path directory;
    private final ServerProcess process;

    private ProxySquid(Path directory, ServerProcess process) {
        this.directory = directory;
        this.process = process;
    }

    /// Who may use it.
    enum Auth {
        NONE("http_access allow all"),
        BASIC("auth_param basic program " + HELPERS + "basic_ncsa_auth DIR/passwd"),
        DIGEST("auth_param digest program " + HELPERS + "digest_file_auth -c DIR/digest"),
        NTLM("auth_param ntlm program " + HELPERS + "ntlm_fake_auth"),
        NEGOTIATE(
                "auth_param negotiate program "
                        + HELPERS
                        + "negotiate_kerberos_auth -s HTTP/"
                        + PrivateNetwork.PROXY
                        + " -k DIR/squid.keytab");

        private final String directive;

        Auth(String directive) {
            this.directive = directive;
        }

        private String directives(Path directory) {
            if (this == NONE) {
                return directive;
            }
            var scheme = directive.split(" ", 3)[1];
            var realm =
                    this == BASIC || this == DIGEST
                            ? "auth_param %s realm %s\n".formatted(scheme, REALM)
                            : "";
            return """
            %s
            auth_param %s children 2 startup=1 idle=1
            %sacl known proxy_auth REQUIRED
            http_access deny !known
            http_access allow known
            """
                    .formatted(directive.replace("DIR", directory.toString()), scheme, realm);
        }
    }

    /// Starts one that lets everybody through whom `auth` knows.
    ///
    /// @param authority vouches for the port in TLS
    /// @param directives what else it is to do, in squid's language
    static ProxySquid start(
            PrivateNetwork network, CertificateAuthority authority, Auth auth, String directives)
            throws Exception {
        return start(network, authority, auth, directives, Optional.empty(), Optional.empty());
    }

    /// Starts one that wants tickets of `kerberos`.
    static ProxySquid start(
            PrivateNetwork network, CertificateAuthority authority, Kerberos kerberos)
            throws Exception {
        return start(
                network, authority, Auth.NEGOTIATE, "", Optional.of(kerberos), Optional.empty());
    }

    /// Starts one that opens the TLS of all tunnels, and forges certificates under `forger`.
    ///
    /// @param authority vouches for the servers behind it
    static ProxySquid opening(
            PrivateNetwork network, CertificateAuthority authority, CertificateAuthority forger)
            throws Exception {
        return start(network, authority, Auth.NONE, "", Optional.empty(), Optional.of(forger));
    }

    private static ProxySquid start(
            PrivateNetwork network,
            CertificateAuthority authority,
            Auth auth,
            String directives,
            Optional<Kerberos> kerberos,
            Optional<CertificateAuthority> forger)
            throws Exception {
        var program = Program.SQUID.path();
        var site = network.site();
        var directory = Files.createTempDirectory("tug-proxy");
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        authority.writeServerPem(
                directory.resolve("chain.pem"), directory.resolve("key.pem"), PrivateNetwork.PROXY);
        writeLogins(site, directory);
        if (kerberos.isPresent()) {
            Files.copy(kerberos.get().keytab(), directory.resolve("squid.keytab"));
        }
        if (forger.isPresent()) {
            forger.get().writeAuthorityPem(directory.resolve("forger.pem"));
            Files.writeString(directory.resolve("origin.pem"), authority.pem());
            site.run(FORGERY, "-c", "-s", directory.resolve("leafs").toString(), "-M", "4MB");
        }
        Files.writeString(
                directory.resolve("squid.conf"),
                config(
                        directory,
                        forger.isPresent() ? opened(directory) : directives,
                        auth.directives(directory),
                        forger.isPresent() ? bump(directory) : ""));
        site.run(Program.CHOWN.path(), "-R", ACCOUNT, directory.toString());
        var command = new ArrayList<>(site.wrapper());
        kerberos.ifPresent(
                it -> command.addAll(List.of(Program.ENV.path(), "KRB5_CONFIG=" + it.config())));
        command.addAll(List.of(program, "-N", "-d", "1", "-f"));
        command.add(directory.resolve("squid.conf").toString());
        var process = ServerProcess.start(directory.resolve("squid.log"), command);
        var squid = new ProxySquid(directory, process);
        try {
            process.awaitLine(READY);
            return squid;
        } catch (Exception | AssertionError e) {
            squid.close();
            throw e;
        }
    }

    private static void writeLogins(NetworkNamespace site, Path directory) throws Exception {
        site.run(
                Program.HTPASSWD.path(),
                "-bcm",
                directory.resolve("passwd").toString(),
                USER,
                PASSWORD);
        Files.writeString(
                directory.resolve("digest"),
                "%s:%s:%s%n".formatted(USER, REALM, md5(USER + ":" + REALM + ":" + PASSWORD)));
    }

    private static String md5(String text) throws Exception {
        return HexFormat.of()
                .formatHex(MessageDigest.getInstance("MD5").digest(text.getBytes(UTF_8)));
    }

    /// Of the port on which tunnels are opened.
    private static String bump(Path directory) {
        return " ssl-bump generate-host-certificates=on dynamic_cert_mem_cache_size=4MB tls-cert="
                + directory.resolve("forger.pem");
    }

    private static String opened(Path directory) {
        return """
        sslcrtd_program %2$s -s %1$s/leafs -M 4MB
        sslcrtd_children 2 startup=1 idle=1
        tls_outgoing_options cafile=%1$s/origin.pem
        acl hello at_step SslBump1
        ssl_bump peek hello
        ssl_bump bump all
        """
                .formatted(directory, FORGERY);
    }

    private static String config(Path directory, String directives, String auth, String bump) {
        return """
        http_port %2$s:3128%6$s
        https_port %2$s:3130 tls-cert=%1$s/chain.pem tls-key=%1$s/key.pem
        %3$s
        %4$s
        http_access deny all
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
        logformat asked %%>Hs %%rm %%ru %%{Proxy-Authorization}>h
        access_log stdio:%1$s/access.log asked
        visible_hostname proxy.tug.test
        """
                .formatted(
                        directory,
                        PrivateNetwork.REGISTRY.getHostAddress(),
                        directives,
                        auth,
                        ACCOUNT,
                        bump);
    }

    /// A request that it has answered.
    ///
    /// @param authorization what the client said of itself; `-` if nothing
    record Asked(int status, String method, String url, String authorization) {
        private static Asked parse(String line) {
            var fields = line.split(" ", 4);
            return new Asked(Integer.parseInt(fields[0]), fields[1], fields[2], fields[3]);
        }

        /// Whether a password, a ticket or a proof of one was shown.
        boolean isLogin() {
            return !authorization.equals("-");
        }
    }

    /// The requests that it has answered. Tunnels are among them once they are closed.
    List<Asked> asked() throws IOException {
        try (var lines = Files.lines(directory.resolve("access.log"))) {
            return lines.map(Asked::parse).toList();
        }
    }

    /// What it has logged besides.
    String log() throws IOException {
        return Files.readString(directory.resolve("cache.log"));
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

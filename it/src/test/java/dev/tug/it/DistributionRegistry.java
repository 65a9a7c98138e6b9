package dev.tug.it;

import dev.tug.lab.CertificateAuthority;
import dev.tug.lab.GeneratedModel;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/// The registry that Docker began and most others are built on, run as a process of its own.
///
/// It speaks TLS on `localhost` and a free port, and keeps its content in `storage` of its directory,
/// so that one with another access rule can be started over what an open one was given.
final class DistributionRegistry implements AutoCloseable {
    private static final Pattern LISTENING =
            Pattern.compile("listening on 127\\.0\\.0\\.1:(\\d+), tls");

    private final ServerProcess process;
    private final CertificateAuthority authority;
    private final int port;

    private DistributionRegistry(ServerProcess process, CertificateAuthority authority, int port) {
        this.process = process;
        this.authority = authority;
        this.port = port;
    }

    /// Who may read and write.
    sealed interface Access {
        /// Everybody.
        record Open() implements Access {}

        /// One user, by Basic authentication.
        record Basic(String user, String password) implements Access {}

        /// Bearers of tokens from `service`.
        record Token(TokenServer service) implements Access {}
    }

    /// Starts one that everybody may use.
    static DistributionRegistry open(Path directory, CertificateAuthority authority)
            throws Exception {
        return start(directory, authority, new Access.Open());
    }

    /// Starts one over the content of `directory`, which may be empty.
    static DistributionRegistry start(Path directory, CertificateAuthority authority, Access access)
            throws Exception {
        var program = Program.DOCKER_REGISTRY.path();
        Files.createDirectories(directory);
        var chain = directory.resolve("chain.pem");
        var key = directory.resolve("key.pem");
        authority.writeServerPem(chain, key, "localhost", "127.0.0.1");
        var config = directory.resolve("config.yml");
        Files.writeString(
                config,
                """
                version: 0.1
                log:
                  level: info
                storage:
                  filesystem:
                    rootdirectory: %s
                http:
                  addr: 127.0.0.1:0
                  secret: it
                  tls:
                    certificate: %s
                    key: %s
                %s\
                """
                        .formatted(
                                directory.resolve("storage"), chain, key, auth(directory, access)));
        var process =
                ServerProcess.start(
                        directory.resolve("registry.log"),
                        List.of(program, "serve", config.toString()));
        try {
            var port = Integer.parseInt(process.awaitLine(LISTENING).group(1));
            return new DistributionRegistry(process, authority, port);
        } catch (Exception | AssertionError e) {
            process.close();
            throw e;
        }
    }

    private static String auth(Path directory, Access access)
            throws IOException, InterruptedException {
        return switch (access) {
            case Access.Open() -> "";
            case Access.Basic(var user, var password) ->
                    """
                    auth:
                      htpasswd:
                        realm: it
                        path: %s
                    """
                            .formatted(passwords(directory, user, password));
            case Access.Token(var service) ->
                    """
                    auth:
                      token:
                        realm: %s
                        service: %s
                        issuer: %s
                        rootcertbundle: %s
                    """
                            .formatted(
                                    service.realm(),
                                    TokenServer.SERVICE,
                                    TokenServer.ISSUER,
                                    service.certificate());
        };
    }

    /// The registry accepts bcrypt alone.
    private static Path passwords(Path directory, String user, String password)
            throws IOException, InterruptedException {
        var file = directory.resolve("htpasswd");
        var command =
                List.of(
                        Program.HTPASSWD.path(),
                        "-cbB",
                        "-C",
                        "4",
                        file.toString(),
                        user,
                        password);
        var process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
        if (process.waitFor() != 0) {
            throw new IOException("htpasswd ended with " + process.exitValue());
        }
        return file;
    }

    /// Host and port, as in a model's name.
    String hostAndPort() {
        return "localhost:" + port;
    }

    URI uri() {
        return URI.create("https://" + hostAndPort());
    }

    /// Brings `model` in, as `docker push` would.
    void push(GeneratedModel model) throws Exception {
        try (var upload = new RegistryUpload(uri(), authority.clientContext())) {
            upload.push(model);
        }
    }

    /// All that it logged: among others one line for each request.
    String log() {
        return process.log();
    }

    @Override
    public void close() {
        process.close();
    }
}

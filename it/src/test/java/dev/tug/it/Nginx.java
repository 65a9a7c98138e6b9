package dev.tug.it;

import dev.tug.lab.CertificateAuthority;
import dev.tug.lab.GeneratedModel;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/// nginx on `localhost`: TLS 1.3 in front of a registry, or of a model as static files.
///
/// One process, as the current user, everything it writes below one directory. What a test wants of
/// it is said in nginx's own words.
final class Nginx implements AutoCloseable {
    private static final Pattern STARTED = Pattern.compile("start worker|master_process|using the");
    private static final Pattern ACTIVE = Pattern.compile("Active connections: (\\d+)");
    private static final Duration SETTLE_MAX = Duration.ofSeconds(30);
    private static final int TRIES = 5;

    private final Path directory;
    private final CertificateAuthority authority;
    private final int port;
    private ServerProcess process;

    private Nginx(Path directory, CertificateAuthority authority, int port, ServerProcess process) {
        this.directory = directory;
        this.authority = authority;
        this.port = port;
        this.process = process;
    }

    /// Puts one in front of `registry`.
    ///
    /// @param directives what else is to hold for all that is proxied, in nginx's language
    static Nginx inFrontOf(
            URI registry, Path directory, CertificateAuthority authority, String directives)
            throws Exception {
        return start(
                directory,
                authority,
                """
                upstream registry {
                    server 127.0.0.1:%d;
                    keepalive 32;
                }
                """
                        .formatted(registry.getPort()),
                """
                    location / {
                        proxy_pass https://registry;
                        proxy_http_version 1.1;
                        proxy_set_header Connection "";
                        proxy_set_header Host $http_host;
                        %s
                    }
                """
                        .formatted(directives));
    }

    /// Serves `model` from files, by ranges.
    ///
    /// @param directives what else is to hold for blobs, in nginx's language
    static Nginx serving(
            GeneratedModel model, Path directory, CertificateAuthority authority, String directives)
            throws Exception {
        writeFiles(model, directory.resolve("site/v2").resolve(model.name()));
        return start(
                directory,
                authority,
                "",
                """
                    root %s;
                    location ~ /manifests/ {
                        default_type %s;
                    }
                    location ~ /blobs/ {
                        default_type application/octet-stream;
                        %s
                    }
                """
                        .formatted(directory.resolve("site"), GeneratedModel.MANIFEST, directives));
    }

    private static void writeFiles(GeneratedModel model, Path repository) throws IOException {
        var blobs = Files.createDirectories(repository.resolve("blobs"));
        for (var blob : model.blobs().values()) {
            try (var bytes = new RegistryUpload.BlobStream(blob);
                    var file = Files.newOutputStream(blobs.resolve(blob.digest()))) {
                bytes.transferTo(file);
            }
        }
        var manifests = Files.createDirectories(repository.resolve("manifests"));
        Files.write(manifests.resolve(model.tag()), model.manifestBytes());
    }

    private static Nginx start(
            Path directory, CertificateAuthority authority, String http, String server)
            throws Exception {
        Program.NGINX.path();
        Files.createDirectories(directory);
        authority.writeServerPem(
                directory.resolve("chain.pem"),
                directory.resolve("key.pem"),
                "localhost",
                "127.0.0.1");
        for (var attempt = 1; ; attempt++) {
            var port = freePort();
            Files.writeString(
                    directory.resolve("nginx.conf"), config(directory, port, http, server));
            var process = run(directory);
            try {
                process.awaitLine(STARTED);
                return new Nginx(directory, authority, port, process);
            } catch (AssertionError e) {
                process.close();
                if (attempt == TRIES || !process.log().contains("Address already in use")) {
                    throw e;
                }
            }
        }
    }

    /// Free a moment ago: nginx cannot choose a port itself.
    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static String config(Path directory, int port, String http, String server) {
        return """
        daemon off;
        master_process off;
        pid %1$s/nginx.pid;
        error_log stderr notice;
        events { worker_connections 512; }
        http {
            log_format streams '$msec $request_time $connection $status $body_bytes_sent $uri '
                '$sent_http_content_range';
            access_log %1$s/access.log streams;
            client_body_temp_path %1$s/body;
            proxy_temp_path %1$s/proxy;
            fastcgi_temp_path %1$s/fastcgi;
            uwsgi_temp_path %1$s/uwsgi;
            scgi_temp_path %1$s/scgi;
            sendfile on;
            limit_conn_zone $server_name zone=all:1m;
            %3$s
            server {
                listen 127.0.0.1:%2$d ssl;
                server_name localhost;
                ssl_certificate %1$s/chain.pem;
                ssl_certificate_key %1$s/key.pem;
                ssl_protocols TLSv1.3;
                location = /status {
                    access_log off;
                    stub_status;
                }
        %4$s
            }
        }
        """
                .formatted(directory, port, http, server);
    }

    private static ServerProcess run(Path directory) throws IOException {
        return ServerProcess.start(
                directory.resolve("nginx.log"),
                List.of(
                        Program.NGINX.path(),
                        "-p",
                        directory.toString(),
                        "-c",
                        directory.resolve("nginx.conf").toString()));
    }

    /// Ends it by SIGTERM, which cuts all connections, and starts it again on the same port.
    void restart() throws Exception {
        process.close();
        process = run(directory);
        process.awaitLine(STARTED);
    }

    /// Host and port, as in a model's name.
    String hostAndPort() {
        return "localhost:" + port;
    }

    /// What it has served so far; requests count once they are over.
    AccessLog served() throws IOException {
        return AccessLog.read(directory.resolve("access.log"));
    }

    /// The same, after all connections have ended.
    AccessLog servedInAll() throws Exception {
        Deadline.await(
                SETTLE_MAX, () -> "connections are still open", () -> connectionsOpen() == 0);
        return served();
    }

    private int connectionsOpen() throws IOException, InterruptedException {
        try (var client =
                HttpClient.newBuilder()
                        .sslContext(authority.clientContext())
                        .version(HttpClient.Version.HTTP_1_1)
                        .build()) {
            var request =
                    HttpRequest.newBuilder(URI.create("https://" + hostAndPort() + "/status"));
            var text = client.send(request.build(), BodyHandlers.ofString()).body();
            var matcher = ACTIVE.matcher(text);
            if (!matcher.find()) {
                throw new IOException("no status: " + text);
            }
            return Integer.parseInt(matcher.group(1)) - 1;
        }
    }

    @Override
    public void close() {
        process.close();
    }
}

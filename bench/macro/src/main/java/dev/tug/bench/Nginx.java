package dev.tug.bench;

import dev.tug.lab.GeneratedModel;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// nginx with TLS 1.3 and sendfile, one worker for each core, over files in a registry's folders.
final class Nginx implements Site {
    private static final Pattern STARTED = Pattern.compile("start worker process ");
    private static final int TRIES = 5;

    private final Path directory;
    private final Place place;
    private final int port;
    private final ServerProcess process;

    /// Where one runs.
    ///
    /// @param wrapper what to put before its command; empty for this machine
    /// @param host the host's name in URLs
    record Place(List<String> wrapper, String host) {
        static final Place HERE = new Place(List.of(), "localhost");
    }

    private Nginx(Path directory, Place place, int port, ServerProcess process) {
        this.directory = directory;
        this.place = place;
        this.port = port;
        this.process = process;
    }

    /// Starts one that has nothing yet.
    static Nginx start(Path directory, Place place, Keys keys)
            throws IOException, InterruptedException {
        Files.createDirectories(directory.resolve("site"));
        for (int attempt = 1; ; attempt++) {
            int port = freePort();
            var config =
                    Files.writeString(
                            directory.resolve("nginx.conf"), config(directory, port, keys));
            var command = new ArrayList<>(place.wrapper());
            command.addAll(
                    List.of(
                            Programs.get("nginx"),
                            "-p",
                            directory.toString(),
                            "-c",
                            config.toString()));
            var process = ServerProcess.start(directory.resolve("nginx.log"), command);
            try {
                process.awaitLine(STARTED);
                return new Nginx(directory, place, port, process);
            } catch (IOException e) {
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

    private static String config(Path directory, int port, Keys keys) {
        // Workers of root's would be somebody else, who may not read the files.
        var user = System.getProperty("user.name").equals("root") ? "user root;" : "";
        return """
        daemon off;
        %5$s
        worker_processes auto;
        pid "%1$s/nginx.pid";
        error_log stderr notice;
        events { worker_connections 512; }
        http {
            log_format sent '$bytes_sent';
            access_log "%1$s/access.log" sent;
            client_body_temp_path "%1$s/body";
            proxy_temp_path "%1$s/proxy";
            fastcgi_temp_path "%1$s/fastcgi";
            uwsgi_temp_path "%1$s/uwsgi";
            scgi_temp_path "%1$s/scgi";
            sendfile on;
            keepalive_requests 1000000;
            server {
                listen 127.0.0.1:%2$d ssl;
                server_name localhost;
                ssl_certificate "%3$s";
                ssl_certificate_key "%4$s";
                ssl_protocols TLSv1.3;
                root "%1$s/site";
                default_type application/octet-stream;
                location = /v2/ { return 200; }
                location ~ /manifests/ { default_type %6$s; }
            }
        }
        """
                .formatted(
                        directory, port, keys.chain(), keys.key(), user, GeneratedModel.MANIFEST);
    }

    @Override
    public String name() {
        return "nginx";
    }

    @Override
    public String host() {
        return place.host() + ":" + port;
    }

    /// The port on its machine's loopback.
    int port() {
        return port;
    }

    @Override
    public void publish(Payload payload) throws IOException {
        var model = payload.model();
        var repository = directory.resolve("site/v2").resolve(model.name());
        var blobs = Files.createDirectories(repository.resolve("blobs"));
        for (var blob : model.blobs().values()) {
            link(blobs.resolve(blob.digest()), payload.file(blob));
        }
        var manifests = Files.createDirectories(repository.resolve("manifests"));
        for (var named : List.of(model, payload.image())) {
            Files.write(manifests.resolve(named.tag()), named.manifestBytes());
            Files.write(manifests.resolve(named.manifestDigest()), named.manifestBytes());
        }
    }

    @Override
    public void withdraw() throws IOException {
        Workspace.delete(directory.resolve("site/v2"));
    }

    private static void link(Path link, Path file) throws IOException {
        try {
            Files.createLink(link, file);
        } catch (FileAlreadyExistsException _) {
            // Two models share a config, or a layer.
        }
    }

    @Override
    public long bytesSent() throws IOException {
        try (var lines = Files.lines(directory.resolve("access.log"))) {
            return lines.mapToLong(Long::parseLong).sum();
        }
    }

    @Override
    public void close() {
        process.close();
    }
}

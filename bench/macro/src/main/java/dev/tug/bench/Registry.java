package dev.tug.bench;

import dev.tug.lab.GeneratedModel;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/// Debian's `docker-registry`, the distribution registry, with TLS.
///
/// Its storage is laid out by hand, with links to the files that others serve too: what is measured
/// comes from one page cache, and nothing is there twice.
final class Registry implements Site {
    private static final Pattern LISTENING =
            Pattern.compile("listening on 127\\.0\\.0\\.1:(\\d+), tls");

    /// Status and bytes in a line of its access log, which is Apache's.
    private static final Pattern SENT = Pattern.compile("\" [0-9]{3} ([0-9]+) \"");

    private final Path storage;
    private final ServerProcess process;
    private final int port;

    private Registry(Path storage, ServerProcess process, int port) {
        this.storage = storage;
        this.process = process;
        this.port = port;
    }

    /// Starts one that has nothing yet.
    static Registry start(Path directory, Keys keys) throws IOException, InterruptedException {
        var storage = Files.createDirectories(directory.resolve("storage"));
        var config = directory.resolve("config.yml");
        Files.writeString(
                config,
                """
                version: 0.1
                log:
                  level: info
                storage:
                  filesystem:
                    rootdirectory: "%s"
                http:
                  addr: 127.0.0.1:0
                  secret: bench
                  tls:
                    certificate: "%s"
                    key: "%s"
                """
                        .formatted(storage, keys.chain(), keys.key()));
        var process =
                ServerProcess.start(
                        directory.resolve("registry.log"),
                        List.of(Programs.get("docker-registry"), "serve", config.toString()));
        try {
            int port = Integer.parseInt(process.awaitLine(LISTENING).group(1));
            return new Registry(storage.resolve("docker/registry/v2"), process, port);
        } catch (IOException e) {
            process.close();
            throw e;
        }
    }

    @Override
    public String name() {
        return "docker-registry";
    }

    @Override
    public String host() {
        return "localhost:" + port;
    }

    @Override
    public void publish(Payload payload) throws IOException {
        var model = payload.model();
        var repository = storage.resolve("repositories").resolve(model.name());
        for (var blob : model.blobs().values()) {
            try {
                Files.createLink(data(blob.digest()), payload.file(blob));
            } catch (FileAlreadyExistsException _) {
                // Two models share a config, or a layer.
            }
            name(repository.resolve("_layers"), blob.digest());
        }
        for (var named : List.of(model, payload.image())) {
            tag(repository.resolve("_manifests"), named);
        }
    }

    @Override
    public void withdraw() throws IOException {
        Workspace.delete(storage);
    }

    private void tag(Path manifests, GeneratedModel model) throws IOException {
        var digest = model.manifestDigest();
        Files.write(data(digest), model.manifestBytes());
        name(manifests.resolve("revisions"), digest);
        var tag = manifests.resolve("tags").resolve(model.tag());
        name(tag.resolve("index"), digest);
        var current = Files.createDirectories(tag.resolve("current"));
        Files.writeString(current.resolve("link"), digest);
    }

    private Path data(String digest) throws IOException {
        var hex = digest.substring("sha256:".length());
        var folder = storage.resolve("blobs/sha256").resolve(hex.substring(0, 2)).resolve(hex);
        return Files.createDirectories(folder).resolve("data");
    }

    private static void name(Path folder, String digest) throws IOException {
        var hex = digest.substring("sha256:".length());
        var named = Files.createDirectories(folder.resolve("sha256").resolve(hex));
        Files.writeString(named.resolve("link"), digest);
    }

    /// Of bodies alone.
    @Override
    public long bytesSent() throws IOException {
        return SENT.matcher(process.log())
                .results()
                .mapToLong(match -> Long.parseLong(match.group(1)))
                .sum();
    }

    @Override
    public void close() {
        process.close();
    }
}

package dev.tug.it;

import dev.tug.lab.GeneratedBlob;
import dev.tug.lab.GeneratedModel;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;

import javax.net.ssl.SSLContext;

/// The pushing half of the distribution specification: each blob in one PUT, then the manifest.
final class RegistryUpload implements AutoCloseable {
    private static final int ACCEPTED = 202;
    private static final int CREATED = 201;

    private final URI registry;
    private final HttpClient client;

    RegistryUpload(URI registry, SSLContext tls) {
        this.registry = registry;
        this.client =
                HttpClient.newBuilder()
                        .sslContext(tls)
                        .version(HttpClient.Version.HTTP_1_1)
                        .build();
    }

    void push(GeneratedModel model) throws IOException, InterruptedException {
        var repository = registry.resolve("/v2/" + model.name() + "/");
        for (var blob : model.blobs().values()) {
            push(repository, blob);
        }
        var manifest =
                HttpRequest.newBuilder(repository.resolve("manifests/" + model.tag()))
                        .header("Content-Type", GeneratedModel.MANIFEST)
                        .PUT(BodyPublishers.ofByteArray(model.manifestBytes()));
        send(manifest, CREATED);
    }

    private void push(URI repository, GeneratedBlob blob) throws IOException, InterruptedException {
        var start =
                HttpRequest.newBuilder(repository.resolve("blobs/uploads/"))
                        .POST(BodyPublishers.noBody());
        var location = repository.resolve(send(start, ACCEPTED));
        var separator = location.getRawQuery() == null ? "?" : "&";
        var end = URI.create(location + separator + "digest=" + blob.digest().replace(":", "%3A"));
        send(
                HttpRequest.newBuilder(end)
                        .header("Content-Type", "application/octet-stream")
                        .PUT(body(blob)),
                CREATED);
    }

    private static BodyPublisher body(GeneratedBlob blob) {
        return BodyPublishers.fromPublisher(
                BodyPublishers.ofInputStream(() -> new BlobStream(blob)), blob.size());
    }

    /// Where the answer points to.
    private String send(HttpRequest.Builder request, int expected)
            throws IOException, InterruptedException {
        var response = client.send(request.build(), BodyHandlers.ofString());
        if (response.statusCode() != expected) {
            throw new IOException(
                    "%s answered %d: %s"
                            .formatted(response.uri(), response.statusCode(), response.body()));
        }
        return response.headers().firstValue("Location").orElse("");
    }

    @Override
    public void close() {
        client.close();
    }

    /// The bytes of a blob, from the first to the last.
    static final class BlobStream extends InputStream {
        private final GeneratedBlob blob;
        private long position;

        BlobStream(GeneratedBlob blob) {
            this.blob = blob;
        }

        @Override
        public int read() {
            var single = new byte[1];
            return read(single, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(single[0]);
        }

        @Override
        public int read(byte[] into, int off, int len) {
            if (position == blob.size()) {
                return -1;
            }
            var count = (int) Math.min(len, blob.size() - position);
            blob.read(position, into, off, count);
            position += count;
            return count;
        }
    }
}

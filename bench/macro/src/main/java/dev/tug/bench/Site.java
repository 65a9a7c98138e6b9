package dev.tug.bench;

import dev.tug.lab.GeneratedBlob;
import dev.tug.lab.GeneratedModel;

import java.io.IOException;

/// A server that has models.
interface Site extends AutoCloseable {
    /// What it is, in a word.
    String name();

    /// Host and port.
    String host();

    /// Makes a model known, by links to its files.
    void publish(Payload payload) throws IOException;

    /// Forgets all blobs that it was told of, so that their files can go.
    void withdraw() throws IOException;

    /// Bytes of all responses so far, without TLS and TCP.
    long bytesSent() throws IOException;

    @Override
    void close();

    /// The name to pull, such as `localhost:4000/library/bench:2000mb`.
    default String reference(GeneratedModel model) {
        return host() + "/" + model.name() + ":" + model.tag();
    }

    /// Where the single blob of a model of one layer is.
    default String blobUrl(GeneratedBlob blob) {
        return "https://" + host() + "/v2/library/bench/blobs/" + blob.digest();
    }
}

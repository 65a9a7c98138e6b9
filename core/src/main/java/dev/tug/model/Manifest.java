package dev.tug.model;

import dev.tug.blob.Descriptor;
import dev.tug.blob.Digest;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedCollection;

/// The list of blobs that make up a model, with the registry's own bytes of it. Immutable.
public final class Manifest {
    private final byte[] bytes;
    private final String mediaType;
    private final Descriptor config;
    private final List<Descriptor> layers;

    /// A manifest of parts that are known to be sound.
    ///
    /// @param bytes the manifest exactly as received: what is stored, and what its digest is of
    /// @param mediaType the type it declares, or the type it was served as
    /// @param config the model's configuration blob
    /// @param layers in the manifest's order; the same digest may stand more than once
    public Manifest(byte[] bytes, String mediaType, Descriptor config, List<Descriptor> layers) {
        this.bytes = bytes.clone();
        this.mediaType = mediaType;
        this.config = config;
        this.layers = List.copyOf(layers);
    }

    /// A copy of the raw bytes.
    public byte[] bytes() {
        return bytes.clone();
    }

    /// The type it declares, or the type it was served as.
    public String mediaType() {
        return mediaType;
    }

    /// The model's configuration blob.
    public Descriptor config() {
        return config;
    }

    /// The layers in the manifest's order; the same digest may stand more than once.
    public List<Descriptor> layers() {
        return layers;
    }

    /// The manifest's own digest: what Ollama shows as a model's ID.
    public Digest digest() {
        return Digest.of(bytes);
    }

    /// Each blob once: layers in order, then the config, as Ollama pulls them.
    public SequencedCollection<Descriptor> blobs() {
        var unique = new LinkedHashMap<Digest, Descriptor>();
        layers.forEach(layer -> unique.putIfAbsent(layer.digest(), layer));
        unique.putIfAbsent(config.digest(), config);
        return unique.sequencedValues();
    }

    /// Bytes of all blobs, each counted once.
    public long size() {
        return blobs().stream().mapToLong(Descriptor::size).sum();
    }
}

package dev.tug.internal.store;

import dev.tug.blob.Digest;
import dev.tug.model.ModelName;

import java.time.Instant;
import java.util.Set;

/// A model of the store: its manifest, with what Ollama lists of it.
public final class StoredModel {
    private final ModelName name;
    private final byte[] content;
    private final Manifest manifest;
    private final Instant modified;

    StoredModel(ModelName name, byte[] content, Manifest manifest, Instant modified) {
        this.name = name;
        this.content = content;
        this.manifest = manifest;
        this.modified = modified;
    }

    /// Its name, spelt as on the disk.
    public ModelName name() {
        return name;
    }

    /// The bytes of the manifest, a copy.
    public byte[] content() {
        return content.clone();
    }

    /// What Ollama shows as ID: the digest of the manifest's bytes.
    public Digest id() {
        return Digest.of(content);
    }

    /// The blobs that it needs.
    public Set<Digest> digests() {
        return manifest.digests();
    }

    /// The bytes that its manifest announces; the blobs are not looked at.
    public long size() {
        return manifest.size();
    }

    /// When the manifest was written.
    public Instant modified() {
        return modified;
    }
}

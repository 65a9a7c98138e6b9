package dev.tug.blob;

/// A blob as a manifest announces it.
///
/// @param mediaType what the bytes are, such as `application/vnd.ollama.image.model`
/// @param digest the SHA-256 that the bytes must have
/// @param size the number of bytes, 0 or more; the manifest's word, which is the truth for Tug
public record Descriptor(String mediaType, Digest digest, long size) {
    public Descriptor {
        if (size < 0) {
            throw new IllegalArgumentException("negative size: " + size);
        }
    }
}

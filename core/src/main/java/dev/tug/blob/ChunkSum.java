package dev.tug.blob;

/// A piece of a blob, and the SHA-256 that a registry says its bytes have.
public record ChunkSum(ByteRange range, Digest digest) {}

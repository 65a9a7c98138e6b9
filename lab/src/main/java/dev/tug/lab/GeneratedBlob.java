package dev.tug.lab;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Objects;
import java.util.SplittableRandom;

/// The content of a blob of any size, readable at any offset and never stored.
///
/// The bytes follow from seed and size alone: a random block of 1 MiB that all blobs share, each of
/// its 8-byte lanes mixed with the seed and the block's number; a given beginning lies on top.
/// Immutable but for the digest, which is computed once; safe for use by many threads.
public final class GeneratedBlob {
    private static final VarHandle LANE =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int LANE_BYTES = Long.BYTES;
    private static final int BLOCK_LANES = 1 << 17;
    private static final long BLOCK_BYTES = (long) BLOCK_LANES * LANE_BYTES;
    private static final long[] BLOCK = new SplittableRandom(0x7467L).longs(BLOCK_LANES).toArray();
    private static final int DIGEST_BUFFER_BYTES = 1 << 16;

    private final byte[] beginning;
    private final long seed;
    private final long size;
    private volatile String digest = "";

    private GeneratedBlob(byte[] beginning, long seed, long size) {
        this.beginning = beginning;
        this.seed = seed;
        this.size = size;
    }

    /// A blob of `size` pseudo-random bytes.
    public static GeneratedBlob random(long seed, long size) {
        if (size < 0) {
            throw new IllegalArgumentException("negative size: " + size);
        }
        return new GeneratedBlob(new byte[0], seed, size);
    }

    /// A blob of `size` bytes that begins with a valid GGUF v3 header without tensors.
    ///
    /// @param size at least 1024, so that the header fits
    public static GeneratedBlob gguf(long seed, long size) {
        var header = GgufHeader.bytes();
        if (size < Math.max(1024, header.length)) {
            throw new IllegalArgumentException("too small for a GGUF header: " + size);
        }
        return new GeneratedBlob(header, seed, size);
    }

    /// A blob of exactly `bytes`, which are copied.
    public static GeneratedBlob of(byte[] bytes) {
        return new GeneratedBlob(bytes.clone(), 0, bytes.length);
    }

    /// The number of bytes, 0 or more.
    public long size() {
        return size;
    }

    /// Copies the `len` bytes that start at `offset` of this blob to `into`, from `off` on.
    public void read(long offset, byte[] into, int off, int len) {
        Objects.checkFromIndexSize(off, len, into.length);
        Objects.checkFromIndexSize(offset, len, size);
        var given = (int) Math.max(0, Math.min(len, beginning.length - offset));
        if (given > 0) {
            System.arraycopy(beginning, (int) offset, into, off, given);
        }
        generate(offset + given, into, off + given, len - given);
    }

    /// The name of the content in a registry: `sha256:` and 64 lower-case hexadecimal digits.
    public String digest() {
        if (digest.isEmpty()) {
            digest = "sha256:" + hexOf(0, size);
        }
        return digest;
    }

    /// The 64 digits of the digest alone.
    public String hex() {
        return digest().substring("sha256:".length());
    }

    private void generate(long from, byte[] into, int off, int len) {
        var position = from;
        var at = off;
        var end = off + len;
        while (at < end) {
            var block = position / BLOCK_BYTES;
            var inBlock = (int) (position % BLOCK_BYTES);
            var count = (int) Math.min(end - at, BLOCK_BYTES - inBlock);
            fill(mix(seed, block), inBlock, into, at, count);
            position += count;
            at += count;
        }
    }

    private static void fill(long mixed, int inBlock, byte[] into, int off, int len) {
        var source = inBlock;
        var at = off;
        var end = off + len;
        while (at < end && source % LANE_BYTES != 0) {
            into[at++] = single(mixed, source++);
        }
        var lane = source / LANE_BYTES;
        var lanes = (end - at) / LANE_BYTES;
        for (var i = 0; i < lanes; i++) {
            LANE.set(into, at + i * LANE_BYTES, BLOCK[lane + i] ^ mixed);
        }
        at += lanes * LANE_BYTES;
        source += lanes * LANE_BYTES;
        while (at < end) {
            into[at++] = single(mixed, source++);
        }
    }

    private static byte single(long mixed, int source) {
        var lane = BLOCK[source / LANE_BYTES] ^ mixed;
        return (byte) (lane >>> (Byte.SIZE * (source % LANE_BYTES)));
    }

    /// The finishing step of SplitMix64 over both numbers.
    private static long mix(long seed, long block) {
        var z = seed * 0x9E3779B97F4A7C15L + block + 1;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    /// The 64 digits of the SHA-256 of the bytes from `from` up to but not including `to`.
    public String hexOf(long from, long to) {
        try {
            var hash = MessageDigest.getInstance("SHA-256");
            var buffer = new byte[DIGEST_BUFFER_BYTES];
            for (var offset = from; offset < to; offset += buffer.length) {
                var count = (int) Math.min(buffer.length, to - offset);
                read(offset, buffer, 0, count);
                hash.update(buffer, 0, count);
            }
            return HexFormat.of().formatHex(hash.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}

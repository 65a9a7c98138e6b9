package dev.tug.bench.micro;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32C;

/// What it costs to hash one read of the proof, 128 kB.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class HashBenchmark {
    private static final int BYTES = 128 * 1024;

    /// Where the bytes are.
    @Param({"heap", "direct"})
    public String buffer = "";

    private ByteBuffer bytes = ByteBuffer.allocate(0);
    private MessageDigest sha256 = sha256();
    private final CRC32C crc = new CRC32C();

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /// Fills the buffer.
    @Setup
    public void fill() {
        var random = new byte[BYTES];
        new SplittableRandom(1).nextBytes(random);
        bytes =
                buffer.equals("heap")
                        ? ByteBuffer.allocate(BYTES)
                        : ByteBuffer.allocateDirect(BYTES);
        bytes.put(random).flip();
        sha256 = sha256();
    }

    /// The hash of the whole blob goes on.
    @Benchmark
    public MessageDigest sha256Update() {
        sha256.update(bytes.duplicate());
        return sha256;
    }

    /// A sum that costs less, for comparison.
    @Benchmark
    public long crc32cUpdate() {
        crc.update(bytes.duplicate());
        return crc.getValue();
    }
}

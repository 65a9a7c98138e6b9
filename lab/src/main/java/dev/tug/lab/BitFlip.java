package dev.tug.lab;

import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.IntUnaryOperator;

/// A script that corrupts one byte of a blob, each time that it is asked for or less often.
///
/// A request counts when its range holds the byte. Safe for use by many threads.
public final class BitFlip implements Function<LabRequest, Fault> {
    private final String hex;
    private final long offset;
    private final IntUnaryOperator mask;
    private final AtomicInteger sent = new AtomicInteger();

    /// @param mask the bits to flip the n-th time, counted from 0; none if 0
    private BitFlip(GeneratedBlob blob, long offset, IntUnaryOperator mask) {
        this.hex = blob.hex();
        this.offset = offset;
        this.mask = mask;
    }

    /// The lowest bit is wrong the first `times` times, and right from then on.
    public static BitFlip first(int times, GeneratedBlob blob, long offset) {
        return new BitFlip(blob, offset, n -> n < times ? 1 : 0);
    }

    /// The lowest bit is wrong each time.
    public static BitFlip always(GeneratedBlob blob, long offset) {
        return new BitFlip(blob, offset, _ -> 1);
    }

    /// Other bits are wrong each time, as often as there are other bits.
    public static BitFlip differently(GeneratedBlob blob, long offset) {
        return new BitFlip(blob, offset, n -> 1 + n % 255);
    }

    /// The lowest bit is wrong now and then.
    ///
    /// @param share of the times, 0..1
    public static BitFlip atRandom(long seed, double share, GeneratedBlob blob, long offset) {
        return new BitFlip(
                blob, offset, n -> new SplittableRandom(seed + n).nextDouble() < share ? 1 : 0);
    }

    @Override
    public Fault apply(LabRequest request) {
        if (!request.isBlob() || !request.path().contains(hex) || !holds(request)) {
            return Fault.none();
        }
        int bits = mask.applyAsInt(sent.getAndIncrement());
        return bits == 0 ? Fault.none() : new Fault.CorruptByteAt(offset, bits);
    }

    private boolean holds(LabRequest request) {
        return request.range()
                .map(range -> range.first() <= offset && offset <= range.last())
                .orElse(true);
    }
}

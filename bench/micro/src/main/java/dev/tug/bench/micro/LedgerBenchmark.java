package dev.tug.bench.micro;

import dev.tug.blob.ByteRange;
import dev.tug.internal.plan.Ledger;
import dev.tug.internal.plan.PartPlan;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

import java.util.List;
import java.util.concurrent.TimeUnit;

/// What it costs to give out ranges of a blob and to take note of what came.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class LedgerBenchmark {
    private static final long BLOB_BYTES = 40_000_000_000L;
    private static final long LEASE_BYTES = 16L << 20;
    private static final long READ_BYTES = 128 * 1024;
    private static final int STREAMS = 16;

    private Ledger ledger = fresh();

    private static Ledger fresh() {
        return new Ledger(PartPlan.of(BLOB_BYTES, STREAMS), List.of(new ByteRange(0, BLOB_BYTES)));
    }

    /// Leaves fifteen leases out, as when all streams run.
    @Setup(Level.Iteration)
    public void begin() {
        ledger = fresh();
        for (int stream = 1; stream < STREAMS; stream++) {
            ledger.take(LEASE_BYTES).orElseThrow();
        }
    }

    /// One lease of 16 MiB: given out, brought in 128 kB at a time, given back.
    @Benchmark
    public long leaseOfSixteenMebibytes() {
        var taken = ledger.take(LEASE_BYTES);
        if (taken.isEmpty()) {
            begin();
            taken = ledger.take(LEASE_BYTES);
        }
        var lease = taken.orElseThrow();
        while (lease.remaining() > 0) {
            ledger.advance(lease, READ_BYTES);
        }
        ledger.giveBack(lease);
        return ledger.prefix();
    }
}

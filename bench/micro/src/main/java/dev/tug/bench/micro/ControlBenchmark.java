package dev.tug.bench.micro;

import dev.tug.internal.control.AdaptiveStreams;
import dev.tug.internal.control.StreamControl.Decision;
import dev.tug.internal.control.StreamControl.PathEvent;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// What one step of the control costs while all goes well.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ControlBenchmark {
    private static final int STREAMS = 16;
    private static final long PIECE_BYTES = 2L << 20;
    private static final long TICK_MILLIS = 100;
    private static final long REMAINING_BYTES = 100_000_000_000L;

    private AdaptiveStreams control = new AdaptiveStreams(STREAMS, false, false, Optional.empty());
    private long now;
    private int stream;

    /// Opens all connections and answers on them.
    @Setup(Level.Iteration)
    public void begin() {
        control = new AdaptiveStreams(STREAMS, false, false, Optional.empty());
        now = 1_000;
        for (int number = 0; number < STREAMS; number++) {
            control.observe(new PathEvent.Opening(now, number));
            control.observe(new PathEvent.Opened(now + 20, number, 20));
            control.observe(new PathEvent.Answered(now + 50, number, 206, 30, PIECE_BYTES));
            now += TICK_MILLIS;
        }
    }

    /// Bytes came on one stream.
    @Benchmark
    public Decision received() {
        stream = (stream + 1) % STREAMS;
        return control.observe(new PathEvent.Received(now, stream, PIECE_BYTES));
    }

    /// A tenth of a second: bytes on every stream, and a tick.
    @Benchmark
    public Decision tenthOfASecond() {
        now += TICK_MILLIS;
        for (int number = 0; number < STREAMS; number++) {
            control.observe(new PathEvent.Received(now, number, PIECE_BYTES));
        }
        return control.observe(new PathEvent.Tick(now, REMAINING_BYTES));
    }
}

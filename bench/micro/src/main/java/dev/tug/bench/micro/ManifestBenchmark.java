package dev.tug.bench.micro;

import dev.tug.internal.registry.ManifestParser;
import dev.tug.lab.GeneratedBlob;
import dev.tug.lab.GeneratedModel;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// What it costs to read a manifest.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class ManifestBenchmark {
    /// As most models have, and as many as a large one of many adapters.
    @Param({"5", "1000"})
    public int layers;

    private final ManifestParser parser = new ManifestParser("amd64");
    private byte[] bytes = {};

    /// Makes the manifest.
    @Setup
    public void make() {
        var model = GeneratedModel.named("library/bench", "latest");
        for (int layer = 0; layer < layers; layer++) {
            model.layer(GeneratedModel.MODEL, GeneratedBlob.random(layer, 1_000));
        }
        bytes = model.build().manifestBytes();
    }

    /// From bytes to a manifest that was checked.
    @Benchmark
    public Object parse() {
        return parser.parse(bytes, GeneratedModel.MANIFEST, Optional.empty());
    }
}

package dev.tug.dist;

import dev.tug.lab.GeneratedBlob;
import dev.tug.lab.GeneratedModel;
import dev.tug.lab.Lab;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// Serves a model over TLS on loopback, under an authority of its own, until standard input ends: what
/// an installed package is to pull from.
final class ServeModel {
    private static final long SEED = 11;
    private static final long BYTES = 40_000_000;

    private ServeModel() {}

    /// Usage: `ServeModel PEM_FILE`: writes the authority there, then prints the model's name.
    public static void main(String[] args) throws IOException {
        var model =
                GeneratedModel.named("library/tried", "latest")
                        .layer(GeneratedModel.MODEL, GeneratedBlob.gguf(SEED, BYTES))
                        .build();
        try (var lab = Lab.start(model)) {
            Files.writeString(Path.of(args[0]), lab.trustPem(), StandardCharsets.US_ASCII);
            System.out.println(lab.modelReference());
            var _ = System.in.read();
        }
    }
}

package dev.tug.bench;

import dev.tug.lab.GeneratedBlob;
import dev.tug.lab.GeneratedModel;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// A model whose blobs are files, each named by its digest; their bytes do not compress.
///
/// @param folder where the files are
record Payload(GeneratedModel model, Path folder) {
    private static final long SEED = 2026;
    private static final int BUFFER_BYTES = 1 << 20;
    private static final String IMAGE = "-image";
    private static final String IMAGE_LAYER = "application/vnd.docker.image.rootfs.diff.tar.gzip";
    private static final long MEGABYTE = 1_000_000;

    /// A model of one layer of so many 10^6 bytes.
    static Payload ofMegabytes(int megabytes, Path folder) throws IOException {
        return write(
                GeneratedModel.named("library/bench", megabytes + "mb")
                        .layer(
                                GeneratedModel.MODEL,
                                GeneratedBlob.gguf(SEED + megabytes, megabytes * MEGABYTE))
                        .build(),
                folder);
    }

    /// A model of many layers of one size.
    static Payload ofLayers(int layers, int bytes, Path folder) throws IOException {
        var model = GeneratedModel.named("library/layers", layers + "x" + bytes);
        for (int layer = 0; layer < layers; layer++) {
            model.layer(GeneratedModel.MODEL, GeneratedBlob.random(SEED + layer, bytes));
        }
        return write(model.build(), folder);
    }

    private static Payload write(GeneratedModel model, Path folder) throws IOException {
        Files.createDirectories(folder);
        var buffer = new byte[BUFFER_BYTES];
        for (var blob : model.blobs().values()) {
            var file = folder.resolve(blob.hex());
            try (var out =
                    FileChannel.open(
                            file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                for (long offset = 0; offset < blob.size(); offset += buffer.length) {
                    int count = (int) Math.min(buffer.length, blob.size() - offset);
                    blob.read(offset, buffer, 0, count);
                    var piece = ByteBuffer.wrap(buffer, 0, count);
                    while (piece.hasRemaining()) {
                        out.write(piece);
                    }
                }
            }
        }
        return new Payload(model, folder);
    }

    /// The first layer.
    GeneratedBlob weights() {
        return model.layers().getFirst().blob();
    }

    /// The same blobs as an image for containers, under a tag of its own: for clients that know no models.
    GeneratedModel image() {
        var image = GeneratedModel.named(model.name(), model.tag() + IMAGE);
        model.layers().forEach(layer -> image.layer(IMAGE_LAYER, layer.blob()));
        return image.build();
    }

    /// Bytes of all blobs.
    long size() {
        return model.blobs().values().stream().mapToLong(GeneratedBlob::size).sum();
    }

    /// The file of a blob.
    Path file(GeneratedBlob blob) {
        return folder.resolve(blob.hex());
    }

    /// What a client may leave in its folder at least: the weights, whole.
    boolean isIn(Path out) throws IOException {
        try (var files = Files.walk(out)) {
            long bytes = 0;
            for (var file : files.filter(Files::isRegularFile).toList()) {
                bytes += Files.size(file);
            }
            return bytes >= weights().size();
        }
    }
}

package dev.tug.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tug.lab.GeneratedModel;
import dev.tug.model.ModelName;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Comparator;
import java.util.HexFormat;

/// Where Ollama looks for a model's files, and what it wants to find there.
final class PulledModel {
    private PulledModel() {}

    /// Asserts that `models` holds `model` under `name`: every blob and the manifest, byte for byte,
    /// and nothing half done.
    static void assertStored(Path models, ModelName name, GeneratedModel model) throws Exception {
        assertThat(manifest(models, name)).hasBinaryContent(model.manifestBytes());
        for (var digest : model.blobs().keySet()) {
            assertThat(digestOf(blob(models, digest))).isEqualTo(digest);
        }
        try (var files = Files.list(models.resolve("blobs"))) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrderElementsOf(
                            model.blobs().keySet().stream()
                                    .map(digest -> digest.replace(':', '-'))
                                    .toList());
        }
    }

    /// Asserts that whatever lies in `models` under a final name is complete: what Ollama sees of a
    /// pull that was cut short.
    static void assertNothingHalfDone(Path models, ModelName name, GeneratedModel model)
            throws Exception {
        if (Files.exists(manifest(models, name))) {
            assertStored(models, name, model);
            return;
        }
        for (var digest : model.blobs().keySet()) {
            var file = blob(models, digest);
            if (Files.exists(file)) {
                assertThat(digestOf(file)).isEqualTo(digest);
            }
        }
    }

    /// Deletes a store.
    static void delete(Path models) throws IOException {
        try (var files = Files.walk(models)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    static Path blob(Path models, String digest) {
        return models.resolve("blobs").resolve(digest.replace(':', '-'));
    }

    static Path manifest(Path models, ModelName name) {
        return models.resolve("manifests")
                .resolve(name.host())
                .resolve(name.namespace())
                .resolve(name.model())
                .resolve(name.tag());
    }

    private static String digestOf(Path file) throws IOException, GeneralSecurityException {
        var hash = MessageDigest.getInstance("SHA-256");
        try (var in = new DigestInputStream(Files.newInputStream(file), hash)) {
            in.transferTo(OutputStream.nullOutputStream());
        }
        return "sha256:" + HexFormat.of().formatHex(hash.digest());
    }
}

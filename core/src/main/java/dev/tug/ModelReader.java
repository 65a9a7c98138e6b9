package dev.tug;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.jr.ob.JSON;

import dev.tug.blob.Descriptor;
import dev.tug.failure.PullFailure;
import dev.tug.internal.gguf.GgufException;
import dev.tug.internal.gguf.GgufHeader;
import dev.tug.internal.registry.ManifestParser;
import dev.tug.internal.registry.ParsedManifest;
import dev.tug.internal.store.ModelStore;
import dev.tug.internal.store.StoredModel;
import dev.tug.model.Manifest;

import java.io.IOException;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Reads what a stored model is made of; a layer that is missing or odd is shown as not there.
final class ModelReader {
    /// Templates, licences and parameters are texts of some kilobytes.
    private static final long TEXT_BYTES_MAX = 4 << 20;

    /// The layers' types are Ollama's.
    private static final String TYPE = "application/vnd.ollama.image.";

    private final ModelStore store;

    ModelReader(ModelStore store) {
        this.store = store;
    }

    /// The manifest of `model`.
    ///
    /// @throws PullException if it is not one that a registry could serve
    Manifest manifest(StoredModel model) throws PullException {
        var parsed = new ManifestParser("").parse(model.content(), "", Optional.empty());
        return switch (parsed) {
            case ParsedManifest.Chosen(var manifest) -> manifest;
            case ParsedManifest.Index _ -> throw bad(model, "is an index");
            case ParsedManifest.Bad(var reason) -> throw bad(model, reason);
        };
    }

    private PullException bad(StoredModel model, String reason) {
        return new PullException(
                new PullFailure.BadManifest(
                        store.root().toString(), model.name().shortest() + " " + reason),
                null);
    }

    /// All that is known of `model`.
    Models.Details read(StoredModel model) throws PullException {
        var manifest = manifest(model);
        return new Models.Details(
                StoredModels.entry(model),
                manifest,
                json(Optional.of(manifest.config())),
                json(last(manifest, "params")),
                last(manifest, "template").or(() -> last(manifest, "prompt")).flatMap(this::text),
                last(manifest, "system").flatMap(this::text),
                layers(manifest, "license").stream()
                        .flatMap(layer -> text(layer).stream())
                        .toList(),
                last(manifest, "model").map(this::gguf).orElse(Map.of()));
    }

    private static List<Descriptor> layers(Manifest manifest, String kind) {
        return manifest.layers().stream()
                .filter(layer -> layer.mediaType().equals(TYPE + kind))
                .toList();
    }

    /// Of several layers of one kind the last counts, as in Ollama.
    private static Optional<Descriptor> last(Manifest manifest, String kind) {
        var layers = layers(manifest, kind);
        return layers.isEmpty() ? Optional.empty() : Optional.of(layers.getLast());
    }

    private Optional<String> text(Descriptor layer) {
        var path = store.blobPath(layer.digest());
        try {
            if (!Files.isRegularFile(path) || Files.size(path) > TEXT_BYTES_MAX) {
                return Optional.empty();
            }
            return Optional.of(new String(Files.readAllBytes(path), UTF_8));
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    private Map<String, Object> json(Optional<Descriptor> layer) {
        try {
            var text = layer.flatMap(this::text);
            return Optional.ofNullable(text.isEmpty() ? null : JSON.std.mapFrom(text.get()))
                    .orElse(Map.of());
        } catch (IOException _) {
            return Map.of();
        }
    }

    private Map<String, String> gguf(Descriptor weights) {
        var facts = new LinkedHashMap<String, String>();
        try (var channel = Files.newByteChannel(store.blobPath(weights.digest()))) {
            var header = GgufHeader.read(channel);
            header.architecture().ifPresent(value -> facts.put("architecture", value));
            header.name().ifPresent(value -> facts.put("name", value));
            header.parameters().ifPresent(value -> facts.put("parameters", value));
            header.quantisation().ifPresent(value -> facts.put("quantization", value));
            header.contextLength().ifPresent(n -> facts.put("context length", "" + n));
            header.embeddingLength().ifPresent(n -> facts.put("embedding length", "" + n));
            header.blockCount().ifPresent(n -> facts.put("blocks", "" + n));
            facts.put("tensors", "" + header.tensors());
            header.licence().ifPresent(value -> facts.put("licence", value));
        } catch (IOException | GgufException _) {
            return Map.of();
        }
        return facts;
    }
}

package dev.tug.lab;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// A model that exists only as its recipe: a name, a Docker v2 manifest, a config and layers.
///
/// Immutable and safe for use by many threads; digests are computed when first asked for.
public final class GeneratedModel {
    /// Media type of weights.
    public static final String MODEL = "application/vnd.ollama.image.model";

    /// Media type of a prompt template.
    public static final String TEMPLATE = "application/vnd.ollama.image.template";

    /// Media type of the manifest.
    public static final String MANIFEST = "application/vnd.docker.distribution.manifest.v2+json";

    private static final String CONFIG = "application/vnd.docker.container.image.v1+json";

    private final String name;
    private final String tag;
    private final List<Layer> layers;

    private GeneratedModel(String name, String tag, List<Layer> layers) {
        this.name = name;
        this.tag = tag;
        this.layers = layers;
    }

    /// One entry of a manifest.
    ///
    /// @param mediaType what the bytes are
    /// @param blob the bytes
    public record Layer(String mediaType, GeneratedBlob blob) {
        private String json() {
            return "{\"mediaType\":\"%s\",\"digest\":\"%s\",\"size\":%d}"
                    .formatted(mediaType, blob.digest(), blob.size());
        }
    }

    /// Starts a model without layers.
    ///
    /// @param name namespace and model, such as `library/demo`
    /// @param tag such as `latest`
    public static Builder named(String name, String tag) {
        return new Builder(name, tag);
    }

    /// A model of one GGUF layer of `size` bytes, a template and a licence.
    public static GeneratedModel simple(long seed, long size) {
        return named("library/demo", "latest")
                .layer(MODEL, GeneratedBlob.gguf(seed, size))
                .layer(TEMPLATE, "{{ .Prompt }}".getBytes(UTF_8))
                .layer("application/vnd.ollama.image.license", "Lab licence\n".getBytes(UTF_8))
                .build();
    }

    /// Namespace and model, such as `library/demo`.
    public String name() {
        return name;
    }

    /// The tag, such as `latest`.
    public String tag() {
        return tag;
    }

    /// The layers in manifest order.
    public List<Layer> layers() {
        return layers;
    }

    /// The config blob that the manifest names.
    public GeneratedBlob config() {
        var diffs =
                layers.stream()
                        .map(layer -> '"' + layer.blob().digest() + '"')
                        .collect(Collectors.joining(","));
        var json =
                "{\"model_format\":\"gguf\",\"model_family\":\"llama\",\"model_families\":[\"llama\"],"
                        + "\"model_type\":\"1.2B\",\"file_type\":\"Q4_K_M\",\"architecture\":\"amd64\","
                        + "\"os\":\"linux\",\"rootfs\":{\"type\":\"layers\",\"diff_ids\":["
                        + diffs
                        + "]}}";
        return GeneratedBlob.of(json.getBytes(UTF_8));
    }

    /// All blobs of the model by digest: layers, then the config.
    public Map<String, GeneratedBlob> blobs() {
        var blobs = new LinkedHashMap<String, GeneratedBlob>();
        layers.forEach(layer -> blobs.put(layer.blob().digest(), layer.blob()));
        var config = config();
        blobs.put(config.digest(), config);
        return blobs;
    }

    /// The manifest as a registry sends it.
    public byte[] manifestBytes() {
        var entries = layers.stream().map(Layer::json).collect(Collectors.joining(","));
        var json =
                "{\"schemaVersion\":2,\"mediaType\":\"%s\",\"config\":%s,\"layers\":[%s]}"
                        .formatted(MANIFEST, new Layer(CONFIG, config()).json(), entries);
        return json.getBytes(UTF_8);
    }

    /// The digest of [#manifestBytes()].
    public String manifestDigest() {
        return GeneratedBlob.of(manifestBytes()).digest();
    }

    /// Collects the layers of a model; for use by one thread.
    public static final class Builder {
        private final String name;
        private final String tag;
        private final List<Layer> layers = new ArrayList<>();

        private Builder(String name, String tag) {
            this.name = name;
            this.tag = tag;
        }

        /// Adds a layer.
        public Builder layer(String mediaType, GeneratedBlob blob) {
            layers.add(new Layer(mediaType, blob));
            return this;
        }

        /// Adds a layer of exactly `bytes`.
        public Builder layer(String mediaType, byte[] bytes) {
            return layer(mediaType, GeneratedBlob.of(bytes));
        }

        /// The model.
        public GeneratedModel build() {
            return new GeneratedModel(name, tag, List.copyOf(layers));
        }
    }
}

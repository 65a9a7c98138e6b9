package dev.tug.internal.registry;

import dev.tug.blob.Descriptor;
import dev.tug.blob.Digest;
import dev.tug.internal.page.Printable;
import dev.tug.internal.page.Sight;
import dev.tug.model.Manifest;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;

/// Reads Docker v2 and OCI manifests and indexes, and believes nothing that does not add up.
public final class ManifestParser {
    /// What the distribution specification makes every registry accept; also OCI's own client limit.
    static final int BYTES_MAX = 4 << 20;

    /// Models of tensors have thousands of layers; 4 MiB hold about 30 000.
    static final int LAYERS_MAX = 100_000;

    /// The largest sum of sizes: sums of sizes and offsets then stay within 64 bits.
    static final long TOTAL_MAX = 1L << 62;

    private static final int SCHEMA = 2;

    private final IndexChoice choice;

    /// A parser that takes from an index what suits `architecture`, in OCI's words: `amd64`, `arm64`.
    public ManifestParser(String architecture) {
        this.choice = new IndexChoice(architecture);
    }

    /// Reads an answer's body.
    ///
    /// @param contentType as the answer declares it, empty if it does not
    /// @param digest that the bytes must have, if any is known
    public ParsedManifest parse(byte[] bytes, String contentType, Optional<Digest> digest) {
        if (bytes.length > BYTES_MAX) {
            return new ParsedManifest.Bad("is longer than " + BYTES_MAX + " bytes");
        }
        if (Sight.isHtml(contentType) || Sight.isHtml(bytes)) {
            return new ParsedManifest.Bad("is an HTML page");
        }
        if (digest.isPresent() && !digest.get().equals(Digest.of(bytes))) {
            return new ParsedManifest.Bad(
                    "has the digest " + Digest.of(bytes) + ", not " + digest.get());
        }
        try {
            return read(bytes, Json.read(bytes), MediaTypes.bare(contentType));
        } catch (Json.Malformed e) {
            return new ParsedManifest.Bad(String.valueOf(e.getMessage()));
        }
    }

    private ParsedManifest read(byte[] bytes, Json json, String served) throws Json.Malformed {
        var schema = json.integer("schemaVersion");
        if (schema.isEmpty() || schema.get() != SCHEMA) {
            throw new Json.Malformed(
                    "has schema version " + schema.map(String::valueOf).orElse("none") + ", not 2");
        }
        var type = json.string("mediaType").filter(text -> !text.isEmpty());
        var shape = shape(json, type.orElse(served));
        if (type.isPresent() && !type.get().equals(shape)) {
            throw new Json.Malformed("is of the type " + Printable.of(type.get()));
        }
        return MediaTypes.isIndex(shape)
                ? choice.of(entries(json))
                : new ParsedManifest.Chosen(manifest(bytes, json, shape));
    }

    /// The declared or served type if it is one of ours, else what the members look like: many
    /// registries serve OCI manifests, which need not name their type, as plain JSON.
    private static String shape(Json json, String type) {
        if (MediaTypes.isIndex(type) || MediaTypes.isManifest(type)) {
            return type;
        }
        return json.names().contains("manifests") && !json.names().contains("layers")
                ? MediaTypes.OCI_INDEX
                : MediaTypes.OCI_MANIFEST;
    }

    private static Manifest manifest(byte[] bytes, Json json, String type) throws Json.Malformed {
        var config =
                descriptor(
                        json.object("config")
                                .orElseThrow(() -> new Json.Malformed("names no config")),
                        "config");
        var items = json.objects("layers").orElseThrow(() -> new Json.Malformed("lists no layers"));
        if (items.isEmpty() || items.size() > LAYERS_MAX) {
            throw new Json.Malformed("lists " + items.size() + " layers");
        }
        var layers = new ArrayList<Descriptor>(items.size());
        for (var i = 0; i < items.size(); i++) {
            layers.add(descriptor(items.get(i), "layer " + i));
        }
        checkSizes(config, layers);
        return new Manifest(bytes, type, config, layers);
    }

    private static Descriptor descriptor(Json json, String what) throws Json.Malformed {
        var digest =
                json.string("digest")
                        .flatMap(Digest::parse)
                        .orElseThrow(() -> new Json.Malformed("gives no SHA-256 for " + what));
        var size =
                json.integer("size")
                        .filter(number -> number >= 0)
                        .orElseThrow(() -> new Json.Malformed("gives no sound size for " + what));
        return new Descriptor(json.string("mediaType").orElse(""), digest, size);
    }

    private static void checkSizes(Descriptor config, List<Descriptor> layers)
            throws Json.Malformed {
        var sizes = new HashMap<Digest, Long>();
        sizes.put(config.digest(), config.size());
        var total = config.size();
        for (var layer : layers) {
            var other = sizes.putIfAbsent(layer.digest(), layer.size());
            if (other != null && other != layer.size()) {
                throw new Json.Malformed("gives two sizes for blob " + layer.digest().shortForm());
            }
            if (total > TOTAL_MAX - layer.size()) {
                throw new Json.Malformed("adds up to more than 2^62 bytes");
            }
            total += layer.size();
        }
    }

    private static List<IndexChoice.Entry> entries(Json json) throws Json.Malformed {
        var items =
                json.objects("manifests")
                        .orElseThrow(() -> new Json.Malformed("lists no manifests"));
        var entries = new ArrayList<IndexChoice.Entry>(items.size());
        for (var i = 0; i < items.size(); i++) {
            var platform = items.get(i).object("platform");
            entries.add(
                    new IndexChoice.Entry(
                            descriptor(items.get(i), "manifest " + i),
                            platform.flatMap(it -> it.string("os")).orElse(""),
                            platform.flatMap(it -> it.string("architecture")).orElse("")));
        }
        return entries;
    }
}

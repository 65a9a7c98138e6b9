package dev.tug.internal.registry;

import dev.tug.blob.Descriptor;
import dev.tug.model.Manifest;

/// What a registry's answer to a question for a manifest turned out to be.
public sealed interface ParsedManifest {
    /// The manifest of a model.
    record Chosen(Manifest manifest) implements ParsedManifest {}

    /// A list of manifests, of which this one suits this machine.
    record Index(Descriptor entry) implements ParsedManifest {}

    /// Nothing that can be pulled.
    ///
    /// @param reason goes on after "it": `is an HTML page`
    record Bad(String reason) implements ParsedManifest {}
}

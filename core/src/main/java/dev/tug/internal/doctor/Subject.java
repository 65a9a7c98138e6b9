package dev.tug.internal.doctor;

import dev.tug.internal.registry.Reference;
import dev.tug.internal.registry.Repository;

import java.net.URI;
import java.util.Optional;

/// What is examined, in the words of registries.
///
/// @param words the model's name, or the registry's
/// @param base of the registry: scheme, host and port
/// @param model empty to look at the registry alone
public record Subject(String words, URI base, Optional<Model> model) {
    /// A model there.
    public record Model(Repository repository, Reference reference) {}
}

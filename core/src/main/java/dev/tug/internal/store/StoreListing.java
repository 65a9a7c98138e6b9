package dev.tug.internal.store;

import dev.tug.blob.Digest;
import dev.tug.model.ModelName;

import java.util.List;
import java.util.Set;
import java.util.function.Function;

/// The models of a store, in order of their names, and what else lies among their manifests.
public record StoreListing(List<StoredModel> models, List<StoreProblem> problems) {
    public StoreListing {
        models = List.copyOf(models);
        problems = List.copyOf(problems);
    }

    /// The blobs of the model of that name; empty if there is none.
    Set<Digest> digestsOf(ModelName name) {
        return models.stream()
                .filter(model -> model.name().equals(name))
                .findFirst()
                .map(StoredModel::digests)
                .orElse(Set.of());
    }

    /// The name spelt as the store spells it, each part for itself, as Ollama does.
    ///
    /// Parts that the store spells just so stay as they are; among other spellings the first in
    /// order is taken.
    ModelName spelled(ModelName name) {
        return name.spelt(
                spelling(name, ModelName::host),
                spelling(name, ModelName::namespace),
                spelling(name, ModelName::model),
                spelling(name, ModelName::tag));
    }

    private String spelling(ModelName name, Function<ModelName, String> part) {
        var asked = part.apply(name);
        var spellings =
                models.stream()
                        .map(StoredModel::name)
                        .map(part)
                        .filter(asked::equalsIgnoreCase)
                        .toList();
        return spellings.isEmpty() || spellings.contains(asked) ? asked : spellings.getFirst();
    }
}

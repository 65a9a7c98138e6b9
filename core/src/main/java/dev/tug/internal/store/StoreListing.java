package dev.tug.internal.store;

import java.util.List;

/// The models of a store, in order of their names, and what else lies among their manifests.
public record StoreListing(List<StoredModel> models, List<StoreProblem> problems) {
    public StoreListing {
        models = List.copyOf(models);
        problems = List.copyOf(problems);
    }
}

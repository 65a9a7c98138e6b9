package dev.tug.cli;

import dev.tug.model.InvalidModelName;
import dev.tug.model.ModelName;
import dev.tug.model.RequestedName;

import java.util.ArrayList;
import java.util.List;

/// Model names as users type them.
final class Names {
    private Names() {}

    /// Reads a name to pull: with Ollama's `:local` and `:cloud`, and with a digest.
    ///
    /// @throws InvalidModelName if it is none
    /// @throws UsageException if it is to be local and in the cloud at once
    static ModelName toPull(String text) {
        try {
            return ModelName.parseReference(RequestedName.read(text).pullName());
        } catch (InvalidModelName e) {
            throw e;
        } catch (IllegalArgumentException e) {
            throw new UsageException(String.valueOf(e.getMessage()), "leave one of them out");
        }
    }

    /// Those of the names to pull that can be read.
    static List<ModelName> readable(List<String> texts) {
        var names = new ArrayList<ModelName>();
        for (var text : texts) {
            try {
                names.add(toPull(text));
            } catch (InvalidModelName | UsageException _) {
                // The pull of that name complains, and the others go on.
            }
        }
        return names;
    }

    /// Reads the name of a model in the store.
    ///
    /// @throws InvalidModelName if it is none
    static ModelName inStore(String text) {
        return ModelName.parseReference(text.strip());
    }
}

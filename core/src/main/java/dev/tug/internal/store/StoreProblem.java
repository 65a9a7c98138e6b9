package dev.tug.internal.store;

import dev.tug.model.ModelName;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/// Something in the store that cannot be read, and was left alone.
///
/// @param detail what is wrong, to be read after the path
/// @param model whose manifest it is, if it is one
/// @param isStray whether it is no part of a store, such as a file that a file manager left
public record StoreProblem(Path path, String detail, Optional<ModelName> model, boolean isStray) {
    static StoreProblem stray(Path path, String detail) {
        return new StoreProblem(path, detail, Optional.empty(), true);
    }

    /// What `cause` says of `path`; an [IOException] may be wrapped, as iterators do.
    static StoreProblem of(Path path, Exception cause) {
        return new StoreProblem(path, detail(cause), Optional.empty(), false);
    }

    static StoreProblem ofModel(ModelName model, Path path, IOException cause) {
        return new StoreProblem(path, detail(cause), Optional.of(model), false);
    }

    private static String detail(Exception cause) {
        return switch (cause) {
            case IOException e -> StoreFailure.detail(e);
            case StoreException e -> e.failure().summary();
            default ->
                    cause.getCause() instanceof IOException e
                            ? StoreFailure.detail(e)
                            : String.valueOf(cause.getMessage());
        };
    }

    @Override
    public String toString() {
        return path + " " + detail;
    }
}

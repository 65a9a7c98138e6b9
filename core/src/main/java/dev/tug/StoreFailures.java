package dev.tug;

import dev.tug.failure.PullFailure;
import dev.tug.internal.store.StoreFailure;

import java.io.IOException;
import java.nio.file.Path;

/// Says in the words of a pull what the store had to say.
final class StoreFailures {
    private StoreFailures() {}

    static PullException disk(Path path, IOException cause) {
        return new PullException(toPullFailure(StoreFailure.of(path, 0, cause)), cause);
    }

    static PullFailure toPullFailure(StoreFailure failure) {
        return switch (failure) {
            case StoreFailure.NoSpace(var path, var needed, var available) ->
                    new PullFailure.NoSpace(path, needed, available);
            case StoreFailure.NotWritable(var path, var owner, var detail) ->
                    new PullFailure.NotWritable(
                            path, owner.isEmpty() ? detail : "owned by " + owner + ": " + detail);
            case StoreFailure.Io(var path, var detail) -> new PullFailure.Disk(path, detail);
            case StoreFailure.Locked(var pid) -> new PullFailure.Busy("a blob", pid);
            case StoreFailure.WrongContent(var path, var detail) ->
                    new PullFailure.Disk(path, detail);
        };
    }
}

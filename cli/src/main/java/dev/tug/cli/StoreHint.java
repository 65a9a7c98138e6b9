package dev.tug.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;

/// What a user can do about a store that takes no model.
final class StoreHint {
    /// What stores have in them.
    private static final Set<String> WITHIN = Set.of("blobs", "manifests", ".tug");

    private StoreHint() {}

    /// @param needed bytes
    /// @param available bytes
    static String noSpace(Path path, long needed, long available) {
        return "free "
                + Human.bytes(Math.max(0, needed - available))
                + " more ("
                + Human.bytes(needed)
                + " needed, "
                + Human.bytes(available)
                + " free in "
                + path
                + "): `tug prune` removes leftovers, `tug rm MODEL` whole models; or put the store"
                + " elsewhere with OLLAMA_MODELS=DIR";
    }

    /// @param model as typed, for commands to copy
    static String notWritable(Path path, String model) {
        if (path.startsWith(ServiceStore.DIRECTORY)) {
            return "this store belongs to the Ollama service; either pull as its user:\n"
                    + "  "
                    + ServiceStore.asServiceUser("pull " + model)
                    + "\nor join its group and let the group write:\n"
                    + "  sudo usermod -aG ollama $USER\n"
                    + "  sudo chmod -R g+rwX "
                    + ServiceStore.DIRECTORY
                    + "\n  (log in again for the group to count)";
        }
        return remedy(store(path)) + "use another store: `--store DIR` or OLLAMA_MODELS=DIR";
    }

    /// The store that a path is of; no folder above it, which may be anybody's.
    private static Path store(Path path) {
        var name = path.getFileName();
        var above = path.getParent();
        return name != null && above != null && WITHIN.contains(name.toString())
                ? store(above)
                : path;
    }

    /// Commands are for stores alone: of a system's folder nobody should become the owner.
    private static String remedy(Path store) {
        if (!Files.exists(store)) {
            return "make it and make it yours with `sudo mkdir -p %s && sudo chown $USER %s`, or "
                    .formatted(store, store);
        }
        boolean isStore =
                Files.isDirectory(store.resolve("blobs"))
                        && Files.isDirectory(store.resolve("manifests"));
        return isStore
                ? "make it yours with `sudo chown -R $USER " + store + "`, or "
                : "ask who it belongs to, or ";
    }

    static String disk(Path path) {
        return "check the disk of "
                + path
                + " (dmesg, free space, mount options), or pull elsewhere with `--store DIR`";
    }
}

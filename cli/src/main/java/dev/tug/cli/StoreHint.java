package dev.tug.cli;

import java.nio.file.Path;

/// What a user can do about a store that takes no model.
final class StoreHint {
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
        return "make it yours with `sudo chown -R $USER "
                + path
                + "`, or use another store: `--store DIR` or OLLAMA_MODELS=DIR";
    }

    static String disk(Path path) {
        return "check the disk of "
                + path
                + " (dmesg, free space, mount options), or pull elsewhere with `--store DIR`";
    }
}

package dev.tug.internal.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// What tells one start of this machine from the next.
final class BootId {
    private static final Path LINUX = Path.of("/proc/sys/kernel/random/boot_id");

    private BootId() {}

    /// The kernel's own identifier; empty where there is none, as on macOS and Windows.
    static String read() {
        try {
            return Files.readString(LINUX).strip();
        } catch (IOException e) {
            return "";
        }
    }
}

package dev.tug.internal.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A second process that takes a lock, for [BlobLockTest].
final class OtherProcess {
    private OtherProcess() {}

    /// `try` and `hold` a lock once, or `contend` for it until standard input ends, and
    /// until it was had once.
    public static void main(String[] args) throws IOException {
        var file = Path.of(args[1]);
        switch (args[0]) {
            case "try" -> System.out.println(attempt(file));
            case "hold" -> {
                System.out.println(attempt(file));
                var _ = System.in.read();
            }
            case "contend" -> {
                System.out.println("ready");
                System.out.println("acquired " + contend(file));
            }
            default -> throw new IllegalArgumentException(args[0]);
        }
    }

    private static String attempt(Path file) throws IOException {
        return switch (BlobLock.tryAcquire(file, "m")) {
            case BlobLock.Outcome.Acquired _ -> "acquired";
            case BlobLock.Outcome.Held(var pid) -> "held by " + pid;
        };
    }

    private static int contend(Path file) throws IOException {
        var witness = file.resolveSibling("witness");
        var acquisitions = 0;
        while (isWanted() || acquisitions == 0) {
            if (BlobLock.tryAcquire(file, "m") instanceof BlobLock.Outcome.Acquired(var lock)) {
                Files.createFile(witness);
                Files.delete(witness);
                acquisitions++;
                lock.close();
            }
        }
        return acquisitions;
    }

    /// Whether standard input is still open; a pipe that was closed has a readable end.
    private static boolean isWanted() {
        return INPUT_WATCH.isAlive();
    }

    private static final Thread INPUT_WATCH =
            Thread.ofPlatform()
                    .daemon()
                    .start(() -> {
                        try {
                            var _ = System.in.read();
                        } catch (IOException e) {
                            // Just as good as the end.
                        }
                    });
}

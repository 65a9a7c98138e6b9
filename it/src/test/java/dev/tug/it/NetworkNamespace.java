package dev.tug.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;

/// A machine of a test's own, as far as its network goes; only root may make one.
///
/// Its name has this process's number in it, so that tests of several processes do not meet; what it
/// made it removes, and nothing else.
final class NetworkNamespace implements AutoCloseable {
    private static final AtomicInteger NUMBER = new AtomicInteger();
    private static final Path NAMESPACES = Path.of("/run/netns");

    /// What `ip netns exec` shows in place of the files of `/etc`.
    private static final Path FILES = Path.of("/etc/netns");

    private final String name;

    private NetworkNamespace(String name) {
        this.name = name;
    }

    /// Makes one whose loopback is up.
    ///
    /// @param hosts lines of its `/etc/hosts`
    static NetworkNamespace create(String role, String hosts) throws Exception {
        var namespace =
                new NetworkNamespace(
                        "tug-%d-%d-%s"
                                .formatted(
                                        ProcessHandle.current().pid(),
                                        NUMBER.incrementAndGet(),
                                        role));
        var made = Outcome.of(Program.IP.path(), "netns", "add", namespace.name);
        if (made.exit() != 0) {
            Program.lacking(
                    "needs root to make a network namespace: sudo ./mvnw verify; " + made.text());
        }
        try {
            var files = Files.createDirectories(FILES.resolve(namespace.name));
            Files.writeString(files.resolve("hosts"), hosts);
            // Whatever is not in `hosts` does not exist, and is not waited for.
            Files.writeString(files.resolve("resolv.conf"), "nameserver 127.0.0.1\n");
            namespace.run(Program.IP.path(), "link", "set", "lo", "up");
            return namespace;
        } catch (Exception | AssertionError e) {
            namespace.close();
            throw e;
        }
    }

    String name() {
        return name;
    }

    /// Has commands that start from now on see `hosts` as their `/etc/hosts`.
    void hosts(String hosts) throws IOException {
        show("hosts", hosts);
    }

    /// Puts a file of its own in the place of one of `/etc`, for what is started from now on.
    void show(String file, String text) throws IOException {
        Files.writeString(FILES.resolve(name).resolve(file), text);
    }

    /// What to put before a command to have it run there.
    List<String> wrapper() {
        return List.of(Program.IP.path(), "netns", "exec", name);
    }

    /// Runs a command there to its end; what it wrote.
    ///
    /// @throws AssertionError if it fails
    String run(String... command) throws IOException, InterruptedException {
        var outcome = outcome(command);
        if (outcome.exit() != 0) {
            throw new AssertionError(Arrays.toString(command) + ": " + outcome.text());
        }
        return outcome.text();
    }

    /// Runs a command there that asks for something which not every kernel can do.
    void runIfAble(String... command) throws IOException, InterruptedException {
        var outcome = outcome(command);
        if (outcome.exit() != 0) {
            Program.lacking(
                    "needs a kernel that does `%s`: %s"
                            .formatted(String.join(" ", command), outcome.text()));
        }
    }

    private Outcome outcome(String... command) throws IOException, InterruptedException {
        var words = new ArrayList<>(wrapper());
        words.addAll(List.of(command));
        return Outcome.of(words.toArray(String[]::new));
    }

    /// Does `work` on a thread there: sockets that it opens, and threads that it starts, are there
    /// too.
    <T> T inside(Callable<T> work) throws Exception {
        var task =
                new FutureTask<>(() -> {
                    ThreadNamespace.enter(NAMESPACES.resolve(name));
                    return work.call();
                });
        Thread.ofPlatform().daemon().name(name).start(task);
        try {
            return task.get();
        } catch (ExecutionException e) {
            throw new IOException("failed in " + name, e.getCause());
        }
    }

    /// Removes it, with the links that end in it.
    @Override
    public void close() {
        try {
            var _ = Outcome.of(Program.IP.path(), "netns", "delete", name);
            for (var file : List.of("hosts", "resolv.conf", "passwd", "shadow", "")) {
                Files.deleteIfExists(FILES.resolve(name).resolve(file));
            }
        } catch (IOException e) {
            throw new AssertionError("cannot remove " + name, e);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private record Outcome(int exit, String text) {
        static Outcome of(String... command) throws IOException, InterruptedException {
            var process = new ProcessBuilder(command).redirectErrorStream(true).start();
            try (var out = process.inputReader()) {
                var text = out.readAllAsString().strip();
                return new Outcome(process.waitFor(), text);
            }
        }
    }
}

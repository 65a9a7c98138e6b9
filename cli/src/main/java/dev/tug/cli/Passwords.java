package dev.tug.cli;

import dev.tug.TugConfig;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// Reads a password from where other users of the machine cannot see it: never from an argument.
final class Passwords {
    private static final int BYTES_MAX = 64 * 1024;

    private final InputStream stdin;

    Passwords(InputStream stdin) {
        this.stdin = stdin;
    }

    /// The login that the options describe; empty if they name no user.
    ///
    /// @throws UsageException if they contradict each other or the password cannot be read
    Optional<TugConfig.Login> login(Optional<String> user, Optional<Path> file, boolean fromStdin) {
        var hint = "give --user NAME and one of --password-file FILE, --password-stdin";
        if (user.isEmpty()) {
            if (file.isPresent() || fromStdin) {
                throw new UsageException("a password without --user", hint);
            }
            return Optional.empty();
        }
        if (file.isPresent() == fromStdin) {
            throw new UsageException("--user wants a password from one place", hint);
        }
        return Optional.of(
                new TugConfig.Login(
                        user.get(),
                        file.map(it -> read(it, "--password-file")).orElseGet(this::read)));
    }

    /// The first line of a file.
    ///
    /// @param option who named it
    /// @throws UsageException if it cannot be read
    static String read(Path file, String option) {
        try (var in = Files.newInputStream(file)) {
            return firstLine(in);
        } catch (IOException e) {
            throw new UsageException(
                    option + ": cannot read " + file, "name a file that you may read");
        }
    }

    private String read() {
        try {
            return firstLine(stdin);
        } catch (IOException e) {
            throw new UsageException("--password-stdin: cannot read", "try: tug pull ... < FILE");
        }
    }

    private static String firstLine(InputStream in) throws IOException {
        var text = new String(in.readNBytes(BYTES_MAX), StandardCharsets.UTF_8);
        return text.lines().findFirst().orElse("");
    }
}

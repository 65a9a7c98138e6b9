package dev.tug.internal.tls;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// Reads authorities from PEM files and from directories of them, hashed by OpenSSL or not.
///
/// Each place costs one warning at most, however much of it is unfit; the rest of it counts.
final class AuthorityFiles {
    /// All of the world's public authorities are a fifth of a megabyte.
    private static final int BYTES_MAX = 16 << 20;

    /// A directory of the system has a few hundred.
    private static final int FILES_MAX = 10_000;

    private final Consumer<String> warnings;

    /// Blocks that were read before, of all places; guarded by `this`.
    private final Set<String> known = new HashSet<>();

    AuthorityFiles(Consumer<String> warnings) {
        this.warnings = warnings;
    }

    /// The authorities of a file or directory that somebody named.
    List<X509Certificate> named(Path place) {
        return read(place, true);
    }

    /// The authorities of a place where a system may have some, or nothing at all.
    List<X509Certificate> usual(Path place) {
        return Files.isReadable(place) ? read(place, false) : List.of();
    }

    private synchronized List<X509Certificate> read(Path place, boolean isNamed) {
        var found = new ArrayList<X509Certificate>();
        try {
            int broken = read(place, found);
            if (broken > 0) {
                warnings.accept(
                        "%s: %d of its certificates cannot be read; the others count"
                                .formatted(place, broken));
            } else if (isNamed && found.isEmpty()) {
                lacking(place).ifPresent(warnings);
            }
        } catch (IOException | UncheckedIOException e) {
            warnings.accept("cannot read certificates from " + place + ": " + reason(e));
        }
        return found;
    }

    /// Why a place adds nothing; empty if other places have all of it too.
    private static Optional<String> lacking(Path place) throws IOException {
        var form = Optional.<FileForm>empty();
        boolean isLimited = false;
        for (var file : Files.isDirectory(place) ? files(place) : List.of(place)) {
            var reading = Certificates.read(bytes(file));
            if (!reading.good().isEmpty()) {
                return Optional.empty();
            }
            isLimited |= reading.isLimited();
            form = form.or(reading::form);
        }
        return Optional.of(
                isLimited
                        ? place + ": none of its certificates is trusted for servers"
                        : "no certificate in "
                                + place
                                + form.map(it -> ": it is " + it.words()).orElse(""));
    }

    /// The certificates that a place says must not be trusted, wherever else they are found. Quick where
    /// there are none.
    ///
    /// @param seen files that were looked at before, to which it adds: a hashed directory names each
    ///     thrice
    static List<X509Certificate> rejected(Path place, Set<Object> seen) {
        try {
            var found = new ArrayList<X509Certificate>();
            for (var file : Files.isDirectory(place) ? entries(place) : List.of(place)) {
                found.addAll(rejectedBy(file, seen));
            }
            return found;
        } catch (IOException | UncheckedIOException _) {
            return List.of();
        }
    }

    private static List<X509Certificate> rejectedBy(Path file, Set<Object> seen) {
        try {
            var attributes = Files.readAttributes(file, BasicFileAttributes.class);
            var key = Objects.requireNonNullElse(attributes.fileKey(), file);
            return attributes.isRegularFile() && seen.add(key)
                    ? Certificates.rejected(bytes(file))
                    : List.of();
        } catch (IOException _) {
            // Whoever reads its authorities is told.
            return List.of();
        }
    }

    /// Adds to `found`; how many were broken.
    private int read(Path place, List<X509Certificate> found) throws IOException {
        int broken = 0;
        for (var file : Files.isDirectory(place) ? files(place) : List.of(place)) {
            try {
                var reading = Certificates.read(bytes(file), known);
                found.addAll(reading.good());
                broken += reading.broken();
            } catch (IOException e) {
                if (file.equals(place)) {
                    throw e;
                }
                broken++;
            }
        }
        return broken;
    }

    /// What lies in a directory itself; a link to nowhere is no certificate.
    private static List<Path> files(Path directory) throws IOException {
        return entries(directory).stream().filter(Files::isRegularFile).toList();
    }

    private static List<Path> entries(Path directory) throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.limit(FILES_MAX).sorted().toList();
        }
    }

    /// A pipe may never end, and what is behind it can be read once only.
    private static byte[] bytes(Path file) throws IOException {
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            throw new IOException("it is no regular file");
        }
        try (var in = Files.newInputStream(file)) {
            var bytes = in.readNBytes(BYTES_MAX + 1);
            if (bytes.length > BYTES_MAX) {
                throw new IOException("larger than 16 MB");
            }
            return bytes;
        }
    }

    private static String reason(Exception e) {
        return switch (e) {
            case NoSuchFileException _ -> "there is nothing";
            case FileSystemException refused when refused.getReason() != null ->
                    refused.getReason();
            default -> String.valueOf(e.getMessage());
        };
    }
}

package dev.tug.internal.store;

import dev.tug.blob.Digest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/// The directory `manifests-v2` of an Ollama to come, of which only the plan is known.
///
/// Whatever looks like a digest in it, in names and in content, is taken as a reference; and so on in
/// the blobs referred to, as long as they are small enough to be manifests, since those may be blobs
/// there.
final class NewerManifests {
    private static final Pattern DIGEST =
            Pattern.compile("sha256[:-][0-9a-f]{64}", Pattern.CASE_INSENSITIVE);

    private final Path directory;
    private final Path blobs;

    NewerManifests(Path directory, Path blobs) {
        this.directory = directory;
        this.blobs = blobs;
    }

    /// Adds what is mentioned to `digests`, and what cannot be read to `problems`.
    void collect(Set<Digest> digests, List<StoreProblem> problems) {
        if (!Files.isDirectory(directory)) {
            return;
        }
        var mentioned = new HashSet<Digest>();
        try (var files = Files.walk(directory)) {
            for (var file : (Iterable<Path>) files::iterator) {
                take(file.getFileName().toString(), mentioned);
                if (Files.isSymbolicLink(file)) {
                    take(Files.readSymbolicLink(file).toString(), mentioned);
                } else if (Files.isRegularFile(file)) {
                    take(text(file), mentioned);
                }
            }
        } catch (IOException | UncheckedIOException e) {
            problems.add(StoreProblem.of(directory, e));
        }
        var open = new ArrayDeque<>(mentioned);
        while (!open.isEmpty()) {
            var digest = open.remove();
            if (digests.add(digest)) {
                open.addAll(mentionedIn(blobs.resolve(digest.fileName()), problems));
            }
        }
    }

    private static Set<Digest> mentionedIn(Path blob, List<StoreProblem> problems) {
        var mentioned = new HashSet<Digest>();
        try {
            if (Files.isRegularFile(blob) && Files.size(blob) <= Manifest.LENGTH_MAX) {
                take(text(blob), mentioned);
            }
        } catch (IOException e) {
            problems.add(StoreProblem.of(blob, e));
        }
        return mentioned;
    }

    private static String text(Path file) throws IOException {
        try (var in = Files.newInputStream(file)) {
            var bytes = in.readNBytes(Manifest.LENGTH_MAX + 1);
            if (bytes.length > Manifest.LENGTH_MAX) {
                throw new IOException(file + " is too long for a manifest");
            }
            return new String(bytes, StandardCharsets.ISO_8859_1);
        }
    }

    private static void take(String text, Set<Digest> digests) {
        var matcher = DIGEST.matcher(text);
        while (matcher.find()) {
            Manifest.digest(matcher.group()).ifPresent(digests::add);
        }
    }
}

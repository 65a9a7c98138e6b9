package dev.tug.internal.store;

import dev.tug.blob.Descriptor;
import dev.tug.blob.Digest;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/// Takes over what an interrupted `ollama pull` left of a blob, so that no byte of it comes twice.
///
/// Ollama keeps the bytes in `<blob>-partial` and a line of JSON for each of its parts in
/// `<blob>-partial-<N>`. Its claims are trusted only if they make sense together, and never more than
/// that: the digest of the whole decides in the end. A full disk leaves some part files empty: these
/// parts count as not there. Whatever else does not make sense is left alone.
public final class OllamaPartials {
    /// A running Ollama writes more often than this.
    private static final Duration QUIET = Duration.ofSeconds(60);

    /// Ollama's smallest part is 100 MB, so this is 1 TB of blob.
    private static final int PARTS_MAX = 10_000;

    private static final String PARTIAL = "-partial";

    private final ModelStore store;

    public OllamaPartials(ModelStore store) {
        this.store = store;
    }

    /// What came of it.
    public sealed interface Outcome {
        /// Ollama left nothing of this blob.
        record Nothing() implements Outcome {}

        /// The bytes are staged, and this many of them count as there.
        record Taken(long bytes) implements Outcome {}

        /// There is something, and it stays where it is.
        record Left(String reason) implements Outcome {}
    }

    /// Takes over what Ollama has of `blob`; to be called before [StagedBlob#open].
    ///
    /// @throws StoreException with [StoreFailure.Locked] if a transfer of ours is at the blob
    public Outcome takeOver(Descriptor blob) throws StoreException {
        var data = data(blob.digest());
        if (!isBegun(blob.digest())) {
            return new Outcome.Nothing();
        }
        try {
            var parts = partFiles(blob.digest());
            if (!Files.exists(data, LinkOption.NOFOLLOW_LINKS) && parts.isEmpty()) {
                return new Outcome.Nothing();
            }
            store.staging().create();
            try (var _ = store.staging().lock(blob.digest())) {
                return takeOver(blob, data, parts);
            }
        } catch (IOException e) {
            throw StoreException.of(data, e);
        }
    }

    /// Bytes of `blob` that [#takeOver] would bring, as far as can be told without a lock; 0 if none.
    public long claimed(Descriptor blob) {
        if (!isBegun(blob.digest())) {
            return 0;
        }
        try {
            var verdict = examine(blob, data(blob.digest()), partFiles(blob.digest()));
            return present(verdict);
        } catch (IOException e) {
            return 0;
        }
    }

    /// Whether Ollama left anything of the blob, without a look through the whole directory: a model may
    /// have a thousand blobs, and the store as many more.
    private boolean isBegun(Digest digest) {
        var data = data(digest);
        var firstPart = data.resolveSibling(data.getFileName() + "-0");
        return Files.exists(data, LinkOption.NOFOLLOW_LINKS)
                || Files.exists(firstPart, LinkOption.NOFOLLOW_LINKS);
    }

    /// The blobs that Ollama began and left.
    Set<Digest> begun() throws IOException {
        var digests = new LinkedHashSet<Digest>();
        if (!Files.isDirectory(store.blobs())) {
            return digests;
        }
        try (var entries = Files.newDirectoryStream(store.blobs(), "sha256-*" + PARTIAL)) {
            for (var entry : entries) {
                var name = entry.getFileName().toString();
                var hex = name.substring("sha256-".length(), name.length() - PARTIAL.length());
                Digest.parse("sha256:" + hex).ifPresent(digests::add);
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        return digests;
    }

    /// What Ollama left of the blob; empty if nothing.
    Optional<Partial> partial(Digest digest) throws IOException {
        var data = data(digest);
        if (!Durable.isRegular(data)) {
            return Optional.empty();
        }
        try {
            var size = Files.size(data);
            var modified = Files.getLastModifiedTime(data).toInstant();
            var verdict = OllamaParts.read(partFiles(digest)).judge(size, size);
            return Optional.of(
                    new Partial(
                            digest,
                            Optional.empty(),
                            present(verdict),
                            size,
                            modified,
                            true,
                            isQuiet(modified) ? OptionalLong.empty() : OptionalLong.of(0)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /// All that Ollama keeps of the blob; the data last, which part files without it would belie.
    List<Path> files(Digest digest) throws IOException {
        var files = partFiles(digest);
        files.add(data(digest));
        return files;
    }

    private static long present(OllamaParts.Verdict verdict) {
        return verdict instanceof OllamaParts.Verdict.Sound(var present) ? present.total() : 0;
    }

    private boolean isQuiet(Instant modified) {
        return quiet(modified).compareTo(QUIET) >= 0;
    }

    private Duration quiet(Instant modified) {
        return Duration.between(modified, store.clock().instant());
    }

    private Outcome takeOver(Descriptor blob, Path data, List<Path> files) throws IOException {
        return switch (examine(blob, data, files)) {
            case OllamaParts.Verdict.Sound(var present) -> {
                move(blob, data, files, present);
                yield new Outcome.Taken(present.total());
            }
            case OllamaParts.Verdict.Unfit(var reason) -> new Outcome.Left(reason);
        };
    }

    private OllamaParts.Verdict examine(Descriptor blob, Path data, List<Path> files)
            throws IOException {
        var target = store.staging().part(blob.digest());
        if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
            return new OllamaParts.Verdict.Unfit("this blob is already staged");
        }
        if (!Durable.isRegular(data)) {
            return new OllamaParts.Verdict.Unfit("the data file is missing");
        }
        if (files.isEmpty()) {
            return new OllamaParts.Verdict.Unfit(OllamaParts.NO_PART);
        }
        var youngest = Files.getLastModifiedTime(data).toInstant();
        if (!isQuiet(youngest)) {
            return new OllamaParts.Verdict.Unfit(
                    "written %d s ago, so Ollama may be at it"
                            .formatted(quiet(youngest).toSeconds()));
        }
        return OllamaParts.read(files).judge(blob.size(), Files.size(data));
    }

    /// The bytes come to lie with their journal first; Ollama's part files are void without them.
    private void move(Descriptor blob, Path data, List<Path> files, RangeSet present)
            throws IOException {
        // Ollama forces nothing to the disk, and what follows says that it is there.
        Uninterrupted.run(() -> {
            try (var channel =
                    FileChannel.open(data, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS)) {
                channel.force(true);
            }
        });
        var staging = store.staging();
        var digest = blob.digest();
        Files.deleteIfExists(staging.journal(digest));
        try (var journal =
                Journal.open(
                        staging.journal(digest),
                        digest,
                        blob.size(),
                        blob.size(),
                        store.bootId())) {
            journal.durable(present);
        }
        Durable.move(data, staging.part(digest));
        for (var file : files) {
            Files.deleteIfExists(file);
        }
    }

    private Path data(Digest digest) {
        return store.blobs().resolve(digest.fileName() + PARTIAL);
    }

    private List<Path> partFiles(Digest digest) throws IOException {
        var files = new ArrayList<Path>();
        var directory = store.blobs();
        if (!Files.isDirectory(directory)) {
            return files;
        }
        var pattern = digest.fileName() + PARTIAL + "-*";
        try (var entries = Files.newDirectoryStream(directory, pattern)) {
            for (var entry : entries) {
                files.add(entry);
                if (files.size() > PARTS_MAX) {
                    throw new IOException("more than " + PARTS_MAX + " part files");
                }
            }
        } catch (DirectoryIteratorException e) {
            throw new IOException(e.getMessage(), e);
        }
        return files;
    }
}

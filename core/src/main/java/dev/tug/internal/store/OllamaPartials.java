package dev.tug.internal.store;

import com.fasterxml.jackson.jr.ob.JSON;

import dev.tug.blob.ByteRange;
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
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
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

    /// A part's line has some 100 bytes.
    private static final int LINE_MAX = 4_096;

    private static final String PARTIAL = "-partial";
    private static final String NO_PART = "there is no part file";

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
        try {
            var verdict = examine(blob, data(blob.digest()), partFiles(blob.digest()));
            return verdict instanceof Verdict.Sound(var parts) ? present(parts).total() : 0;
        } catch (IOException e) {
            return 0;
        }
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
            var verdict = compare(partFiles(digest), size, size);
            return Optional.of(
                    new Partial(
                            digest,
                            Optional.empty(),
                            verdict instanceof Verdict.Sound(var parts)
                                    ? present(parts).total()
                                    : 0,
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

    private boolean isQuiet(Instant modified) {
        return quiet(modified).compareTo(QUIET) >= 0;
    }

    private Duration quiet(Instant modified) {
        return Duration.between(modified, store.clock().instant());
    }

    /// What Ollama's claims are worth.
    private sealed interface Verdict {
        record Sound(List<Part> parts) implements Verdict {}

        record Unfit(String reason) implements Verdict {}
    }

    private Outcome takeOver(Descriptor blob, Path data, List<Path> files) throws IOException {
        return switch (examine(blob, data, files)) {
            case Verdict.Sound(var parts) -> new Outcome.Taken(move(blob, data, files, parts));
            case Verdict.Unfit(var reason) -> new Outcome.Left(reason);
        };
    }

    private Verdict examine(Descriptor blob, Path data, List<Path> files) throws IOException {
        var target = store.staging().part(blob.digest());
        if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
            return new Verdict.Unfit("this blob is already staged");
        }
        if (!Durable.isRegular(data)) {
            return new Verdict.Unfit("the data file is missing");
        }
        if (files.isEmpty()) {
            return new Verdict.Unfit(NO_PART);
        }
        var youngest = Files.getLastModifiedTime(data).toInstant();
        if (!isQuiet(youngest)) {
            return new Verdict.Unfit(
                    "written %d s ago, so Ollama may be at it"
                            .formatted(quiet(youngest).toSeconds()));
        }
        return compare(files, blob.size(), Files.size(data));
    }

    /// Whether part files and data make sense together.
    ///
    /// @param size of the blob
    /// @param length of the data
    private static Verdict compare(List<Path> files, long size, long length) {
        var parts = new ArrayList<Part>();
        var unreadable = new ArrayList<Path>();
        for (var file : files) {
            try {
                parts.add(Part.read(file));
            } catch (IOException e) {
                unreadable.add(file);
            }
        }
        if (parts.isEmpty()) {
            return new Verdict.Unfit(
                    unreadable.isEmpty()
                            ? NO_PART
                            : unreadable.getFirst().getFileName() + " is unreadable");
        }
        var reason = inconsistency(parts, unreadable.size(), size, length);
        return reason.isEmpty() ? new Verdict.Sound(parts) : new Verdict.Unfit(reason);
    }

    /// Why the parts do not make the blob; empty if they do.
    ///
    /// @param gapsMax how many stretches may be nobody's, for the parts whose files are unreadable
    private static String inconsistency(List<Part> parts, int gapsMax, long size, long length) {
        parts.sort(Comparator.comparingLong(Part::offset));
        var end = 0L;
        var gaps = 0;
        for (var part : parts) {
            gaps += part.offset() > end ? 1 : 0;
            var follows = part.offset() >= end && gaps <= gapsMax;
            if (!follows || part.size() < 1 || part.size() > size - part.offset()) {
                return "part " + part.number() + " does not follow the one before it";
            }
            end = part.offset() + part.size();
        }
        if (end != size && gaps == gapsMax) {
            return "the parts make " + end + " of " + size + " bytes";
        }
        return length == size ? "" : "the data file has " + length + " of " + size + " bytes";
    }

    /// The bytes come to lie with their journal first; Ollama's part files are void without them.
    private long move(Descriptor blob, Path data, List<Path> files, List<Part> parts)
            throws IOException {
        var present = present(parts);
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
        return present.total();
    }

    private static RangeSet present(List<Part> parts) {
        var present = new RangeSet();
        for (var part : parts) {
            part.completedRange().ifPresent(range -> present.add(range.start(), range.end()));
        }
        return present;
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

    /// One of Ollama's parts, as its file says.
    private record Part(long number, long offset, long size, long completed) {
        static Part read(Path file) throws IOException {
            byte[] line;
            try (var in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
                line = in.readNBytes(LINE_MAX);
            }
            var json =
                    Optional.ofNullable(JSON.std.mapFrom(line))
                            .orElseThrow(() -> new IOException("is null"));
            var part =
                    new Part(
                            number(json, "N"),
                            number(json, "Offset"),
                            number(json, "Size"),
                            number(json, "Completed"));
            if (!file.toString().endsWith("-partial-" + part.number())) {
                throw new IOException("is of part " + part.number());
            }
            return part;
        }

        /// A lower bound of what was written, and never more than there is to write.
        Optional<ByteRange> completedRange() {
            var end = offset + Math.min(completed, size);
            return end > offset ? Optional.of(new ByteRange(offset, end)) : Optional.empty();
        }

        private static long number(Map<String, Object> json, String key) throws IOException {
            if (json.get(key) instanceof Integer || json.get(key) instanceof Long) {
                return ((Number) json.get(key)).longValue();
            }
            throw new IOException("has no number " + key);
        }
    }
}

package dev.tug.internal.store;

import dev.tug.blob.ByteRange;
import dev.tug.blob.Digest;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;

/// Which bytes of a staged blob are on this machine, and stay so after a crash.
///
/// There are two claims. *Written* bytes are in the page cache: they outlive this process, and count
/// only as long as the machine has not been started again since. *Durable* bytes have been forced to
/// the disk and always count.
///
/// Beside them it keeps the SHA-256 of each chunk as it came: not a claim that its bytes are there, but
/// what they must be if they are.
///
/// The file is a header and records, both big-endian, each with its CRC-32C:
///
/// ```
/// header  "TUGJ" version:4 digest:32 size:8 boot:16 crc:4
/// record  start:8 end:8 kind:4 crc:4 [sha256:32 ...]    the crc also covers the header's crc
/// ```
///
/// Digests follow in records of chunks alone, one for each chunk from `start` to `end`; version 1 had
/// none. Records are only appended. What does not read back as it was written ends the journal there; a
/// journal of another blob, boot, size or version is started anew with what still holds. So no damage
/// is fatal, and none can claim a byte that was never recorded.
///
/// Thread-safe. [#written(long,long)] allocates nothing.
final class Journal implements Closeable {
    private static final int MAGIC = 0x5455474a;
    private static final int VERSION = 2;
    private static final int VERSION_WITHOUT_CHUNKS = 1;
    private static final int BOOT_LENGTH = 16;
    private static final int HEADER_LENGTH = 4 + 4 + 32 + 8 + BOOT_LENGTH + 4;
    private static final int RECORD_LENGTH = 8 + 8 + 4 + 4;
    private static final int WRITTEN = 1;
    private static final int DURABLE = 2;
    private static final int CHUNKS = 3;
    private static final int CHUNK_LENGTH = RECORD_LENGTH + ChunkDigests.DIGEST_LENGTH;

    /// A journal that grew beyond this is rewritten: 4096 records and the header.
    private static final int COMPACT_LENGTH = HEADER_LENGTH + 4096 * RECORD_LENGTH;

    /// More is never read: 56 bytes for a chunk make 2.5 TB of blob.
    private static final int LENGTH_MAX = 32 << 20;

    private final Path path;
    private final ByteBuffer header;
    private final RangeSet present = new RangeSet();
    private final RangeSet durable = new RangeSet();
    private final Chunks chunks;
    private final ChunkDigests digests;
    private final ByteBuffer record = ByteBuffer.allocateDirect(CHUNK_LENGTH);
    private final CRC32C crc = new CRC32C();

    private PositionalFile file;
    private long length;

    private Journal(Path path, ByteBuffer header, Chunks chunks, PositionalFile file) {
        this.path = path;
        this.header = header;
        this.chunks = chunks;
        this.digests = new ChunkDigests(chunks);
        this.file = file;
    }

    /// Opens the journal at `path`, or starts it.
    ///
    /// @param dataLength of the file that holds the blob's bytes; nothing is claimed beyond it
    /// @param boot names the time since this machine was started; empty if unknown
    static Journal open(Path path, Digest digest, long size, long dataLength, String boot)
            throws IOException {
        var header = header(digest, size, boot);
        var journal = new Journal(path, header, new Chunks(size), PositionalFile.open(path));
        try {
            journal.load(size, Math.min(size, dataLength), !boot.isEmpty());
            return journal;
        } catch (IOException e) {
            journal.close();
            throw e;
        }
    }

    /// What [#open] would claim, without opening anything for writing; for whoever has no lock.
    static RangeSet peek(Path path, Digest digest, long size, long dataLength, String boot)
            throws IOException {
        if (!Durable.isRegular(path)) {
            return new RangeSet();
        }
        try (var file = PositionalFile.openToRead(path);
                var journal =
                        new Journal(path, header(digest, size, boot), new Chunks(size), file)) {
            var _ = journal.read(size, !boot.isEmpty());
            journal.cutAt(Math.min(size, dataLength));
            return journal.present;
        }
    }

    /// The file that is about to take the place of `path`.
    static Path successor(Path path) {
        return path.resolveSibling(path.getFileName() + ".new");
    }

    /// Claims bytes that were written to the file but perhaps not to the disk.
    synchronized void written(long start, long end) throws IOException {
        append(WRITTEN, start, end);
        present.add(start, end);
    }

    /// The bytes that are there, as of now; to be handed to [#durable(RangeSet)] after forcing them.
    synchronized RangeSet present() {
        return present.copy();
    }

    /// Claims for ever what was present before the file was forced, and forces the claim.
    synchronized void durable(RangeSet forced) throws IOException {
        var news = false;
        for (var range : forced.ranges()) {
            if (!durable.contains(range.start(), range.end())) {
                append(DURABLE, range.start(), range.end());
                durable.add(range.start(), range.end());
                news = true;
            }
        }
        if (isWasteful()) {
            rewrite();
        } else if (news) {
            file.force(false);
        }
    }

    /// Keeps what a chunk hashed to, in the place of what it hashed to before.
    synchronized void hashed(int chunk, Digest digest) throws IOException {
        if (digests.put(chunk, digest)) {
            var range = chunks.range(chunk);
            record.clear();
            putChunks(record, range.start(), range.end(), List.of(digest));
            appendRecord();
        }
    }

    /// What a chunk hashed to when it was hashed last.
    synchronized Optional<Digest> digest(int chunk) {
        return digests.of(chunk);
    }

    /// What is not there of the first `size` bytes.
    synchronized List<ByteRange> missing(long size) {
        return present.gaps(size);
    }

    @Override
    public synchronized void close() throws IOException {
        file.close();
    }

    private void load(long size, long dataLength, boolean bootKnown) throws IOException {
        var onDisk = read(size, bootKnown);
        var claimed = present.total();
        cutAt(dataLength);
        length = onDisk.position();
        var isWhole =
                length == file.length()
                        && length >= HEADER_LENGTH
                        && onDisk.slice(0, HEADER_LENGTH).equals(header);
        if (!isWhole || present.total() < claimed || isWasteful()) {
            rewrite();
        }
    }

    /// Takes in what still holds, and leaves the position after it.
    private ByteBuffer read(long size, boolean bootKnown) throws IOException {
        var onDisk = ByteBuffer.allocate((int) Math.min(file.length(), LENGTH_MAX));
        var _ = file.read(onDisk, 0);
        onDisk.flip();
        if (isOfThisBlob(onDisk)) {
            readRecords(onDisk, size, bootKnown && isOfThisBoot(onDisk));
        }
        return onDisk;
    }

    private void cutAt(long dataLength) {
        present.cutAt(dataLength);
        durable.cutAt(dataLength);
        digests.retain(present);
    }

    private boolean isOfThisBlob(ByteBuffer onDisk) {
        var identity = HEADER_LENGTH - BOOT_LENGTH - 4;
        return onDisk.limit() >= HEADER_LENGTH
                && onDisk.getInt(HEADER_LENGTH - 4) == checksum(onDisk, HEADER_LENGTH - 4)
                && onDisk.getInt(0) == MAGIC
                && (onDisk.getInt(4) == VERSION || onDisk.getInt(4) == VERSION_WITHOUT_CHUNKS)
                && onDisk.slice(8, identity - 8).equals(header.slice(8, identity - 8));
    }

    private boolean isOfThisBoot(ByteBuffer onDisk) {
        var boot = HEADER_LENGTH - BOOT_LENGTH - 4;
        return onDisk.slice(boot, BOOT_LENGTH).equals(header.slice(boot, BOOT_LENGTH));
    }

    /// Takes in records up to the first that is not one, and leaves the position there.
    private void readRecords(ByteBuffer onDisk, long size, boolean sameBoot) {
        var salt = onDisk.getInt(HEADER_LENGTH - 4);
        onDisk.position(HEADER_LENGTH);
        while (onDisk.remaining() >= RECORD_LENGTH) {
            var at = onDisk.position();
            var start = onDisk.getLong(at);
            var end = onDisk.getLong(at + 8);
            var kind = onDisk.getInt(at + 16);
            var sum = onDisk.getInt(at + 20);
            var isRange = start >= 0 && start < end && end <= size;
            if (isRange && kind == CHUNKS && readChunks(onDisk, start, end, sum, salt)) {
                continue;
            }
            var isSound =
                    isRange
                            && sum == recordChecksum(start, end, kind, salt)
                            && (kind == WRITTEN || kind == DURABLE);
            if (!isSound) {
                return;
            }
            if (kind == DURABLE) {
                durable.add(start, end);
            }
            if (kind == DURABLE || sameBoot) {
                present.add(start, end);
            }
            onDisk.position(at + RECORD_LENGTH);
        }
    }

    /// Takes in a record of chunks and leaves the position after it; false if it is none.
    private boolean readChunks(ByteBuffer onDisk, long start, long end, int sum, int salt) {
        var first = chunks.at(start);
        var count = chunks.after(new ByteRange(start, end)) - first;
        var at = onDisk.position() + RECORD_LENGTH;
        var bytes = (long) count * ChunkDigests.DIGEST_LENGTH;
        var isSound =
                bytes <= onDisk.limit() - at
                        && start % Chunks.BYTES == 0
                        && end == chunks.range(first + count - 1).end()
                        && sum == chunksChecksum(start, end, salt, onDisk.slice(at, (int) bytes));
        if (isSound) {
            onDisk.position(at);
            for (var i = 0; i < count; i++) {
                digests.put(first + i, ChunkDigests.read(onDisk));
            }
        }
        return isSound;
    }

    private void append(int kind, long start, long end) throws IOException {
        record.clear();
        put(record, kind, start, end);
        appendRecord();
    }

    private void appendRecord() throws IOException {
        record.flip();
        var bytes = record.limit();
        file.write(record, length);
        length += bytes;
    }

    private void putChunks(ByteBuffer target, long start, long end, List<Digest> known) {
        var at = target.position();
        target.putLong(start).putLong(end).putInt(CHUNKS).putInt(0);
        known.forEach(digest -> ChunkDigests.write(digest, target));
        var content = target.slice(at + RECORD_LENGTH, target.position() - at - RECORD_LENGTH);
        target.putInt(
                at + RECORD_LENGTH - 4,
                chunksChecksum(start, end, header.getInt(HEADER_LENGTH - 4), content));
    }

    private void put(ByteBuffer target, int kind, long start, long end) {
        var sum = recordChecksum(start, end, kind, header.getInt(HEADER_LENGTH - 4));
        target.putLong(start).putLong(end).putInt(kind).putInt(sum);
    }

    /// Replaces the file by the fewest records that say the same.
    private void rewrite() throws IOException {
        var content = ByteBuffer.allocate(compactLength());
        content.put(header.duplicate());
        for (var range : durable.ranges()) {
            put(content, DURABLE, range.start(), range.end());
        }
        for (var range : present.ranges()) {
            if (!durable.contains(range.start(), range.end())) {
                put(content, WRITTEN, range.start(), range.end());
            }
        }
        for (var run : digests.runs()) {
            var last = run.first() + run.digests().size() - 1;
            putChunks(
                    content,
                    chunks.range(run.first()).start(),
                    chunks.range(last).end(),
                    run.digests());
        }
        content.flip();
        file.close();
        try {
            Durable.write(successor(path), path, content);
            length = content.limit();
        } finally {
            file = PositionalFile.open(path);
        }
    }

    private boolean isWasteful() {
        return length > COMPACT_LENGTH && length > 2L * compactLength();
    }

    private int compactLength() {
        var bytes = HEADER_LENGTH + (durable.count() + present.count()) * RECORD_LENGTH;
        for (var run : digests.runs()) {
            bytes += RECORD_LENGTH + run.digests().size() * ChunkDigests.DIGEST_LENGTH;
        }
        return bytes;
    }

    private int recordChecksum(long start, long end, int kind, int salt) {
        crc.reset();
        update(start);
        update(end);
        update((long) kind << 32 | Integer.toUnsignedLong(salt));
        return (int) crc.getValue();
    }

    private int chunksChecksum(long start, long end, int salt, ByteBuffer content) {
        var _ = recordChecksum(start, end, CHUNKS, salt);
        crc.update(content);
        return (int) crc.getValue();
    }

    private void update(long value) {
        for (var shift = 56; shift >= 0; shift -= 8) {
            crc.update((int) (value >>> shift));
        }
    }

    private static int checksum(ByteBuffer bytes, int length) {
        var crc = new CRC32C();
        crc.update(bytes.slice(0, length));
        return (int) crc.getValue();
    }

    private static ByteBuffer header(Digest digest, long size, String boot) {
        var header = ByteBuffer.allocate(HEADER_LENGTH);
        header.putInt(MAGIC).putInt(VERSION);
        header.put(HexFormat.of().parseHex(digest.hex())).putLong(size);
        if (boot.isEmpty()) {
            header.put(new byte[BOOT_LENGTH]);
        } else {
            var hash = Digest.of(boot.getBytes(StandardCharsets.UTF_8)).hex();
            header.put(HexFormat.of().parseHex(hash, 0, 2 * BOOT_LENGTH));
        }
        header.putInt(checksum(header, HEADER_LENGTH - 4));
        return header.flip();
    }
}

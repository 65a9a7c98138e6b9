package dev.tug.internal.store;

import dev.tug.blob.ByteRange;
import dev.tug.blob.Digest;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;

/// Which bytes of a staged blob are on this machine, and stay so after a crash.
///
/// There are two claims. *Written* bytes are in the page cache: they outlive this process, and count
/// only as long as the machine has not been started again since. *Durable* bytes have been forced to
/// the disk and always count.
///
/// Beside them it keeps the CRC-32C of each chunk as it came: not a claim that its bytes are there, but
/// what they must be if they are.
///
/// The file is a header and records, both big-endian, each with its CRC-32C:
///
/// ```
/// header  "TUGJ" version:4 digest:32 size:8 boot:16 crc:4
/// record  start:8 end:8 kind:4 crc:4 [crc32c:4 ...]     the crc also covers the header's crc
/// ```
///
/// Checksums follow in records of chunks alone, one for each chunk from `start` to `end`; version 1 had
/// none, version 2 had digests, which are passed over. Records are only appended. What does not read back as it was written ends the journal there; a
/// journal of another blob, boot, size or version is started anew with what still holds. So no damage
/// is fatal, and none can claim a byte that was never recorded.
///
/// Thread-safe. [#written(long,long)] allocates nothing.
final class Journal implements Closeable {
    /// A journal that grew beyond this is rewritten: 4096 records and the header.
    private static final int COMPACT_LENGTH = JournalHeader.LENGTH + 4096 * JournalRecords.LENGTH;

    /// More is never read: 28 bytes for a chunk make 5 TB of blob.
    private static final int LENGTH_MAX = 32 << 20;

    private final Path path;
    private final JournalHeader header;
    private final JournalRecords records;
    private final Claims claims;
    private final ByteBuffer record = ByteBuffer.allocateDirect(JournalRecords.CHUNK_LENGTH);

    private PositionalFile file;
    private long length;

    /// Whether this process has seen to it that the names of journal and blob survive a power cut.
    private boolean named;

    private Journal(Path path, JournalHeader header, long size, PositionalFile file) {
        this.path = path;
        this.header = header;
        this.records = new JournalRecords(header, size);
        this.claims = new Claims(new Chunks(size));
        this.file = file;
    }

    /// Opens the journal at `path`, or starts it.
    ///
    /// @param dataLength of the file that holds the blob's bytes; nothing is claimed beyond it
    /// @param boot names the time since this machine was started; empty if unknown
    static Journal open(Path path, Digest digest, long size, long dataLength, String boot)
            throws IOException {
        var header = new JournalHeader(digest, size, boot);
        var journal = new Journal(path, header, size, PositionalFile.open(path));
        try {
            journal.load(Math.min(size, dataLength));
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
        var header = new JournalHeader(digest, size, boot);
        try (var file = PositionalFile.openToRead(path);
                var journal = new Journal(path, header, size, file)) {
            var _ = journal.read();
            journal.claims.cutAt(Math.min(size, dataLength));
            return journal.claims.present();
        }
    }

    /// The file that is about to take the place of `path`.
    static Path successor(Path path) {
        return path.resolveSibling(path.getFileName() + ".new");
    }

    /// Claims bytes that were written to the file but perhaps not to the disk.
    synchronized void written(long start, long end) throws IOException {
        record.clear();
        records.putWritten(record, start, end);
        append();
        claims.written(start, end);
    }

    /// The bytes that are there, as of now; to be handed to [#durable(RangeSet)] after forcing them.
    synchronized RangeSet present() {
        return claims.present();
    }

    /// Claims for ever what was present before the file was forced, and forces the claim.
    synchronized void durable(RangeSet forced) throws IOException {
        boolean news = false;
        for (var range : forced.ranges()) {
            if (!claims.isDurable(range)) {
                record.clear();
                records.putDurable(record, range.start(), range.end());
                append();
                claims.durable(range.start(), range.end());
                news = true;
            }
        }
        if (isWasteful()) {
            rewrite();
        } else if (news) {
            file.force(false);
            if (!named) {
                Durable.syncDirectory(Durable.parent(path));
                named = true;
            }
        }
    }

    /// Keeps the CRC-32C that a chunk came with, in the place of what it came with before.
    synchronized void checked(int chunk, int crc) throws IOException {
        if (claims.checked(chunk, crc)) {
            record.clear();
            records.putChunks(record, chunk, List.of(crc));
            append();
        }
    }

    /// The CRC-32C that a chunk came with last.
    synchronized OptionalInt crc(int chunk) {
        return claims.crc(chunk);
    }

    /// What is not there of the first `size` bytes.
    synchronized List<ByteRange> missing(long size) {
        return claims.missing(size);
    }

    @Override
    public synchronized void close() throws IOException {
        file.close();
    }

    private void load(long dataLength) throws IOException {
        var onDisk = read();
        long claimed = claims.total();
        claims.cutAt(dataLength);
        length = onDisk.position();
        if (file.length() == 0) {
            // Nothing is claimed, so nothing is lost with it: thousands of small blobs need not
            // wait.
            rewrite(Durable::replace);
            return;
        }
        boolean isWhole = length == file.length() && header.begins(onDisk);
        if (!isWhole || claims.total() < claimed || isWasteful()) {
            rewrite();
        }
    }

    /// Takes in what still holds, and leaves the position after it.
    private ByteBuffer read() throws IOException {
        var onDisk = ByteBuffer.allocate((int) Math.min(file.length(), LENGTH_MAX));
        var _ = file.read(onDisk, 0);
        onDisk.flip();
        records.read(onDisk, claims);
        return onDisk;
    }

    private void append() throws IOException {
        record.flip();
        int bytes = record.limit();
        file.write(record, length);
        length += bytes;
    }

    /// Replaces the file by the fewest records that say the same.
    private void rewrite() throws IOException {
        rewrite(Durable::write);
        named = true;
    }

    private void rewrite(Replacing replacing) throws IOException {
        var content = records.compact(claims);
        file.close();
        try {
            replacing.replace(successor(path), path, content);
            length = content.limit();
        } finally {
            file = PositionalFile.open(path);
        }
    }

    /// A way to put a file in the place of another.
    @FunctionalInterface
    private interface Replacing {
        void replace(Path temporary, Path target, ByteBuffer content) throws IOException;
    }

    private boolean isWasteful() {
        return length > COMPACT_LENGTH && length > 2L * records.compactLength(claims);
    }
}

package dev.tug.internal.store;

import dev.tug.blob.ByteRange;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.zip.CRC32C;

/// The records of a [Journal]'s file: [Claims] as bytes, and back.
///
/// Not thread-safe; the journal guards it. [#putWritten] and [#putDurable] allocate nothing.
final class JournalRecords {
    static final int LENGTH = 8 + 8 + 4 + 4;

    /// The record of one chunk.
    static final int CHUNK_LENGTH = LENGTH + Integer.BYTES;

    private static final int CRC_AT = LENGTH - 4;
    private static final int WRITTEN = 1;
    private static final int DURABLE = 2;
    private static final int CHUNK_DIGESTS = 3;
    private static final int CHUNKS = 4;

    /// What version 2 kept of a chunk.
    private static final int DIGEST_LENGTH = 32;

    private final JournalHeader header;
    private final long size;
    private final Chunks chunks;
    private final CRC32C crc = new CRC32C();

    /// @param size of the blob
    JournalRecords(JournalHeader header, long size) {
        this.header = header;
        this.size = size;
        this.chunks = new Chunks(size);
    }

    void putWritten(ByteBuffer target, long start, long end) {
        put(target, WRITTEN, start, end);
    }

    void putDurable(ByteBuffer target, long start, long end) {
        put(target, DURABLE, start, end);
    }

    private void put(ByteBuffer target, int kind, long start, long end) {
        int sum = checksum(start, end, kind, header.salt());
        target.putLong(start).putLong(end).putInt(kind).putInt(sum);
    }

    /// Says what the chunks from `first` on came with.
    void putChunks(ByteBuffer target, int first, List<Integer> crcs) {
        int at = target.position();
        long start = chunks.range(first).start();
        long end = chunks.range(first + crcs.size() - 1).end();
        target.putLong(start).putLong(end).putInt(CHUNKS).putInt(0);
        crcs.forEach(target::putInt);
        var content = target.slice(at + LENGTH, target.position() - at - LENGTH);
        target.putInt(at + CRC_AT, checksum(start, end, CHUNKS, header.salt(), content));
    }

    /// Bytes of a file that says `claims` in the fewest records; some may be left over.
    int compactLength(Claims claims) {
        int bytes = JournalHeader.LENGTH + claims.rangesMax() * LENGTH;
        for (var run : claims.crcs()) {
            bytes += LENGTH + run.crcs().size() * Integer.BYTES;
        }
        return bytes;
    }

    /// The whole file that says `claims` in the fewest records.
    ByteBuffer compact(Claims claims) {
        var content = ByteBuffer.allocate(compactLength(claims));
        content.put(header.bytes());
        for (var range : claims.durableRanges()) {
            putDurable(content, range.start(), range.end());
        }
        for (var range : claims.writtenRanges()) {
            putWritten(content, range.start(), range.end());
        }
        for (var run : claims.crcs()) {
            putChunks(content, run.first(), run.crcs());
        }
        return content.flip();
    }

    /// Takes what still holds of a file into `claims`, and leaves the position after it.
    void read(ByteBuffer onDisk, Claims claims) {
        if (!header.isOfSameBlob(onDisk)) {
            return;
        }
        boolean sameBoot = header.isOfSameBoot(onDisk);
        int salt = JournalHeader.salt(onDisk);
        onDisk.position(JournalHeader.LENGTH);
        boolean sound = true;
        while (sound && onDisk.remaining() >= LENGTH) {
            sound = readOne(onDisk, claims, sameBoot, salt);
        }
    }

    /// Takes in a record and leaves the position after it; false if it is none.
    private boolean readOne(ByteBuffer onDisk, Claims claims, boolean sameBoot, int salt) {
        int at = onDisk.position();
        long start = onDisk.getLong(at);
        long end = onDisk.getLong(at + 8);
        int kind = onDisk.getInt(at + 16);
        int sum = onDisk.getInt(at + CRC_AT);
        if (start < 0 || start >= end || end > size) {
            return false;
        }
        if (kind == CHUNKS || kind == CHUNK_DIGESTS) {
            return readChunks(onDisk, claims, new ByteRange(start, end), kind, salt);
        }
        boolean sound =
                (kind == WRITTEN || kind == DURABLE) && sum == checksum(start, end, kind, salt);
        if (sound) {
            onDisk.position(at + LENGTH);
        }
        if (sound && kind == DURABLE) {
            claims.durable(start, end);
        } else if (sound && sameBoot) {
            claims.written(start, end);
        }
        return sound;
    }

    private boolean readChunks(
            ByteBuffer onDisk, Claims claims, ByteRange range, int kind, int salt) {
        int first = chunks.at(range.start());
        int count = chunks.after(range) - first;
        int record = onDisk.position();
        int at = record + LENGTH;
        long bytes = (long) count * (kind == CHUNKS ? Integer.BYTES : DIGEST_LENGTH);
        boolean whole =
                bytes <= onDisk.limit() - at
                        && range.start() % Chunks.BYTES == 0
                        && range.end() == chunks.range(first + count - 1).end();
        if (!whole) {
            return false;
        }
        var content = onDisk.slice(at, (int) bytes);
        int sum = checksum(range.start(), range.end(), kind, salt, content.duplicate());
        if (sum != onDisk.getInt(record + CRC_AT)) {
            return false;
        }
        for (int i = 0; i < count && kind == CHUNKS; i++) {
            claims.checked(first + i, content.getInt());
        }
        onDisk.position(at + (int) bytes);
        return true;
    }

    private int checksum(long start, long end, int kind, int salt) {
        crc.reset();
        update(start);
        update(end);
        update((long) kind << 32 | Integer.toUnsignedLong(salt));
        return (int) crc.getValue();
    }

    private int checksum(long start, long end, int kind, int salt, ByteBuffer content) {
        var _ = checksum(start, end, kind, salt);
        crc.update(content);
        return (int) crc.getValue();
    }

    private void update(long value) {
        for (int shift = 56; shift >= 0; shift -= 8) {
            crc.update((int) (value >>> shift));
        }
    }
}

package dev.tug.internal.store;

import dev.tug.blob.Digest;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.zip.CRC32C;

/// How a [Journal]'s file begins: of which blob it is, and of which boot of the machine.
final class JournalHeader {
    private static final int MAGIC = 0x5455474a;
    private static final int VERSION = 3;

    /// Of those from this on the claims are read.
    private static final int VERSION_MIN = 1;

    private static final int BOOT_LENGTH = 16;
    private static final int CRC_LENGTH = 4;
    static final int LENGTH = 4 + 4 + 32 + 8 + BOOT_LENGTH + CRC_LENGTH;

    /// Where the blob's digest and size begin, the boot, and the checksum.
    private static final int BLOB_AT = 8;

    private static final int CRC_AT = LENGTH - CRC_LENGTH;
    private static final int BOOT_AT = CRC_AT - BOOT_LENGTH;

    private final ByteBuffer bytes;
    private final boolean isBootKnown;

    /// @param boot names the time since this machine was started; empty if unknown
    JournalHeader(Digest digest, long size, String boot) {
        this.isBootKnown = !boot.isEmpty();
        this.bytes = ByteBuffer.allocate(LENGTH);
        bytes.putInt(MAGIC).putInt(VERSION);
        bytes.put(HexFormat.of().parseHex(digest.hex())).putLong(size);
        if (isBootKnown) {
            var hash = Digest.of(boot.getBytes(StandardCharsets.UTF_8)).hex();
            bytes.put(HexFormat.of().parseHex(hash, 0, 2 * BOOT_LENGTH));
        } else {
            bytes.put(new byte[BOOT_LENGTH]);
        }
        bytes.putInt(checksum(bytes));
        bytes.flip();
    }

    ByteBuffer bytes() {
        return bytes.duplicate();
    }

    /// What the checksum of each record begins with, so that one of another journal is none here.
    int salt() {
        return salt(bytes);
    }

    /// The same, of the header that `onDisk` begins with.
    static int salt(ByteBuffer onDisk) {
        return onDisk.getInt(CRC_AT);
    }

    /// Whether `onDisk` begins with just this.
    boolean begins(ByteBuffer onDisk) {
        return onDisk.limit() >= LENGTH && onDisk.slice(0, LENGTH).equals(bytes);
    }

    /// Whether `onDisk` begins with a header of the same blob, of whatever boot.
    boolean isOfSameBlob(ByteBuffer onDisk) {
        int version = onDisk.limit() >= LENGTH ? onDisk.getInt(4) : 0;
        return version >= VERSION_MIN
                && version <= VERSION
                && onDisk.getInt(0) == MAGIC
                && salt(onDisk) == checksum(onDisk)
                && isSame(onDisk, BLOB_AT, BOOT_AT);
    }

    /// Whether it is known that `onDisk` was written since this machine was started.
    boolean isOfSameBoot(ByteBuffer onDisk) {
        return isBootKnown && isSame(onDisk, BOOT_AT, CRC_AT);
    }

    private boolean isSame(ByteBuffer onDisk, int from, int to) {
        return onDisk.slice(from, to - from).equals(bytes.slice(from, to - from));
    }

    private static int checksum(ByteBuffer header) {
        var crc = new CRC32C();
        crc.update(header.slice(0, CRC_AT));
        return (int) crc.getValue();
    }
}

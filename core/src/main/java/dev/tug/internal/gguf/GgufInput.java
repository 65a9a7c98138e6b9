package dev.tug.internal.gguf;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;

/// Reads numbers and strings from the start of a file that may be hostile: nothing is allocated, and
/// nothing skipped, on the word of a length that the file cannot have.
final class GgufInput {
    private static final int BUFFER_LENGTH = 64 << 10;

    /// Headers with large vocabularies and templates have some 10 MiB.
    static final long READ_MAX = 64 << 20;

    /// Licences and templates are far shorter.
    static final int STRING_MAX = 16 << 20;

    private final SeekableByteChannel channel;
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_LENGTH).flip();
    private final long size;
    private long allowance = READ_MAX;

    GgufInput(SeekableByteChannel channel) throws IOException {
        this.channel = channel;
        this.size = channel.size();
        buffer.order(ByteOrder.LITTLE_ENDIAN);
    }

    /// From here on the file's most significant bytes come first.
    void useBigEndian() {
        buffer.order(ByteOrder.BIG_ENDIAN);
    }

    byte int8() throws IOException, GgufException {
        require(Byte.BYTES);
        return buffer.get();
    }

    short int16() throws IOException, GgufException {
        require(Short.BYTES);
        return buffer.getShort();
    }

    int int32() throws IOException, GgufException {
        require(Integer.BYTES);
        return buffer.getInt();
    }

    long int64() throws IOException, GgufException {
        require(Long.BYTES);
        return buffer.getLong();
    }

    /// A string of `length` bytes; what is not UTF-8 in it is replaced.
    String text(long length) throws IOException, GgufException {
        if (length < 0 || length > STRING_MAX) {
            throw new GgufException("has a string of " + Long.toUnsignedString(length) + " bytes");
        }
        requireInFile(length);
        var bytes = new byte[(int) length];
        for (var at = 0; at < bytes.length; ) {
            require(1);
            var count = Math.min(bytes.length - at, buffer.remaining());
            buffer.get(bytes, at, count);
            at += count;
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /// Passes over `length` bytes, which are in the file but are not read.
    void skip(long length) throws IOException, GgufException {
        if (length >= 0 && length <= buffer.remaining()) {
            buffer.position(buffer.position() + (int) length);
            return;
        }
        requireInFile(length);
        channel.position(channel.position() + length - buffer.remaining());
        buffer.position(buffer.limit());
    }

    /// Makes sure that the file has `length` more bytes.
    void requireInFile(long length) throws IOException, GgufException {
        var left = size - channel.position() + buffer.remaining();
        if (length < 0 || length > left) {
            throw new GgufException("ends within its header");
        }
    }

    private void require(int length) throws IOException, GgufException {
        if (buffer.remaining() >= length) {
            return;
        }
        buffer.compact();
        try {
            while (buffer.position() < length) {
                var count = channel.read(buffer);
                if (count < 0) {
                    throw new GgufException("ends within its header");
                }
                allowance -= count;
                if (allowance < 0) {
                    throw new GgufException("has a header of more than " + READ_MAX + " bytes");
                }
            }
        } finally {
            buffer.flip();
        }
    }
}

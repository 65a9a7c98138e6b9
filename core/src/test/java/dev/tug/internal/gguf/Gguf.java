package dev.tug.internal.gguf;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.OpenOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Set;

/// Writes GGUF files for tests.
final class Gguf {
    static final Set<OpenOption> CREATE =
            Set.of(
                    StandardOpenOption.CREATE_NEW,
                    StandardOpenOption.READ,
                    StandardOpenOption.WRITE,
                    StandardOpenOption.SPARSE);

    private final ByteBuffer body = ByteBuffer.allocate(4 << 20);
    private final int version;
    private int entries;

    /// A file of `version`, with the most significant bytes first if that is negative.
    Gguf(int version) {
        this.version = Math.abs(version);
        body.order(version < 0 ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
    }

    Gguf text(String key, String value) {
        entry(key, 8);
        return string(value);
    }

    Gguf uint32(String key, int value) {
        return int32(key, 4, value);
    }

    Gguf uint64(String key, long value) {
        return int64(key, 10, value);
    }

    Gguf int8(String key, int type, int value) {
        entry(key, type);
        body.put((byte) value);
        return this;
    }

    Gguf int16(String key, int type, int value) {
        entry(key, type);
        body.putShort((short) value);
        return this;
    }

    Gguf int32(String key, int type, int value) {
        entry(key, type);
        body.putInt(value);
        return this;
    }

    Gguf int64(String key, int type, long value) {
        entry(key, type);
        body.putLong(value);
        return this;
    }

    Gguf texts(String key, int count) {
        entry(key, 9);
        body.putInt(8);
        length(count);
        for (var i = 0; i < count; i++) {
            string("t" + i);
        }
        return this;
    }

    Gguf uint32s(String key, int count) {
        entry(key, 9);
        body.putInt(4);
        length(count);
        for (var i = 0; i < count; i++) {
            body.putInt(i);
        }
        return this;
    }

    byte[] bytes() {
        var whole = ByteBuffer.allocate(body.position() + 24).order(body.order());
        whole.put("GGUF".getBytes(UTF_8)).putInt(version);
        if (version == 1) {
            whole.putInt(291).putInt(entries);
        } else {
            whole.putLong(291).putLong(entries);
        }
        whole.put(body.duplicate().flip());
        return Arrays.copyOf(whole.array(), whole.position());
    }

    private void entry(String key, int type) {
        string(key);
        body.putInt(type);
        entries++;
    }

    private Gguf string(String value) {
        var bytes = value.getBytes(UTF_8);
        length(bytes.length);
        body.put(bytes);
        return this;
    }

    private void length(int length) {
        if (version == 1) {
            body.putInt(length);
        } else {
            body.putLong(length);
        }
    }
}

package dev.tug.lab;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/// The header of a GGUF file, version 3, with a few keys of a small llama and no tensors.
///
/// Layout: magic, version, tensor count, key count, then per key its name, type and value; all
/// little-endian (GGUF specification, ggml repository).
final class GgufHeader {
    private static final int VERSION = 3;
    private static final int TYPE_UINT32 = 4;
    private static final int TYPE_STRING = 8;
    private static final int BYTES_MAX = 1024;

    private GgufHeader() {}

    static byte[] bytes() {
        var out = ByteBuffer.allocate(BYTES_MAX).order(ByteOrder.LITTLE_ENDIAN);
        out.put("GGUF".getBytes(US_ASCII)).putInt(VERSION).putLong(0).putLong(6);
        text(out, "general.architecture", "llama");
        text(out, "general.name", "demo");
        number(out, "general.file_type", 15);
        number(out, "llama.block_count", 16);
        number(out, "llama.context_length", 8192);
        number(out, "llama.embedding_length", 2048);
        return Arrays.copyOf(out.array(), out.position());
    }

    private static void text(ByteBuffer out, String key, String value) {
        string(out, key);
        out.putInt(TYPE_STRING);
        string(out, value);
    }

    private static void number(ByteBuffer out, String key, int value) {
        string(out, key);
        out.putInt(TYPE_UINT32).putInt(value);
    }

    private static void string(ByteBuffer out, String value) {
        var bytes = value.getBytes(US_ASCII);
        out.putLong(bytes.length).put(bytes);
    }
}

package dev.tug.internal.gguf;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// The start of a GGUF file, up to where it describes its tensors.
///
/// Versions 1 to 3 are read, in either order of bytes; the file may be anything at all.
///
/// @param version of the format
/// @param tensors how many tensors the file says it has
/// @param metadata in the file's order; of a key that appears twice the first value
public record GgufHeader(int version, long tensors, Map<String, GgufValue> metadata) {
    /// Elements of an array that are kept.
    public static final int KEPT_ELEMENTS = 8;

    /// Real files have less than 100.
    static final int ENTRIES_MAX = 65_536;

    private static final int MAGIC = 0x46554747;
    private static final int DEPTH_MAX = 4;
    private static final int UINT8 = 0;
    private static final int INT8 = 1;
    private static final int UINT16 = 2;
    private static final int INT16 = 3;
    private static final int UINT32 = 4;
    private static final int INT32 = 5;
    private static final int FLOAT32 = 6;
    private static final int BOOL = 7;
    private static final int STRING = 8;
    private static final int ARRAY = 9;
    private static final int UINT64 = 10;
    private static final int INT64 = 11;
    private static final int FLOAT64 = 12;

    public GgufHeader {
        metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
    }

    /// Reads the header from the channel's position, at most 64 MiB of it.
    ///
    /// @throws GgufException if there is no such header
    public static GgufHeader read(SeekableByteChannel channel) throws IOException, GgufException {
        return new Reader(new GgufInput(channel)).header();
    }

    /// The family of the model, such as `llama`.
    public Optional<String> architecture() {
        return text("general.architecture");
    }

    /// What its authors call it.
    public Optional<String> name() {
        return text("general.name");
    }

    /// How many parameters it has, such as `8.0B`.
    public Optional<String> parameters() {
        var count = number("general.parameter_count");
        return count.isPresent() && count.getAsLong() > 0
                ? Optional.of(inWords(count.getAsLong()))
                : text("general.size_label");
    }

    /// How most tensors are quantised, such as `Q4_K_M`.
    public Optional<String> quantisation() {
        var type = number("general.file_type");
        return type.isPresent() ? Optional.of(FileType.name(type.getAsLong())) : Optional.empty();
    }

    /// Tokens that fit into its context.
    public OptionalLong contextLength() {
        return ofArchitecture("context_length");
    }

    /// Numbers in an embedding.
    public OptionalLong embeddingLength() {
        return ofArchitecture("embedding_length");
    }

    /// Layers of the network.
    public OptionalLong blockCount() {
        return ofArchitecture("block_count");
    }

    /// The name of its licence, or the text if that is all there is.
    public Optional<String> licence() {
        return text("general.license").or(() -> text("general.license.name"));
    }

    private OptionalLong ofArchitecture(String key) {
        return number(architecture().orElse("") + "." + key);
    }

    private Optional<String> text(String key) {
        return metadata.get(key) instanceof GgufValue.Text(var value)
                ? Optional.of(value)
                : Optional.empty();
    }

    private OptionalLong number(String key) {
        return metadata.get(key) instanceof GgufValue.Int(var value)
                ? OptionalLong.of(value)
                : OptionalLong.empty();
    }

    private static String inWords(long count) {
        if (count >= 1_000_000_000) {
            return String.format(Locale.ROOT, "%.1fB", count / 1e9);
        }
        return count >= 1_000_000
                ? String.format(Locale.ROOT, "%.1fM", count / 1e6)
                : Long.toString(count);
    }

    private static final class Reader {
        private final GgufInput input;
        private int version;

        Reader(GgufInput input) {
            this.input = input;
        }

        GgufHeader header() throws IOException, GgufException {
            if (input.int32() != MAGIC) {
                throw new GgufException("does not start with GGUF");
            }
            version = input.int32();
            if (version != 0 && (version & 0xffff) == 0) {
                version = Integer.reverseBytes(version);
                input.useBigEndian();
            }
            if (version < 1 || version > 3) {
                throw new GgufException(
                        "has version " + Integer.toUnsignedString(version) + ", not 1 to 3");
            }
            var tensors = length();
            var entries = length();
            if (entries > ENTRIES_MAX) {
                throw new GgufException("has " + entries + " entries, at most " + ENTRIES_MAX);
            }
            var metadata = new LinkedHashMap<String, GgufValue>();
            for (var i = 0L; i < entries; i++) {
                var key = input.text(length());
                metadata.putIfAbsent(key, value(input.int32(), 0));
            }
            return new GgufHeader(version, tensors, metadata);
        }

        private long length() throws IOException, GgufException {
            var length = version == 1 ? Integer.toUnsignedLong(input.int32()) : input.int64();
            if (length < 0) {
                throw new GgufException("has a length of " + Long.toUnsignedString(length));
            }
            return length;
        }

        private GgufValue value(int type, int depth) throws IOException, GgufException {
            return switch (type) {
                case UINT8 -> new GgufValue.Int(Byte.toUnsignedLong(input.int8()));
                case INT8 -> new GgufValue.Int(input.int8());
                case UINT16 -> new GgufValue.Int(Short.toUnsignedLong(input.int16()));
                case INT16 -> new GgufValue.Int(input.int16());
                case UINT32 -> new GgufValue.Int(Integer.toUnsignedLong(input.int32()));
                case INT32 -> new GgufValue.Int(input.int32());
                case UINT64, INT64 -> new GgufValue.Int(input.int64());
                case FLOAT32 -> new GgufValue.Real(Float.intBitsToFloat(input.int32()));
                case FLOAT64 -> new GgufValue.Real(Double.longBitsToDouble(input.int64()));
                case BOOL -> new GgufValue.Flag(input.int8() != 0);
                case STRING -> new GgufValue.Text(input.text(length()));
                case ARRAY -> array(depth + 1);
                default -> throw unknown(type);
            };
        }

        private GgufValue array(int depth) throws IOException, GgufException {
            if (depth > DEPTH_MAX) {
                throw new GgufException("has arrays nested deeper than " + DEPTH_MAX);
            }
            var type = input.int32();
            var length = length();
            // Of any type an element takes a byte at least, so a lie ends here.
            input.requireInFile(length);
            var first = new ArrayList<GgufValue>();
            for (var i = 0L; i < Math.min(length, KEPT_ELEMENTS); i++) {
                first.add(value(type, depth));
            }
            skip(type, length - first.size(), depth);
            return new GgufValue.Array(type, length, first);
        }

        private void skip(int type, long count, int depth) throws IOException, GgufException {
            switch (type) {
                case UINT8, INT8, BOOL -> input.skip(count);
                case UINT16, INT16 -> input.skip(count * 2);
                case UINT32, INT32, FLOAT32 -> input.skip(count * 4);
                case UINT64, INT64, FLOAT64 -> input.skip(count * 8);
                case STRING -> {
                    for (var i = 0L; i < count; i++) {
                        input.skip(length());
                    }
                }
                case ARRAY -> {
                    for (var i = 0L; i < count; i++) {
                        var _ = array(depth + 1);
                    }
                }
                default -> throw unknown(type);
            }
        }

        private static GgufException unknown(int type) {
            return new GgufException(
                    "has a value of unknown type " + Integer.toUnsignedString(type));
        }
    }
}

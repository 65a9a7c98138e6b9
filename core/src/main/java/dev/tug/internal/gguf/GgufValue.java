package dev.tug.internal.gguf;

import java.util.List;

/// A value of a GGUF file's metadata.
public sealed interface GgufValue {
    /// Any integer; one of 2^63 or more, which only a broken file has, shows as negative.
    record Int(long value) implements GgufValue {}

    /// A floating-point number of 32 or 64 bits.
    record Real(double value) implements GgufValue {}

    record Flag(boolean value) implements GgufValue {}

    record Text(String value) implements GgufValue {}

    /// An array, of which only the start is kept: vocabularies have some 100 000 words.
    ///
    /// @param type the elements' type, as the format numbers them
    /// @param length the elements in the file
    /// @param first at most [GgufHeader#KEPT_ELEMENTS] of them
    record Array(int type, long length, List<GgufValue> first) implements GgufValue {
        public Array {
            first = List.copyOf(first);
        }
    }
}

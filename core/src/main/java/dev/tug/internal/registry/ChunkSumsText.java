package dev.tug.internal.registry;

import dev.tug.blob.ByteRange;
import dev.tug.blob.ChunkSum;
import dev.tug.blob.Digest;

import java.util.ArrayList;
import java.util.List;
import java.util.StringTokenizer;
import java.util.regex.Pattern;

/// The body of an answer of Ollama's `chunksums`: pairs of `sha256:<hex>` and `<start>-<last>`, with
/// white space between all.
final class ChunkSumsText {
    /// Some 95 bytes a piece: 80 000 pieces.
    static final int BYTES_MAX = 8 << 20;

    private static final Pattern RANGE = Pattern.compile("([0-9]{1,18})-([0-9]{1,18})");

    private ChunkSumsText() {}

    /// Reads `text`; empty unless it covers a blob of `size` bytes without gap or overlap.
    static List<ChunkSum> parse(String text, long size) {
        var sums = new ArrayList<ChunkSum>();
        var words = new StringTokenizer(text);
        long end = 0;
        while (words.hasMoreTokens()) {
            var digest = Digest.parse(words.nextToken());
            var range = RANGE.matcher(words.hasMoreTokens() ? words.nextToken() : "");
            if (digest.isEmpty() || !range.matches() || Long.parseLong(range.group(1)) != end) {
                return List.of();
            }
            long next = Long.parseLong(range.group(2)) + 1;
            if (next <= end || next > size) {
                return List.of();
            }
            sums.add(new ChunkSum(new ByteRange(end, next), digest.get()));
            end = next;
        }
        return end == size ? sums : List.of();
    }
}

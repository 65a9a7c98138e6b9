package dev.tug.internal.transfer;

import dev.tug.blob.ByteRange;
import dev.tug.blob.Digest;
import dev.tug.internal.store.Chunks;

import java.util.List;

/// What a user is told of the mending of a blob.
///
/// @param blob the digest that its bytes must have
record MendingWords(Digest blob, Chunks chunks) {
    String wrong(Digest actual) {
        return "content of %s is %s; looking for the bytes that differ"
                .formatted(blob.shortForm(), actual);
    }

    String changedOnDisk(List<Integer> which) {
        return "%s changed on this disk since they came %s; fetching them again"
                .formatted(some(which), where(which));
    }

    /// @param pieces into which the registry has cut the blob
    String cameWrong(List<ByteRange> bad, int pieces) {
        return "%d of %d chunks of %s came wrong %s; fetching them again"
                .formatted(bad.size(), pieces, blob.shortForm(), span(bad));
    }

    String comparing(List<Integer> which) {
        return "fetching %s again %s, to compare".formatted(some(which), where(which));
    }

    String cameOtherwise(List<Integer> which) {
        return "%s came otherwise than before %s; fetching them once more"
                .formatted(some(which), where(which));
    }

    String whole() {
        return "fetching all of %s again in one request".formatted(blob.shortForm());
    }

    /// @param differing chunks that came in more than one way
    String right(List<Integer> differing, long bytesAgain) {
        var after = blob.shortForm() + " is right after " + bytesAgain + " bytes came again";
        return differing.isEmpty()
                ? after
                : after + ": %s had come wrong %s".formatted(some(differing), where(differing));
    }

    private String some(List<Integer> which) {
        return "%d of %d chunks of %s".formatted(which.size(), chunks.count(), blob.shortForm());
    }

    private String where(List<Integer> which) {
        return span(which.stream().map(chunks::range).toList());
    }

    private static String span(List<ByteRange> ranges) {
        long start = ranges.stream().mapToLong(ByteRange::start).min().orElse(0);
        long end = ranges.stream().mapToLong(ByteRange::end).max().orElse(1);
        return "(bytes %d..%d)".formatted(start, end - 1);
    }
}

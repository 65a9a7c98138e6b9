package dev.tug.internal.transfer;

import dev.tug.blob.ByteRange;
import dev.tug.blob.ChunkSum;
import dev.tug.blob.Digest;
import dev.tug.failure.Culprit;
import dev.tug.failure.TransferFailure;
import dev.tug.internal.store.Chunks;
import dev.tug.internal.store.StoreException;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/// Makes a blob right that came wrong, without throwing away what may be right of it, and finds out
/// who is to blame if it stays wrong.
///
/// From cheap to dear: the disk is read again; the registry is asked what the pieces must be; the
/// chunks are fetched again and compared with what they were, doubtful ones first; the whole is fetched
/// by one GET without ranges. All that is fetched takes the place of what it may correct: a chunk that
/// comes otherwise comes again until it has come twice in one way. Owned by one thread.
final class Mending {
    /// Comings of one chunk that differ (Ollama: 6 tries of a part).
    private static final int COMINGS_MAX = 6;

    /// Fetches of a piece that is not what the registry says it is; with the first one it came three
    /// times then.
    private static final int FETCHES_BY_SUMS_MAX = 2;

    /// How often the disk may hold other bytes than were just hashed.
    private static final int READINGS_MAX = 3;

    /// All that is fetched again, in times of the blob.
    private static final int TIMES_MAX = 3;

    private final Proofs proofs;
    private final BlobTransfer blob;
    private final SumsQuestion question;
    private final BlobHash hash;
    private final Chunks chunks;
    private final MendingWords words;
    private final ChunkVotes votes = new ChunkVotes();
    private Digest actual;

    /// Bytes that were asked for again.
    private long spent;

    private boolean diskErrs;
    private boolean sumsKnown;
    private boolean sumsAgree;

    Mending(Proofs proofs, BlobTransfer blob, SumsQuestion question, BlobHash hash) {
        this.proofs = proofs;
        this.blob = blob;
        this.question = question;
        this.hash = hash;
        this.chunks = new Chunks(blob.size());
        this.words = new MendingWords(blob.descriptor().digest(), chunks);
        this.actual = blob.descriptor().digest();
    }

    /// Returns what stays wrong; empty if the blob is right now.
    Optional<TransferFailure.Corrupt> mend(BlobHash.Reading first)
            throws InterruptedException, StoreException {
        actual = first.whole();
        proofs.warn(words.wrong(actual));
        if (byReading(first.changed()) || bySums() || byComparison() || byWholeGet()) {
            proofs.warn(words.right(votes.differing(), spent));
            return Optional.empty();
        }
        return Optional.of(
                new TransferFailure.Corrupt(blob.descriptor().digest(), actual, culprit()));
    }

    private Culprit culprit() {
        if (diskErrs) {
            return Culprit.DISK;
        }
        return votes.differing().isEmpty() || sumsAgree ? Culprit.SOURCE : Culprit.PATH;
    }

    /// What changed on the disk since it came is fetched again; else the disk is only read again.
    private boolean byReading(List<Integer> changed) throws InterruptedException, StoreException {
        if (!changed.isEmpty()) {
            proofs.warn(words.changedOnDisk(changed));
            return compare(changed) || isRight();
        }
        return isRight();
    }

    /// Reads the whole again, and what is not any more what it just was is fetched again.
    private boolean isRight() throws InterruptedException, StoreException {
        for (int readings = 0; readings < READINGS_MAX; readings++) {
            var reading = hash.readAll();
            actual = reading.whole();
            if (actual.equals(blob.descriptor().digest())) {
                return true;
            }
            if (reading.changed().isEmpty()) {
                return false;
            }
            proofs.warn(words.changedOnDisk(reading.changed()));
            if (fetch(ranges(reading.changed()), false).isEmpty()) {
                return false;
            }
        }
        diskErrs = true;
        return false;
    }

    /// Fetches exactly what the registry says is wrong.
    private boolean bySums() throws InterruptedException, StoreException {
        var sums =
                chunks.count() > 1 && !diskErrs
                        ? question.of(blob.descriptor())
                        : List.<ChunkSum>of();
        sumsKnown = !sums.isEmpty();
        if (!sumsKnown) {
            return false;
        }
        var bad = wrong(sums);
        for (int fetches = 0; !bad.isEmpty() && fetches < FETCHES_BY_SUMS_MAX; fetches++) {
            proofs.warn(words.cameWrong(bad, sums.size()));
            if (fetch(bad, false).isEmpty()) {
                break;
            }
            bad = wrong(sums);
        }
        sumsAgree = bad.isEmpty();
        return sumsAgree && isRight();
    }

    private List<ByteRange> wrong(List<ChunkSum> sums) throws InterruptedException, StoreException {
        var wrong = new ArrayList<ByteRange>();
        for (var sum : sums) {
            if (!hash.digest(sum.range()).equals(sum.digest())) {
                wrong.add(sum.range());
            }
        }
        return wrong;
    }

    /// Fetches all chunks again until the blob is right, those that came in odd ways first.
    private boolean byComparison() throws InterruptedException, StoreException {
        if (sumsKnown) {
            return false;
        }
        boolean whole = proofs.byWholeGet(blob);
        var batches =
                whole
                        ? List.of(IntStream.range(0, chunks.count()).boxed().toList())
                        : proofs.doubts(blob).batches(chunks.count());
        for (var batch : batches) {
            var left = batch.stream().filter(chunk -> !votes.isCompared(chunk)).toList();
            if (left.isEmpty()) {
                continue;
            }
            if (!mayFetch(ranges(left), whole)) {
                return false;
            }
            proofs.warn(words.comparing(left));
            if (compare(left)) {
                return true;
            }
            if (votes.isUndecided()) {
                return false;
            }
        }
        return false;
    }

    /// Has `which` fetched again, and those that come otherwise than before once more, until each has
    /// come twice in the same way; returns whether the blob is right then.
    private boolean compare(List<Integer> which) throws InterruptedException, StoreException {
        var open = which;
        for (int fetches = 1; fetches < COMINGS_MAX && !open.isEmpty(); fetches++) {
            var differing = fetch(ranges(open), false);
            if (differing.isEmpty()) {
                return false;
            }
            boolean mayBeRight = fetches > 1 || !differing.get().isEmpty();
            if (mayBeRight && isRight()) {
                return true;
            }
            open = differing.get();
            if (!open.isEmpty()) {
                proofs.warn(words.cameOtherwise(open));
            }
        }
        return false;
    }

    /// The last that can be tried: something on the way may rewrite ranges alone.
    private boolean byWholeGet() throws InterruptedException, StoreException {
        if (sumsAgree || blob.size() == 0) {
            return false;
        }
        var all = List.of(new ByteRange(0, blob.size()));
        if (!mayFetch(all, true)) {
            return false;
        }
        proofs.warn(words.whole());
        return fetch(all, true).isPresent() && isRight();
    }

    /// Has `ranges` fetched once more, in the place of what is there; returns the chunks that came then
    /// as they never came before. Empty if there is no point in more, or there was enough.
    private Optional<List<Integer>> fetch(List<ByteRange> ranges, boolean whole)
            throws InterruptedException, StoreException {
        if (!mayFetch(ranges, whole)) {
            return Optional.empty();
        }
        spent += cost(ranges, whole);
        var touched = chunks(ranges);
        for (int chunk : touched) {
            vote(chunk, hash.read(chunk));
        }
        proofs.fetchAgain(blob, ranges, whole);
        var differing = new ArrayList<Integer>();
        for (int chunk : touched) {
            var content = hash.read(chunk);
            vote(chunk, content);
            blob.staged().checked(chunk, content.crc());
            if (!votes.again(chunk, content.digest())) {
                differing.add(chunk);
            }
        }
        return Optional.of(differing);
    }

    /// Bytes that are what `chunk` came as count as its first coming, whether they stayed on the disk or
    /// came again.
    private void vote(int chunk, BlobHash.Content content) {
        if (!votes.isCompared(chunk)
                && blob.staged().crc(chunk).equals(OptionalInt.of(content.crc()))) {
            votes.before(chunk, content.digest());
        }
    }

    private boolean mayFetch(List<ByteRange> ranges, boolean whole) {
        return !diskErrs && spent + cost(ranges, whole) <= TIMES_MAX * blob.size();
    }

    private long cost(List<ByteRange> ranges, boolean whole) {
        return whole || proofs.byWholeGet(blob)
                ? blob.size()
                : ranges.stream().mapToLong(ByteRange::length).sum();
    }

    private List<ByteRange> ranges(List<Integer> which) {
        return which.stream().map(chunks::range).toList();
    }

    private List<Integer> chunks(List<ByteRange> ranges) {
        return ranges.stream()
                .flatMap(range ->
                        IntStream.range(chunks.at(range.start()), chunks.after(range)).boxed())
                .distinct()
                .toList();
    }
}

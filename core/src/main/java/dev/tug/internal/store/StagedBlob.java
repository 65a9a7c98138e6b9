package dev.tug.internal.store;

import dev.tug.blob.ByteRange;
import dev.tug.blob.Descriptor;
import dev.tug.blob.Digest;
import dev.tug.model.ModelName;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// One blob on its way into the store: its bytes so far, and proof of which they are.
///
/// It lies in the staging area under a lock and survives this process; whoever opens it next goes on
/// from there. Any number of threads may write, read and record at once, and be interrupted. One
/// thread, when the others are done, ends it by [#commit(Digest)], [#discard()] or [#close()].
public final class StagedBlob implements AutoCloseable {
    private final ModelStore store;
    private final Descriptor descriptor;
    private final Path part;
    private final BlobLock lock;
    private final PositionalFile file;
    private final Journal journal;

    /// Set by the thread that ends this.
    private volatile boolean ended;

    private StagedBlob(
            ModelStore store,
            Descriptor descriptor,
            BlobLock lock,
            PositionalFile file,
            Journal journal) {
        this.store = store;
        this.descriptor = descriptor;
        this.part = store.staging().part(descriptor.digest());
        this.lock = lock;
        this.file = file;
        this.journal = journal;
    }

    /// Takes up the blob where it was left, or starts it.
    ///
    /// Another process may have committed it before the lock was ours: ask
    /// [ModelStore#hasBlob(Descriptor)] after this, not only before.
    ///
    /// @throws StoreException with [StoreFailure.Locked] if somebody else is at it
    public static StagedBlob open(ModelStore store, Descriptor descriptor) throws StoreException {
        return open(store, descriptor, Optional.empty());
    }

    /// The same, noting for which model it is.
    public static StagedBlob open(
            ModelStore store, Descriptor descriptor, Optional<ModelName> model)
            throws StoreException {
        var staging = store.staging();
        staging.keep();
        var part = staging.part(descriptor.digest());
        var lock = staging.lock(descriptor.digest());
        try {
            if (model.isPresent()) {
                staging.note(descriptor.digest(), model.get());
            }
            return open(store, descriptor, lock);
        } catch (IOException e) {
            closeAfter(e, lock);
            throw StoreException.of(part, descriptor.size(), e);
        }
    }

    private static StagedBlob open(ModelStore store, Descriptor descriptor, BlobLock lock)
            throws IOException {
        var digest = descriptor.digest();
        var size = descriptor.size();
        var file = PositionalFile.open(store.staging().part(digest));
        try {
            // The journal sees the length before the file is stretched: a hole is no claim.
            var journal =
                    Journal.open(
                            store.staging().journal(digest),
                            digest,
                            size,
                            file.length(),
                            store.bootId());
            try {
                file.setLength(size);
                return new StagedBlob(store, descriptor, lock, file, journal);
            } catch (IOException e) {
                closeAfter(e, journal);
                throw e;
            }
        } catch (IOException e) {
            closeAfter(e, file);
            throw e;
        }
    }

    /// What is being brought in.
    public Descriptor descriptor() {
        return descriptor;
    }

    /// The ranges that are still to be fetched, in order.
    public List<ByteRange> missing() {
        return journal.missing(descriptor.size());
    }

    /// The ranges that are recorded, in order.
    public List<ByteRange> present() {
        return journal.present().ranges();
    }

    /// Writes all that remains in `source` at `offset` of the blob.
    ///
    /// @throws IllegalArgumentException if that is not inside the blob
    public void write(ByteBuffer source, long offset) throws StoreException {
        if (offset < 0 || offset > descriptor.size() - source.remaining()) {
            throw new IllegalArgumentException(
                    source.remaining() + " bytes at " + offset + " of " + descriptor.size());
        }
        try {
            file.write(source, offset);
        } catch (IOException e) {
            throw StoreException.of(part, source.remaining(), e);
        }
    }

    /// Reads at `offset` until `target` is full or the blob ends; returns the bytes read.
    public int read(ByteBuffer target, long offset) throws StoreException {
        try {
            return file.read(target, offset);
        } catch (IOException e) {
            throw StoreException.of(part, e);
        }
    }

    /// Notes that all bytes of `range` have been written: they survive the end of this process.
    ///
    /// Each call is an append to a file: once per some MB, not once per write.
    public void recorded(ByteRange range) throws StoreException {
        if (range.end() > descriptor.size()) {
            throw new IllegalArgumentException(range + " of " + descriptor.size());
        }
        try {
            journal.written(range.start(), range.end());
        } catch (IOException e) {
            throw StoreException.of(part, e);
        }
    }

    /// Brings to the disk what is recorded so far: it survives a power cut.
    public void sync() throws StoreException {
        try {
            force();
            lock.refresh();
        } catch (IOException e) {
            throw StoreException.of(part, e);
        }
    }

    /// Keeps the CRC-32C of a chunk: whoever reads it later can tell whether it is still that.
    public void checked(int chunk, int crc) throws StoreException {
        try {
            journal.checked(chunk, crc);
        } catch (IOException e) {
            throw StoreException.of(part, e);
        }
    }

    /// The CRC-32C of a chunk when it was read last, in this process or an earlier one; empty if that
    /// never happened, or if bytes of it are missing since.
    public OptionalInt crc(int chunk) {
        return journal.crc(chunk);
    }

    /// Moves the blob into the store, for all to see, and ends this.
    ///
    /// @param actual the digest of the bytes in the file, as the caller computed it
    /// @throws StoreException with [StoreFailure.WrongContent] if they are not the blob or not all of
    ///     it; everything is kept then
    public void commit(Digest actual) throws StoreException {
        var target = store.root().resolve("blobs").resolve(descriptor.digest().fileName());
        try {
            check(actual);
            file.force(true);
            file.close();
            Durable.chmod(part, Durable.FILE_MODE);
            Durable.createDirectories(Durable.parent(target));
            // Ollama deletes what is old and in no manifest yet.
            store.touch(part);
            Durable.move(part, target);
            ended = true;
        } catch (IOException e) {
            throw StoreException.of(target, e);
        }
        end();
    }

    /// Gives up the blob and all its bytes, and ends this.
    public void discard() throws StoreException {
        ended = true;
        try {
            file.close();
            Files.deleteIfExists(part);
        } catch (IOException e) {
            throw StoreException.of(part, e);
        }
        end();
    }

    /// Whether it was committed, discarded or closed.
    public boolean isEnded() {
        return ended;
    }

    /// Keeps all that is recorded for another time; does nothing once ended.
    ///
    /// It does not wait for the disk where the machine can say later that it was not restarted: what is
    /// recorded outlives the process, and a power cut takes back what came after the last [#sync()].
    @Override
    public void close() throws StoreException {
        if (ended) {
            return;
        }
        ended = true;
        try (lock;
                journal;
                file) {
            if (store.bootId().isEmpty()) {
                force();
            }
        } catch (IOException e) {
            throw StoreException.of(part, e);
        }
    }

    private void check(Digest actual) throws IOException, StoreException {
        if (!actual.equals(descriptor.digest())) {
            throw wrong("is " + actual + ", not " + descriptor.digest());
        }
        var length = file.length();
        if (length != descriptor.size()) {
            throw wrong("has " + length + " bytes, not " + descriptor.size());
        }
    }

    private StoreException wrong(String detail) {
        return new StoreException(new StoreFailure.WrongContent(part, detail));
    }

    private void force() throws IOException {
        var present = journal.present();
        file.force(false);
        journal.durable(present);
    }

    /// Takes away what stands beside the bytes.
    private void end() throws StoreException {
        try (lock) {
            journal.close();
            Files.deleteIfExists(store.staging().journal(descriptor.digest()));
            store.staging().forget(descriptor.digest());
        } catch (IOException e) {
            throw StoreException.of(part, e);
        }
    }

    private static void closeAfter(IOException cause, Closeable closeable) {
        try {
            closeable.close();
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
    }
}

package dev.tug;

import dev.tug.blob.ByteRange;
import dev.tug.blob.ChunkSum;
import dev.tug.blob.Descriptor;
import dev.tug.failure.TransferException;
import dev.tug.internal.http.Call;
import dev.tug.internal.http.Terms;
import dev.tug.internal.registry.AbortSignal;
import dev.tug.internal.registry.Repository;
import dev.tug.internal.transfer.BlobSource;
import dev.tug.internal.transfer.SumsCall;

import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// The blobs of one repository, for a transfer.
///
/// @param pace what becomes of each call for bytes
record RepositoryBlobs(Engine engine, Repository repository, UnaryOperator<Call> pace)
        implements BlobSource {
    /// Layers of these types come from registries that know Ollama's ways.
    private static final String OLLAMA = "application/vnd.ollama.";

    @Override
    public Call open(Descriptor blob, Optional<ByteRange> range, Terms terms) {
        return pace.apply(engine.locator().open(repository, blob, range, terms));
    }

    @Override
    public Optional<SumsCall> sums(Descriptor blob) {
        return blob.mediaType().startsWith(OLLAMA)
                ? Optional.of(new Question(blob, new AbortSignal()))
                : Optional.empty();
    }

    private final class Question implements SumsCall {
        private final Descriptor blob;
        private final AbortSignal abort;

        Question(Descriptor blob, AbortSignal abort) {
            this.blob = blob;
            this.abort = abort;
        }

        @Override
        public List<ChunkSum> send() throws TransferException {
            return engine.registry().chunkSums(repository, blob, abort);
        }

        @Override
        public void abort() {
            abort.abort();
        }
    }
}

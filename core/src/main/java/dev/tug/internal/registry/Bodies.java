package dev.tug.internal.registry;

import dev.tug.failure.TransferException;
import dev.tug.failure.TransferFailure;
import dev.tug.internal.http.Response;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/// Small bodies, read whole and never beyond a bound.
final class Bodies {
    private static final int BUFFER = 16 << 10;

    /// Bodies of redirects and refusals up to here are read so that their connection can be used again.
    private static final int WORTH_READING_MAX = 16 << 10;

    /// Each byte may be within the stall time of the one before, and the whole still take for ever.
    private static final Duration READ_MAX = Duration.ofMinutes(2);

    private Bodies() {}

    /// The bytes of a body that is a JSON object, or its first `bytesMax + 1` if it is longer than
    /// `bytesMax`.
    ///
    /// Proxies that strip `Content-Length` may leave no other sign of the end, and keep the connection:
    /// such a body ends with its object.
    ///
    /// @throws TransferException also if it drips in for longer than 2 minutes
    static byte[] read(Response response, int bytesMax, InstantSource clock)
            throws TransferException {
        var until = clock.instant().plus(READ_MAX);
        var bytes = new ByteArrayOutputStream();
        var object = new ObjectEnd();
        boolean unframed = response.length() < 0 && response.header("Transfer-Encoding").isEmpty();
        copy(
                response,
                bytes,
                bytesMax + 1,
                () -> clock.instant().isAfter(until),
                piece -> unframed && object.isReachedBy(piece));
        return bytes.toByteArray();
    }

    /// The first bytes of a body that may break off.
    static byte[] start(Response response, int bytesMax) {
        var bytes = new ByteArrayOutputStream();
        try {
            copy(response, bytes, bytesMax, () -> false, _ -> false);
        } catch (TransferException e) {
            // What came before is all there is to show.
            return bytes.toByteArray();
        }
        return bytes.toByteArray();
    }

    /// Closes `response`, whose body nobody wants, and saves its connection where that is cheap.
    static void discard(Response response) {
        try (response) {
            if (response.length() >= 0 && response.length() <= WORTH_READING_MAX) {
                start(response, WORTH_READING_MAX + 1);
            }
        }
    }

    private static void copy(
            Response response,
            ByteArrayOutputStream bytes,
            int bytesMax,
            BooleanSupplier late,
            Predicate<ByteBuffer> last)
            throws TransferException {
        var buffer = ByteBuffer.allocate(BUFFER);
        while (bytes.size() < bytesMax) {
            if (late.getAsBoolean()) {
                throw new TransferException(
                        new TransferFailure.Stalled(response.uri().getHost(), READ_MAX));
            }
            buffer.clear().limit(Math.min(BUFFER, bytesMax - bytes.size()));
            if (response.read(buffer) < 0) {
                return;
            }
            bytes.write(buffer.array(), 0, buffer.position());
            if (last.test(buffer.flip())) {
                return;
            }
        }
    }
}

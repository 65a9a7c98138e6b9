package dev.tug.internal.doctor;

import dev.tug.blob.ByteRange;
import dev.tug.failure.TransferException;
import dev.tug.failure.TransferFailure;
import dev.tug.internal.http.Call;
import dev.tug.internal.http.Response;
import dev.tug.internal.registry.Refusal;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/// What one request for bytes of a blob brought.
///
/// @param from where the answer came from in the end; empty if none came
/// @param status 0 if no answer came
/// @param reading how its head answers the range; empty if it asked for the whole or no head came
/// @param length body bytes announced, or -1
/// @param start the first bytes, at most [#START_MAX]
/// @param received bytes of the body that were read
/// @param firstByte from the request to the first byte of the body
/// @param tenth until a tenth of what was wanted had come
/// @param took in all
/// @param isComplete whether the body came to its end, or as far as it was wanted
/// @param failure what ended it
record Fetch(
        Optional<URI> from,
        int status,
        Optional<RangeReading> reading,
        long length,
        ByteBuffer start,
        long received,
        Duration firstByte,
        Duration tenth,
        Duration took,
        boolean isComplete,
        Optional<TransferFailure> failure) {
    /// Bytes kept, to be compared.
    static final int START_MAX = 4096;

    private static final int BUFFER_BYTES = 64 * 1024;

    /// Makes `call`, and reads until there are `bytesMax`, or the time is over.
    ///
    /// @param range that it asks for
    /// @param limit for the body
    static Fetch of(
            Tools tools, Call call, Optional<ByteRange> range, long bytesMax, Duration limit) {
        long begin = tools.millis().getAsLong();
        var kept = new ByteArrayOutputStream();
        try (var response = call.send()) {
            if (isPage(response)) {
                return failed(
                        tools,
                        begin,
                        Optional.of(response.uri()),
                        Refusal.of(response, tools.calendar().instant()));
            }
            var reading = range.map(asked -> read(response, asked));
            long received = 0;
            long first = -1;
            long tenth = -1;
            long end = tools.millis().getAsLong() + tools.deadline().atMost(limit).toMillis();
            var buffer = ByteBuffer.allocate(BUFFER_BYTES);
            boolean isOver = false;
            while (received < bytesMax && tools.millis().getAsLong() < end) {
                int count;
                try {
                    count = response.read(buffer.clear());
                } catch (TransferException e) {
                    return new Fetch(
                            Optional.of(response.uri()),
                            response.status(),
                            reading,
                            response.length(),
                            ByteBuffer.wrap(kept.toByteArray()),
                            received,
                            since(tools, begin, first),
                            since(tools, begin, tenth),
                            since(tools, begin, -1),
                            false,
                            Optional.of(e.failure()));
                }
                if (count < 0) {
                    isOver = true;
                    break;
                }
                first = first < 0 ? tools.millis().getAsLong() : first;
                kept.write(
                        buffer.array(),
                        buffer.arrayOffset(),
                        Math.max(0, Math.min(count, START_MAX - kept.size())));
                received += count;
                tenth = tenth < 0 && received >= bytesMax / 10 ? tools.millis().getAsLong() : tenth;
            }
            return new Fetch(
                    Optional.of(response.uri()),
                    response.status(),
                    reading,
                    response.length(),
                    ByteBuffer.wrap(kept.toByteArray()),
                    received,
                    since(tools, begin, first),
                    since(tools, begin, tenth),
                    since(tools, begin, -1),
                    isOver || received >= bytesMax,
                    Optional.empty());
        } catch (TransferException e) {
            return failed(tools, begin, Optional.empty(), e.failure());
        }
    }

    private static Fetch failed(
            Tools tools, long begin, Optional<URI> from, TransferFailure failure) {
        return new Fetch(
                from,
                0,
                Optional.empty(),
                -1,
                ByteBuffer.allocate(0),
                0,
                since(tools, begin, -1),
                since(tools, begin, -1),
                since(tools, begin, -1),
                false,
                Optional.of(failure));
    }

    /// No blob is a page for people, whatever the status says.
    private static boolean isPage(Response response) {
        return response.header("Content-Type")
                .filter(type -> type.toLowerCase(Locale.ROOT).startsWith("text/html"))
                .isPresent();
    }

    private static RangeReading read(Response response, ByteRange asked) {
        return RangeReading.of(
                response.status(),
                response.header("Content-Range"),
                response.header("Content-Encoding"),
                response.length(),
                asked);
    }

    private static Duration since(Tools tools, long begin, long end) {
        return Duration.ofMillis((end < 0 ? tools.millis().getAsLong() : end) - begin);
    }

    boolean isAnswered() {
        return failure.isEmpty();
    }
}

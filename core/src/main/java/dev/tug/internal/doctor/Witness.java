package dev.tug.internal.doctor;

import dev.tug.failure.TransferException;
import dev.tug.failure.TransferFailure;
import dev.tug.internal.http.Call;
import dev.tug.internal.http.ForwardingResponse;
import dev.tug.internal.http.Request;
import dev.tug.internal.http.Response;
import dev.tug.internal.http.Transport;
import dev.tug.internal.text.Harmless;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/// A transport that remembers who answered what, and ends all that is under way when told to.
///
/// Safe for use by many threads.
public final class Witness implements Transport {
    /// An examination makes some thirty requests, and its probe as many again.
    private static final int SIGHTINGS_MAX = 128;

    /// What tells of boxes on the way, of clocks and of what was done to a body.
    private static final List<String> FIELDS =
            List.of(
                    "content-type",
                    "content-encoding",
                    "content-range",
                    "date",
                    "server",
                    "via",
                    "x-cache",
                    "x-squid-error",
                    "proxy-connection",
                    "proxy-authenticate");

    private static final int FIELD_LENGTH_MAX = 120;

    private final Transport transport;
    private final InstantSource calendar;
    private final LongSupplier millis;
    private final Set<Call> open = ConcurrentHashMap.newKeySet();
    private volatile boolean isOver;
    private final List<Sighting> sightings = new ArrayList<>(); // guarded by itself

    /// @param millis a monotonic clock
    public Witness(Transport transport, InstantSource calendar, LongSupplier millis) {
        this.transport = transport;
        this.calendar = calendar;
        this.millis = millis;
    }

    /// What was seen so far, the earliest first.
    List<Sighting> sightings() {
        synchronized (sightings) {
            return List.copyOf(sightings);
        }
    }

    /// Ends all calls that are under way, answers that are being read, and what begins from now on.
    void abortAll() {
        isOver = true;
        open.forEach(Call::abort);
    }

    @Override
    public Call call(Request request) {
        return new WitnessedCall(request, transport.call(request));
    }

    @Override
    public ByteBuffer newBuffer() {
        return transport.newBuffer();
    }

    @Override
    public void dropIdle() {
        transport.dropIdle();
    }

    @Override
    public void close() {
        transport.close();
    }

    private void note(Sighting sighting) {
        synchronized (sightings) {
            if (sightings.size() < SIGHTINGS_MAX) {
                sightings.add(sighting);
            }
        }
    }

    private final class WitnessedCall implements Call {
        private final Request request;
        private final Call call;

        WitnessedCall(Request request, Call call) {
            this.request = request;
            this.call = call;
        }

        @Override
        public Response send() throws TransferException {
            open.add(call);
            if (isOver) {
                call.abort();
            }
            long start = millis.getAsLong();
            try {
                var response = call.send();
                note(seen(response, start));
                return new WitnessedResponse(call, response);
            } catch (TransferException e) {
                open.remove(call);
                note(failed(e.failure(), start));
                throw e;
            }
        }

        private Sighting seen(Response response, long start) {
            return new Sighting(
                    calendar.instant(),
                    request.uri(),
                    response.status(),
                    fields(response),
                    response.length(),
                    Optional.of(response.connection()),
                    Optional.empty(),
                    since(start));
        }

        private Sighting failed(TransferFailure failure, long start) {
            return new Sighting(
                    calendar.instant(),
                    request.uri(),
                    0,
                    Map.of(),
                    -1,
                    Optional.empty(),
                    Optional.of(failure),
                    since(start));
        }

        private Duration since(long start) {
            return Duration.ofMillis(millis.getAsLong() - start);
        }

        @Override
        public void abort() {
            call.abort();
        }
    }

    private static Map<String, String> fields(Response response) {
        var fields = new LinkedHashMap<String, String>();
        FIELDS.forEach(name ->
                response.header(name)
                        .ifPresent(
                                value -> fields.put(name, Harmless.of(value, FIELD_LENGTH_MAX))));
        return Map.copyOf(fields);
    }

    private final class WitnessedResponse extends ForwardingResponse {
        private final Call call;

        WitnessedResponse(Call call, Response response) {
            super(response);
            this.call = call;
        }

        @Override
        public void close() {
            open.remove(call);
            super.close();
        }
    }
}

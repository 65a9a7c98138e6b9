package dev.tug.internal.transfer;

import dev.tug.failure.Inspector;
import dev.tug.failure.TransferFailure;
import dev.tug.internal.http.Response;
import dev.tug.internal.tls.Tls;
import dev.tug.transfer.FlightRecord;

import jdk.jfr.FlightRecorder;

import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The connections in use and what each has carried, until its [FlightRecord] is written.
///
/// Guarded by the lock of [TransferState].
final class Flights {
    /// What one connection has carried so far.
    private static final class Flight {
        private final String host;
        private final String inspector;
        private final long sinceMillis;
        private final long handshakeMillis;
        private int requests;
        private long bytes;

        Flight(String host, String inspector, long sinceMillis, long handshakeMillis) {
            this.host = host;
            this.inspector = inspector;
            this.sinceMillis = sinceMillis;
            this.handshakeMillis = handshakeMillis;
        }

        FlightRecord end(long id, long nowMillis, Optional<TransferFailure> failure, String peace) {
            var record =
                    new FlightRecord(
                            id,
                            host,
                            requests,
                            bytes,
                            Duration.ofMillis(nowMillis - sinceMillis),
                            failure);
            // As in Crew: its classes are loaded only while it is there.
            if (FlightRecorder.isInitialized()) {
                ConnectionEvent.record(record, handshakeMillis, peace, inspector);
            }
            return record;
        }
    }

    private final Map<Long, Flight> open = new HashMap<>();
    private final Set<String> hosts = new HashSet<>();
    private int count;

    /// A response has come on a connection, which may be new; whether its host is.
    ///
    /// @param handshakeMillis what it took to open the stream's last connection
    boolean answered(Response response, long sentMillis, long handshakeMillis) {
        var uri = response.uri();
        var flight =
                open.computeIfAbsent(
                        response.connection().id(),
                        _ -> {
                            count++;
                            var port = uri.getPort();
                            return new Flight(
                                    uri.getHost() + (port < 0 ? "" : ":" + port),
                                    inspector(response),
                                    sentMillis,
                                    handshakeMillis);
                        });
        flight.requests++;
        return hosts.add(host(uri));
    }

    private static String inspector(Response response) {
        return response.connection().seen().inspector().map(Inspector::words).orElse("");
    }

    /// The host that answered, with its port in any case.
    static String host(URI uri) {
        int port = uri.getPort() >= 0 ? uri.getPort() : "http".equals(uri.getScheme()) ? 80 : 443;
        return Tls.key(uri.getHost(), port);
    }

    /// Body bytes came on a connection.
    void received(long id, long bytes) {
        var flight = open.get(id);
        if (flight != null) {
            flight.bytes += bytes;
        }
    }

    /// The connection broke, or was closed because of `peace`.
    Optional<FlightRecord> ended(
            long id, long nowMillis, Optional<TransferFailure> failure, String peace) {
        return Optional.ofNullable(open.remove(id))
                .map(flight -> flight.end(id, nowMillis, failure, peace));
    }

    /// All that are still open end in peace.
    List<FlightRecord> endAll(long nowMillis) {
        var records =
                open.entrySet().stream()
                        .map(entry ->
                                entry.getValue()
                                        .end(
                                                entry.getKey(),
                                                nowMillis,
                                                Optional.empty(),
                                                "transfer over"))
                        .toList();
        open.clear();
        return records;
    }

    /// Connections seen so far.
    int count() {
        return count;
    }

    /// How long the connection has lived, zero if it is not known.
    Duration age(long id, long nowMillis) {
        var flight = open.get(id);
        return flight == null ? Duration.ZERO : Duration.ofMillis(nowMillis - flight.sinceMillis);
    }

    /// Body bytes that the connection has carried.
    long bytes(long id) {
        var flight = open.get(id);
        return flight == null ? 0 : flight.bytes;
    }
}

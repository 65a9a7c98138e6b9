package dev.tug.internal.doctor;

import dev.tug.diagnosis.Exchange;
import dev.tug.failure.TransferFailure;
import dev.tug.internal.http.Connection;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/// One request of an examination, and the head of its answer or its failure.
///
/// @param at when the answer or the failure came
/// @param forToken whether it asked for the right to ask
/// @param status 0 if no answer came
/// @param fields those header fields of the answer that tell something, by lower-case name
/// @param length body bytes announced, or -1
/// @param firstByte from the request to the answer's head
record Sighting(
        Instant at,
        URI uri,
        boolean forToken,
        int status,
        Map<String, String> fields,
        long length,
        Optional<Connection> connection,
        Optional<TransferFailure> failure,
        Duration firstByte) {
    String host() {
        return uri.getHost();
    }

    int port() {
        return portOf(uri);
    }

    /// Whether `other` is at the same host and port.
    boolean isAt(URI other) {
        return isSame(uri, other);
    }

    /// Whether both are at one host and port.
    static boolean isSame(URI one, URI other) {
        return one.getHost().equalsIgnoreCase(other.getHost()) && portOf(one) == portOf(other);
    }

    Optional<String> field(String name) {
        return Optional.ofNullable(fields.get(name));
    }

    /// The same for people: what is signed in an address is left out.
    Exchange told() {
        return new Exchange(at, bare(uri), status, outcome(), firstByte);
    }

    private String outcome() {
        return failure.map(TransferFailure::summary)
                .orElseGet(() ->
                        "HTTP "
                                + status
                                + field("content-type").map(type -> ", " + type).orElse("")
                                + (length < 0 ? ", no length" : ", " + length + " bytes"));
    }

    static int portOf(URI uri) {
        return uri.getPort() > 0 ? uri.getPort() : "http".equals(uri.getScheme()) ? 80 : 443;
    }

    static String bare(URI uri) {
        return uri.getScheme()
                + "://"
                + uri.getHost()
                + (uri.getPort() > 0 ? ":" + uri.getPort() : "")
                + (uri.getRawPath() == null ? "" : uri.getRawPath());
    }
}

package dev.tug.internal.http;

import java.net.URI;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// A GET to be sent, or the POST of a form.
///
/// @param headers in the order of sending; `Host`, `Connection`, `User-Agent` and what describes a
///     form's body are the transport's
/// @param terms how long it waits, and on which connection it goes out
/// @param form the body of a POST, `application/x-www-form-urlencoded`; empty for a GET
public record Request(URI uri, Map<String, String> headers, Terms terms, Optional<String> form) {
    public Request {
        headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
    }

    /// A GET of `uri` without further headers.
    public static Request get(URI uri, Duration stall) {
        return get(uri, Terms.of(stall));
    }

    /// A GET of `uri` without further headers.
    public static Request get(URI uri, Terms terms) {
        return new Request(uri, Map.of(), terms, Optional.empty());
    }

    /// A POST of `form`, encoded already, to `uri`.
    public static Request post(URI uri, String form, Duration stall) {
        return new Request(uri, Map.of(), Terms.of(stall), Optional.of(form));
    }

    /// The same request with one more header.
    public Request with(String name, String value) {
        var more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new Request(uri, more, terms, form);
    }

    /// The same request to another address, all headers kept: the caller drops what must not cross.
    public Request to(URI other) {
        return new Request(other, headers, terms, form);
    }

    /// The same request on a connection of its own.
    public Request onFreshConnection() {
        return new Request(uri, headers, terms.onFresh(true), form);
    }

    /// Whether an idle connection of earlier requests may not be used.
    public boolean fresh() {
        return terms.fresh();
    }

    /// Method and host alone: queries, headers and forms carry credentials.
    @Override
    public String toString() {
        return (form.isPresent() ? "POST " : "GET ") + uri.getHost() + uri.getRawPath();
    }
}

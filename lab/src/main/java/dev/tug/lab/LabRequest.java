package dev.tug.lab;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A request as a lab server saw it.
///
/// @param server name of the server, `registry` or `cdn`
/// @param connection which connection of that server it came on, counted from 1
/// @param number which request of that server it was, counted from 1
/// @param method such as `GET`, as sent
/// @param path the target up to the question mark, still percent-encoded
/// @param query the target after the question mark, empty if there is none
/// @param headers all header lines by name, in an order-keeping map that ignores case
public record LabRequest(
        String server,
        long connection,
        int number,
        String method,
        String path,
        String query,
        Map<String, List<String>> headers) {

    /// Bytes that a client asked for.
    ///
    /// @param first offset of the first byte
    /// @param last offset of the last byte, [Long#MAX_VALUE] for an open end
    public record Range(long first, long last) {
        /// Bytes asked for, [Long#MAX_VALUE] for an open end.
        public long length() {
            return last == Long.MAX_VALUE ? Long.MAX_VALUE : last - first + 1;
        }
    }

    /// The first value of a header, by its name in any case.
    public Optional<String> header(String name) {
        return headers.getOrDefault(name, List.of()).stream().findFirst();
    }

    /// The single range asked for; empty without a `Range` header, and for suffix or many ranges.
    public Optional<Range> range() {
        return header("Range").flatMap(RangeHeader::parse).filter(range -> range.first() >= 0);
    }

    /// Whether this asks for the content of a blob, at the registry or at the CDN.
    public boolean isBlob() {
        return path.contains("/blobs/") || path.startsWith("/blob/");
    }

    /// Whether this asks for a manifest.
    public boolean isManifest() {
        return path.contains("/manifests/");
    }

    /// One line without headers and query, which may hold credentials.
    @Override
    public String toString() {
        return server + " " + connection + "/" + number + " " + method + " " + path;
    }
}

package dev.tug.internal.transfer;

import dev.tug.internal.http.Connection;
import dev.tug.internal.http.Response;

import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The head of a response, without a body.
record CannedResponse(int status, long length, Map<String, String> fields, long connectionId)
        implements Response {
    CannedResponse {
        var ignoringCase = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
        ignoringCase.putAll(fields);
        fields = ignoringCase;
    }

    static CannedResponse of(int status, long length, String... fields) {
        var named = new TreeMap<String, String>();
        for (int i = 0; i < fields.length; i += 2) {
            named.put(fields[i], fields[i + 1]);
        }
        return new CannedResponse(status, length, named, 1);
    }

    CannedResponse on(long connection) {
        return new CannedResponse(status, length, fields, connection);
    }

    @Override
    public URI uri() {
        return URI.create("https://cdn.example:8443/blob?signature=secret");
    }

    @Override
    public Optional<String> header(String name) {
        return Optional.ofNullable(fields.get(name));
    }

    @Override
    public Connection connection() {
        return new Connection(
                connectionId,
                1,
                InetSocketAddress.createUnresolved("cdn.example", 8443),
                "TLSv1.3",
                List.of());
    }

    @Override
    public int read(ByteBuffer into) {
        return -1;
    }

    @Override
    public void retire() {
        // Nothing is kept open.
    }

    @Override
    public void close() {
        // Nothing is held.
    }
}

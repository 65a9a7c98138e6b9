package dev.tug.internal.http;

import dev.tug.failure.TransferException;
import dev.tug.internal.name.WireLookup;

import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;

/// Asks a DNS server over HTTPS, by GET (RFC 8484 4.1), with the trust of its transport.
public final class HttpsWire implements WireLookup.Wire {
    private static final String TYPE = "application/dns-message";

    /// Two questions and a handshake fit into what a lookup may take.
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private static final int BYTES_MAX = 64 * 1024;

    private final Transport transport;
    private final URI server;

    /// @param transport one that finds the server's host by other means than this
    public HttpsWire(Transport transport, URI server) {
        this.transport = transport;
        this.server = server;
    }

    @Override
    public byte[] ask(byte[] question) throws IOException {
        var encoded = Base64.getUrlEncoder().withoutPadding().encodeToString(question);
        var query = server.getRawQuery() == null ? "?" : "&";
        var uri = URI.create(server + query + "dns=" + encoded);
        var request = Request.get(uri, PATIENCE).with("Accept", TYPE);
        try (var response = transport.call(request).send()) {
            var type = response.header("Content-Type").orElse("");
            if (response.status() != 200 || !type.startsWith(TYPE)) {
                throw new IOException("HTTP " + response.status() + " " + type);
            }
            return read(response);
        } catch (TransferException e) {
            throw new IOException(e.failure().summary(), e);
        }
    }

    private static byte[] read(Response response) throws TransferException {
        var buffer = ByteBuffer.allocate(BYTES_MAX);
        int count = 0;
        while (buffer.hasRemaining() && count >= 0) {
            count = response.read(buffer);
        }
        return Arrays.copyOf(buffer.array(), buffer.position());
    }
}

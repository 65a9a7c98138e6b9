package dev.tug.bench;

import java.io.IOException;

/// A site as it is reached through something that passes connections on.
///
/// @param site what stands behind, and is closed by who started it
/// @param host host and port of what stands in front
record Relayed(Site site, String host) implements Site {
    @Override
    public String name() {
        return site.name();
    }

    @Override
    public void publish(Payload payload) throws IOException {
        site.publish(payload);
    }

    @Override
    public void withdraw() throws IOException {
        site.withdraw();
    }

    @Override
    public long bytesSent() throws IOException {
        return site.bytesSent();
    }

    @Override
    public void close() {}
}

package dev.tug.internal.tls;

/// What earlier pulls on this network found out about TLS.
public interface TlsMemory {
    /// Nothing.
    TlsMemory NONE =
            new TlsMemory() {
                @Override
                public boolean inspects(String fingerprint) {
                    return false;
                }

                @Override
                public boolean isOld(String host) {
                    return false;
                }

                @Override
                public boolean isDue(String host) {
                    return false;
                }
            };

    /// Whether the authority with this fingerprint was found to inspect.
    boolean inspects(String fingerprint);

    /// Whether only TLS 1.2 got through to the host.
    boolean isOld(String host);

    /// Whether that was found long ago, or once only, so that TLS 1.3 is to be tried again first.
    boolean isDue(String host);
}

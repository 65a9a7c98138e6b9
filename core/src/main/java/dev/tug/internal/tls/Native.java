package dev.tug.internal.tls;

import org.conscrypt.Conscrypt;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.util.Optional;

/// Conscrypt's cryptography, where its native library loads.
///
/// It costs less CPU time per byte than the JDK's, and none to become fast: the JDK's is compiled while
/// it runs.
public final class Native {
    private static final System.Logger LOG = System.getLogger(Native.class.getName());

    private Native() {}

    /// Loaded when first wanted: unpacking the library takes its time.
    private static final class Loaded {
        private static final Optional<Provider> PROVIDER = load();

        private static Optional<Provider> load() {
            try {
                return Optional.of(Conscrypt.newProvider());
            } catch (LinkageError | RuntimeException e) {
                LOG.log(System.Logger.Level.DEBUG, "no native TLS here, using the JDK's", e);
                return Optional.empty();
            }
        }
    }

    /// Its provider; empty where the library does not load.
    public static Optional<Provider> provider() {
        return Loaded.PROVIDER;
    }

    /// A fresh SHA-256, by the JDK where there is no other; best fed from direct buffers.
    public static MessageDigest sha256() {
        try {
            return Loaded.PROVIDER.isPresent()
                    ? MessageDigest.getInstance("SHA-256", Loaded.PROVIDER.get())
                    : MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}

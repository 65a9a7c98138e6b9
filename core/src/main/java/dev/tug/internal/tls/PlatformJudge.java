package dev.tug.internal.tls;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Arrays;

import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/// Has the platform judge a way to one authority, so that no other authority can change its judgement.
final class PlatformJudge {
    private static final char[] NO_PASSWORD = {};

    private PlatformJudge() {}

    /// Trusts `authority` alone.
    static X509ExtendedTrustManager of(X509Certificate authority) {
        try {
            var store = KeyStore.getInstance("PKCS12");
            store.load(null, NO_PASSWORD);
            store.setCertificateEntry("authority", authority);
            var factory = TrustManagerFactory.getInstance("PKIX");
            factory.init(store);
            return Arrays.stream(factory.getTrustManagers())
                    .filter(X509ExtendedTrustManager.class::isInstance)
                    .map(X509ExtendedTrustManager.class::cast)
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("no judge of certificates"));
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("no certificates on this platform", e);
        }
    }
}

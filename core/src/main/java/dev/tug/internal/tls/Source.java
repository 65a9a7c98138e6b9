package dev.tug.internal.tls;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import javax.security.auth.x500.X500Principal;

/// Authorities of one origin, read when they are first needed: to read all of a system takes longer
/// than a small pull.
final class Source {
    private static final char[] NO_PASSWORD = {};

    private final Origin origin;
    private final String place;
    private final Supplier<List<X509Certificate>> read;

    /// Guarded by `this`.
    private @Nullable Loaded loaded;

    private record Loaded(
            Optional<X509ExtendedTrustManager> judge,
            Map<X500Principal, List<X509Certificate>> bySubject) {}

    /// @param place where they are read from, as a file's name or in words
    Source(Origin origin, String place, Supplier<List<X509Certificate>> read) {
        this.origin = origin;
        this.place = place;
        this.read = read;
    }

    /// The platform's judge over these authorities; empty if there are none.
    Optional<X509ExtendedTrustManager> judge() {
        return load().judge();
    }

    /// The authority that signed `certificate`, or is it.
    Optional<Anchor> issuerOf(X509Certificate certificate) {
        var bySubject = load().bySubject();
        var issuers = bySubject.getOrDefault(certificate.getIssuerX500Principal(), List.of());
        return issuers.stream()
                .filter(authority -> Anchor.signed(authority, certificate))
                // Where an authority was renewed with its key, the one that lasts longer counts.
                .max(Comparator.comparing(authority -> authority.getNotAfter().toInstant()))
                .or(() ->
                        bySubject
                                .getOrDefault(certificate.getSubjectX500Principal(), List.of())
                                .stream()
                                .filter(certificate::equals)
                                .findFirst())
                .map(authority -> new Anchor(authority, origin, place));
    }

    List<X509Certificate> certificates() {
        return load().bySubject().values().stream().flatMap(List::stream).toList();
    }

    Origin origin() {
        return origin;
    }

    private synchronized Loaded load() {
        var done = loaded;
        if (done == null) {
            var certificates = read.get();
            var bySubject = new HashMap<X500Principal, List<X509Certificate>>();
            certificates.forEach(certificate ->
                    bySubject.merge(
                            certificate.getSubjectX500Principal(),
                            List.of(certificate),
                            Source::both));
            done = new Loaded(judge(certificates), bySubject);
            loaded = done;
        }
        return done;
    }

    private static List<X509Certificate> both(List<X509Certificate> a, List<X509Certificate> b) {
        var all = new ArrayList<>(a);
        all.addAll(b);
        return all;
    }

    private static Optional<X509ExtendedTrustManager> judge(List<X509Certificate> authorities) {
        if (authorities.isEmpty()) {
            return Optional.empty();
        }
        try {
            var store = KeyStore.getInstance("PKCS12");
            store.load(null, NO_PASSWORD);
            int number = 0;
            for (var authority : authorities) {
                store.setCertificateEntry(Integer.toString(number++), authority);
            }
            var factory = TrustManagerFactory.getInstance("PKIX");
            factory.init(store);
            return Arrays.stream(factory.getTrustManagers())
                    .filter(X509ExtendedTrustManager.class::isInstance)
                    .map(X509ExtendedTrustManager.class::cast)
                    .findFirst();
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("no certificates on this platform", e);
        }
    }
}

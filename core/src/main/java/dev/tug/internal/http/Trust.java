package dev.tug.internal.http;

import nl.altindag.ssl.util.CertificateUtils;
import nl.altindag.ssl.util.TrustManagerUtils;

import org.conscrypt.Conscrypt;

import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Provider;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/// Whom Tug believes: the JDK's authorities, the operating system's, and those of given PEM files.
///
/// The sources add up, so that a corporate authority in any of them suffices. A file that cannot be
/// read is passed over with a warning, when a chain is first compared with it.
public final class Trust {
    private static final System.Logger LOG = System.getLogger(Trust.class.getName());

    private Trust() {}

    /// A TLS context over all sources, on the fastest provider that this platform loads.
    public static SSLContext context(List<Path> pemFiles, Consumer<String> warnings) {
        return context(conscrypt(), manager(pemFiles, warnings));
    }

    /// A TLS context on `provider`, or on the JDK's own.
    static SSLContext context(Optional<Provider> provider, X509ExtendedTrustManager manager) {
        try {
            var context =
                    provider.isPresent()
                            ? SSLContext.getInstance("TLS", provider.get())
                            : SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {manager}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("no TLS on this platform", e);
        }
    }

    static X509ExtendedTrustManager manager(List<Path> pemFiles, Consumer<String> warnings) {
        var sources = new ArrayList<Supplier<X509ExtendedTrustManager>>();
        sources.add(TrustManagerUtils::createTrustManagerWithJdkTrustedCertificates);
        for (var file : pemFiles) {
            sources.add(() -> of(certificates(file, warnings)));
        }
        sources.add(Trust::system);
        return new UnionTrustManager(sources);
    }

    private static X509ExtendedTrustManager of(List<X509Certificate> authorities) {
        return authorities.isEmpty()
                ? new UnionTrustManager(List.of())
                : TrustManagerUtils.createTrustManager(authorities);
    }

    /// The operating system's authorities, or nobody where it has none that can be read.
    private static X509ExtendedTrustManager system() {
        return TrustManagerUtils.createTrustManagerWithSystemTrustedCertificates()
                .orElseGet(() -> new UnionTrustManager(List.of()));
    }

    private static List<X509Certificate> certificates(Path file, Consumer<String> warnings) {
        try {
            var found =
                    CertificateUtils.loadCertificate(file).stream()
                            .filter(X509Certificate.class::isInstance)
                            .map(X509Certificate.class::cast)
                            .toList();
            if (found.isEmpty()) {
                warnings.accept("no certificate in " + file);
            }
            return found;
        } catch (RuntimeException e) {
            warnings.accept("cannot read certificates from " + file + ": " + e.getMessage());
            return List.of();
        }
    }

    /// Conscrypt where its native library loads: it takes two thirds of JSSE's CPU time per byte.
    static Optional<Provider> conscrypt() {
        try {
            return Optional.of(Conscrypt.newProvider());
        } catch (LinkageError | RuntimeException e) {
            LOG.log(System.Logger.Level.DEBUG, "no native TLS here, using the JDK's", e);
            return Optional.empty();
        }
    }
}

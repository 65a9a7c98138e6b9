package dev.tug.internal.tls;

import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The certificates that this machine was told to distrust, wherever else they are trusted. Read when first
/// asked for; safe for threads.
final class Distrust {
    /// Nothing is distrusted.
    static final Distrust NONE = new Distrust(List.of());

    /// Where each is distrusted.
    private final Once<Map<X509Certificate, Path>> rejected;

    /// @param places files and directories that may say so; not all need be there
    Distrust(List<Path> places) {
        this.rejected = new Once<>(() -> read(places));
    }

    private static Map<X509Certificate, Path> read(List<Path> places) {
        var rejected = new LinkedHashMap<X509Certificate, Path>();
        var seen = new HashSet<Object>();
        for (var place : places) {
            AuthorityFiles.rejected(place, seen)
                    .forEach(certificate -> rejected.putIfAbsent(certificate, place));
        }
        return rejected;
    }

    /// What is said of the first of `certificates` that is distrusted.
    Optional<Diagnosis> of(List<X509Certificate> certificates) {
        var known = rejected.get();
        return certificates.stream()
                .filter(known::containsKey)
                .findFirst()
                .map(found -> PathDiagnosis.distrusted(found, String.valueOf(known.get(found))));
    }

    /// The same of an authority that would vouch for `last` if it were trusted.
    Optional<Diagnosis> over(X509Certificate last, PathSearch search) {
        return rejected.get().keySet().stream()
                .filter(authority -> search.hasSigned(authority, last))
                .findFirst()
                .flatMap(authority -> of(List.of(authority)));
    }
}

package dev.tug.internal.tls;

import org.jspecify.annotations.Nullable;

import java.security.cert.X509Certificate;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import javax.security.auth.x500.X500Principal;

/// Authorities of one origin, read when they are first needed: to read all of a system takes longer
/// than a small pull.
final class Source {
    private final Origin origin;
    private final String place;
    private final Supplier<List<X509Certificate>> read;

    /// Guarded by `this`.
    private @Nullable Map<X500Principal, List<X509Certificate>> loaded;

    /// @param place where they are read from, as a file's name or in words
    Source(Origin origin, String place, Supplier<List<X509Certificate>> read) {
        this.origin = origin;
        this.place = place;
        this.read = read;
    }

    /// The authorities of a name. Where one was renewed, the one that lasts longer comes first.
    List<Anchor> named(X500Principal name) {
        return bySubject().getOrDefault(name, List.of()).stream()
                .sorted(Comparator.comparing(X509Certificate::getNotAfter).reversed())
                .map(authority -> new Anchor(authority, origin, place))
                .toList();
    }

    List<X509Certificate> certificates() {
        return bySubject().values().stream().flatMap(List::stream).toList();
    }

    Origin origin() {
        return origin;
    }

    private synchronized Map<X500Principal, List<X509Certificate>> bySubject() {
        var done = loaded;
        if (done == null) {
            done =
                    read.get().stream()
                            .collect(
                                    Collectors.groupingBy(
                                            X509Certificate::getSubjectX500Principal));
            loaded = done;
        }
        return done;
    }
}

package dev.tug.internal.tls;

import nl.altindag.ssl.util.KeyStoreUtils;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The authorities that come with this machine: the JDK's own and the operating system's.
final class MachineAuthorities {
    private static final System.Logger LOG = System.getLogger(MachineAuthorities.class.getName());

    /// The JDK's own entries are named so; what an administrator adds by `keytool` is not.
    private static final String OWN_ALIAS = "[jdk";

    /// Where distributions keep one file with all (the list that Go's library keeps); the first counts.
    private static final List<String> BUNDLES =
            List.of(
                    "/etc/ssl/certs/ca-certificates.crt",
                    "/etc/pki/tls/certs/ca-bundle.crt",
                    "/etc/ssl/ca-bundle.pem",
                    "/etc/pki/tls/cacert.pem",
                    "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",
                    "/etc/ssl/cert.pem");

    /// And directories with one file for each; all count.
    private static final List<String> DIRECTORIES =
            List.of("/etc/ssl/certs", "/etc/pki/tls/certs", "/system/etc/security/cacerts");

    /// Where p11-kit says what is distrusted, on Fedora and its kin; links lead there from the above.
    private static final String DISTRUST =
            "/etc/pki/ca-trust/extracted/openssl/ca-bundle.trust.crt";

    private MachineAuthorities() {}

    /// Where administrators put authorities for a distribution to add to its lists: Debian, Fedora,
    /// Arch, SUSE.
    private static final List<String> LOCAL =
            List.of(
                    "/usr/local/share/ca-certificates",
                    "/etc/pki/ca-trust/source/anchors",
                    "/etc/ca-certificates/trust-source/anchors",
                    "/etc/pki/trust/anchors");

    /// What the JDK was installed with, and what was added to it.
    ///
    /// @param own public authorities
    /// @param added somebody's
    record OfJdk(List<X509Certificate> own, List<X509Certificate> added) {}

    /// The JDK's list. One that a distribution made, as most Linux packages have it, holds what
    /// administrators added to the system's.
    static OfJdk ofJdk() {
        return split(entries(), MachineAuthorities::local);
    }

    /// @param entries by alias
    /// @param local what administrators added to the system's list; asked for only where the aliases do
    ///     not tell
    static OfJdk split(Map<String, X509Certificate> entries, Supplier<Set<X509Certificate>> local) {
        boolean isJdks = entries.keySet().stream().anyMatch(alias -> alias.contains(OWN_ALIAS));
        var added = isJdks ? Set.<X509Certificate>of() : local.get();
        var parts =
                entries.entrySet().stream()
                        .collect(
                                Collectors.partitioningBy(
                                        entry ->
                                                isJdks
                                                        ? entry.getKey().contains(OWN_ALIAS)
                                                        : !added.contains(entry.getValue()),
                                        Collectors.mapping(
                                                Map.Entry::getValue, Collectors.toList())));
        return new OfJdk(parts.getOrDefault(true, List.of()), parts.getOrDefault(false, List.of()));
    }

    private static Map<String, X509Certificate> entries() {
        try {
            return entries(KeyStore.getInstance(jdkStore().toFile(), (char[]) null));
        } catch (GeneralSecurityException | IOException | IllegalArgumentException e) {
            LOG.log(System.Logger.Level.WARNING, "cannot read the JDK's authorities", e);
            return Map.of();
        }
    }

    private static Map<String, X509Certificate> entries(KeyStore store)
            throws GeneralSecurityException {
        var found = new LinkedHashMap<String, X509Certificate>();
        for (var alias : Collections.list(store.aliases())) {
            if (store.getCertificate(alias) instanceof X509Certificate certificate) {
                found.put(alias, certificate);
            }
        }
        return found;
    }

    private static Set<X509Certificate> local() {
        var files = new AuthorityFiles(_ -> {});
        return LOCAL.stream()
                .map(Path::of)
                .flatMap(place -> files.usual(place).stream())
                .collect(Collectors.toSet());
    }

    private static Path jdkStore() {
        var named = System.getProperty("javax.net.ssl.trustStore");
        if (named != null && Files.isReadable(Path.of(named))) {
            return Path.of(named);
        }
        var security = Path.of(System.getProperty("java.home"), "lib", "security");
        return Stream.of("jssecacerts", "cacerts")
                .map(security::resolve)
                .filter(Files::isReadable)
                .findFirst()
                .orElse(security.resolve("cacerts"));
    }

    /// The operating system's, in which administrators put their own.
    static List<X509Certificate> ofSystem(AuthorityFiles files) {
        var system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        return system.contains("windows") || system.contains("mac")
                ? ofKeychains()
                : ofFiles(files);
    }

    private static List<X509Certificate> ofFiles(AuthorityFiles files) {
        var bundle = BUNDLES.stream().map(Path::of).filter(Files::isReadable).limit(1);
        return Stream.concat(bundle, DIRECTORIES.stream().map(Path::of))
                .flatMap(place -> files.usual(place).stream())
                .toList();
    }

    /// Where this system may say that it distrusts a certificate.
    static List<Path> distrust() {
        return Stream.concat(Stream.of(DISTRUST), DIRECTORIES.stream()).map(Path::of).toList();
    }

    /// Windows' `ROOT` of machine and user, or the keychains of macOS.
    private static List<X509Certificate> ofKeychains() {
        var found = new ArrayList<X509Certificate>();
        try {
            for (var store : KeyStoreUtils.loadSystemKeyStores()) {
                found.addAll(entries(store).values());
            }
        } catch (GeneralSecurityException | RuntimeException e) {
            LOG.log(System.Logger.Level.WARNING, "cannot read the system's authorities", e);
        }
        return found;
    }
}

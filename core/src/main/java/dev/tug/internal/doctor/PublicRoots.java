package dev.tug.internal.doctor;

import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/// Judges chains by the JDK's roots, which are those of browsers, and by names of known products.
public final class PublicRoots implements ChainJudge {
    /// Hosts that the world sees under a public authority: another one is somebody's on the way.
    private static final Set<String> WORLDWIDE =
            Set.of(
                    "ollama.ai",
                    "ollama.com",
                    "cloudflarestorage.com",
                    "hf.co",
                    "huggingface.co",
                    "ghcr.io",
                    "docker.io",
                    "docker.com",
                    "quay.io",
                    "amazonaws.com",
                    "googleapis.com");

    /// Words in issuers' names, in the order in which they are looked for (networks 7a).
    private static final Map<String, String> PRODUCTS = products();

    private final List<X509Certificate> roots = roots();

    @Override
    public Opinion of(String host, List<X509Certificate> chain) {
        if (chain.stream().anyMatch(this::isVouchedFor)) {
            return new Opinion(Anchor.PUBLIC, Optional.empty());
        }
        var product = chain.stream().flatMap(PublicRoots::product).findFirst();
        return new Opinion(
                Anchor.OTHER,
                product.or(() -> isWorldwide(host) ? Optional.of("unknown") : Optional.empty()));
    }

    private boolean isVouchedFor(X509Certificate certificate) {
        return roots.stream()
                .anyMatch(root ->
                        root.equals(certificate)
                                || (root.getSubjectX500Principal()
                                                .equals(certificate.getIssuerX500Principal())
                                        && isSigned(certificate, root)));
    }

    private static boolean isSigned(X509Certificate certificate, X509Certificate root) {
        try {
            certificate.verify(root.getPublicKey());
            return true;
        } catch (GeneralSecurityException _) {
            return false;
        }
    }

    private static Stream<String> product(X509Certificate certificate) {
        var issuer = certificate.getIssuerX500Principal().getName().toLowerCase(Locale.ROOT);
        return PRODUCTS.entrySet().stream()
                .filter(entry -> issuer.contains(entry.getKey()))
                .map(Map.Entry::getValue);
    }

    private static boolean isWorldwide(String host) {
        var name = host.toLowerCase(Locale.ROOT);
        return WORLDWIDE.stream()
                .anyMatch(known -> name.equals(known) || name.endsWith("." + known));
    }

    private static List<X509Certificate> roots() {
        try {
            var factory = TrustManagerFactory.getInstance("PKIX");
            factory.init((KeyStore) null);
            return Arrays.stream(factory.getTrustManagers())
                    .filter(X509TrustManager.class::isInstance)
                    .flatMap(manager ->
                            Arrays.stream(((X509TrustManager) manager).getAcceptedIssuers()))
                    .toList();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("no roots on this platform", e);
        }
    }

    private static Map<String, String> products() {
        var products = new LinkedHashMap<String, String>();
        for (var entry :
                List.of(
                        "zscaler=Zscaler",
                        "goskope=Netskope",
                        "netskope=Netskope",
                        "fortinet=Fortinet",
                        "fortigate=Fortinet",
                        "sophos=Sophos",
                        "cisco umbrella=Cisco Umbrella",
                        "forcepoint=Forcepoint",
                        "websense=Forcepoint",
                        "blue coat=Blue Coat",
                        "symantec web=Symantec",
                        "mcafee web=McAfee",
                        "skyhigh=Skyhigh",
                        "check point=Check Point",
                        "sonicwall=SonicWall",
                        "watchguard=WatchGuard",
                        "barracuda=Barracuda",
                        "ironport=Cisco IronPort",
                        "palo alto=Palo Alto",
                        "avast=Avast",
                        "avg web=AVG",
                        "norton web=Norton",
                        "eset ssl=ESET",
                        "kaspersky=Kaspersky",
                        "bitdefender=Bitdefender",
                        "mitmproxy=mitmproxy",
                        "portswigger=Burp Suite",
                        "fiddler=Fiddler",
                        "squid=Squid")) {
            int at = entry.indexOf('=');
            products.put(entry.substring(0, at), entry.substring(at + 1));
        }
        return products;
    }
}

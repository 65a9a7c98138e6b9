package dev.tug.lab;

import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.List;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/// Makes certificates of every odd kind, one above the other: what appliances and careless servers
/// show. For plain ones there is [CertificateAuthority].
public final class Certifier {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int SERIAL_BITS = 64;
    private static final char[] NO_PASSWORD = {};

    private final KeyPair keys;
    private final X509Certificate certificate;

    /// Authorities above, the next first.
    private final List<Certifier> above;

    private Certifier(KeyPair keys, X509Certificate certificate, List<Certifier> above) {
        this.keys = keys;
        this.certificate = certificate;
        this.above = List.copyOf(above);
    }

    /// What keys a certificate is of.
    public enum Keys {
        /// ECDSA, P-256.
        EC(256),
        /// RSA of 512 bits.
        RSA_512(512),
        /// RSA of 1024 bits.
        RSA_1024(1024),
        /// RSA of 2048 bits.
        RSA_2048(2048);

        private final int bits;

        Keys(int bits) {
            this.bits = bits;
        }

        private KeyPair make() throws GeneralSecurityException {
            var generator = KeyPairGenerator.getInstance(this == EC ? "EC" : "RSA");
            generator.initialize(bits);
            return generator.generateKeyPair();
        }
    }

    /// What is odd about a certificate.
    public sealed interface Oddity {
        /// Certificate policies are marked as critical.
        record CriticalPolicies() implements Oddity {}

        /// An extension that nobody knows is marked as critical.
        record UnknownCritical() implements Oddity {}

        /// It tells where its issuer's certificate lies.
        record IssuerAt(String url) implements Oddity {}

        /// It has what looks like the stamps of public logs.
        ///
        /// @param logs how many
        /// @param after the beginning of its validity
        record Timestamps(int logs, Duration after) implements Oddity {}

        /// It has something else where the stamps of public logs should be.
        record JunkTimestamps() implements Oddity {}

        /// It says that it is no authority, though it signs.
        record NoAuthority() implements Oddity {}

        /// It does not say whether it is an authority.
        record NoConstraints() implements Oddity {}

        /// It may sign no certificates, though it does.
        record NoCertSign() implements Oddity {}

        /// It allows no more than so many authorities below it.
        record LengthAtMost(int authorities) implements Oddity {}

        /// It may vouch for names below one alone.
        record NamesBelow(String name) implements Oddity {}

        /// It is for one purpose alone, which an object identifier names.
        record OnlyFor(String purpose) implements Oddity {}

        /// Its key may do one thing alone.
        ///
        /// @param bit of BouncyCastle's `KeyUsage`
        record OnlyUsage(int bit) implements Oddity {}

        /// It names its host in the subject alone.
        record NoAlternativeName() implements Oddity {}
    }

    /// A certificate to be made.
    ///
    /// @param subject such as `CN=Lab Root,O=Lab`
    /// @param hash of the signature on it, such as `SHA256` or `SHA1`
    /// @param age when its validity began, before now
    /// @param left until its validity ends; negative if it has ended
    public record Order(
            String subject,
            Keys keys,
            String hash,
            Duration age,
            Duration left,
            List<Oddity> oddities) {
        /// A sound one, valid from a month ago for a year.
        public static Order of(String subject) {
            return new Order(
                    subject,
                    Keys.EC,
                    "SHA256",
                    Duration.ofDays(30),
                    Duration.ofDays(365),
                    List.of());
        }

        /// The same of other keys.
        public Order of(Keys other) {
            return new Order(subject, other, hash, age, left, oddities);
        }

        /// The same signed by way of another hash.
        public Order hashedBy(String other) {
            return new Order(subject, keys, other, age, left, oddities);
        }

        /// The same at another time.
        public Order valid(Duration otherAge, Duration otherLeft) {
            return new Order(subject, keys, hash, otherAge, otherLeft, oddities);
        }

        /// The same with one more oddity.
        public Order with(Oddity oddity) {
            var more = new ArrayList<>(oddities);
            more.add(oddity);
            return new Order(subject, keys, hash, age, left, more);
        }

        private boolean has(Oddity oddity) {
            return oddities.contains(oddity);
        }
    }

    /// An authority that vouches for itself.
    public static Certifier root(Order order) {
        return authority(order, List.of());
    }

    /// An authority that this one vouches for.
    public Certifier vouch(Order order) {
        var over = new ArrayList<Certifier>();
        over.add(this);
        over.addAll(above);
        return authority(order, over);
    }

    /// The same authority with the same keys by another certificate.
    public Certifier again(Order order) {
        return authority(order, keys, above);
    }

    private static Certifier authority(Order order, List<Certifier> above) {
        try {
            return authority(order, order.keys().make(), above);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("cannot make keys for " + order.subject(), e);
        }
    }

    private static Certifier authority(Order order, KeyPair keys, List<Certifier> above) {
        try {
            var builder = builder(order, keys, above);
            if (!order.has(new Oddity.NoConstraints())) {
                builder.addExtension(Extension.basicConstraints, true, constraints(order));
            }
            builder.addExtension(
                    Extension.keyUsage,
                    true,
                    new KeyUsage(
                            order.has(new Oddity.NoCertSign())
                                    ? KeyUsage.digitalSignature
                                    : KeyUsage.keyCertSign | KeyUsage.cRLSign));
            var signer = above.isEmpty() ? keys : above.getFirst().keys;
            return new Certifier(keys, sign(builder, order, signer), above);
        } catch (GeneralSecurityException | CertIOException e) {
            throw new IllegalStateException("cannot make authority " + order.subject(), e);
        }
    }

    private static BasicConstraints constraints(Order order) {
        for (var oddity : order.oddities()) {
            if (oddity instanceof Oddity.LengthAtMost(var authorities)) {
                return new BasicConstraints(authorities);
            }
        }
        return new BasicConstraints(!order.has(new Oddity.NoAuthority()));
    }

    /// A server's side of TLS whose chain leaves out roots, as servers do.
    ///
    /// @param shown how many authorities come after the leaf at most
    public SSLContext server(Order leaf, int shown, String... hosts) {
        try {
            var leafKeys = leaf.keys().make();
            var chain = new ArrayList<Certificate>();
            chain.add(leaf(leaf, leafKeys, hosts));
            chain.addAll(
                    path().stream()
                            .filter(authority -> !authority.above.isEmpty())
                            .limit(shown)
                            .map(Certifier::certificate)
                            .toList());
            var store = KeyStore.getInstance("PKCS12");
            store.load(null, NO_PASSWORD);
            store.setKeyEntry(
                    "leaf", leafKeys.getPrivate(), NO_PASSWORD, chain.toArray(Certificate[]::new));
            var managers = KeyManagerFactory.getInstance("PKIX");
            managers.init(store, NO_PASSWORD);
            var context = SSLContext.getInstance("TLS");
            context.init(managers.getKeyManagers(), null, null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("cannot sign for " + hosts[0], e);
        }
    }

    /// A server's certificate and all authorities above it.
    public List<X509Certificate> chain(Order leaf, String... hosts) {
        try {
            var chain = new ArrayList<X509Certificate>();
            chain.add(leaf(leaf, leaf.keys().make(), hosts));
            path().stream().map(Certifier::certificate).forEach(chain::add);
            return List.copyOf(chain);
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("cannot sign for " + leaf.subject(), e);
        }
    }

    /// The authority's certificate.
    public X509Certificate certificate() {
        return certificate;
    }

    /// The same as PEM text, ending in a line break.
    public String pem() {
        try {
            return "-----BEGIN CERTIFICATE-----\n%s\n-----END CERTIFICATE-----\n"
                    .formatted(
                            Base64.getMimeEncoder(64, new byte[] {'\n'})
                                    .encodeToString(certificate.getEncoded()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("cannot encode a certificate", e);
        }
    }

    /// The certificate as OpenSSL writes one with what it is for, and what it is not.
    ///
    /// @param trusted object identifiers of purposes; empty for all
    /// @param rejected object identifiers of purposes
    public String trustedPem(List<String> trusted, List<String> rejected) {
        try {
            var bytes = new ByteArrayOutputStream();
            bytes.writeBytes(certificate.getEncoded());
            bytes.writeBytes(OddExtensions.trust(trusted, rejected));
            return "-----BEGIN TRUSTED CERTIFICATE-----\n%s\n-----END TRUSTED CERTIFICATE-----\n"
                    .formatted(
                            Base64.getMimeEncoder(64, new byte[] {'\n'})
                                    .encodeToString(bytes.toByteArray()));
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("cannot encode a certificate", e);
        }
    }

    /// The authority at the end, which vouches for itself, as [#pem] has it.
    public String rootPem() {
        return root().pem();
    }

    /// The authority at the end, which vouches for itself.
    public Certifier root() {
        return path().getLast();
    }

    private List<Certifier> path() {
        var path = new ArrayList<Certifier>();
        path.add(this);
        path.addAll(above);
        return path;
    }

    private X509Certificate leaf(Order order, KeyPair leafKeys, String... hosts)
            throws GeneralSecurityException, IOException {
        var builder = builder(order, leafKeys, path());
        var names = new GeneralName[hosts.length];
        for (int i = 0; i < hosts.length; i++) {
            names[i] =
                    new GeneralName(
                            Character.isDigit(hosts[i].charAt(0))
                                    ? GeneralName.iPAddress
                                    : GeneralName.dNSName,
                            hosts[i]);
        }
        if (!order.has(new Oddity.NoAlternativeName())) {
            builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(names));
        }
        return sign(builder, order, keys);
    }

    private static JcaX509v3CertificateBuilder builder(
            Order order, KeyPair subjectKeys, List<Certifier> above) throws CertIOException {
        var subject = new X500Name(order.subject());
        var issuer =
                above.isEmpty()
                        ? subject
                        : X500Name.getInstance(
                                above.getFirst()
                                        .certificate
                                        .getSubjectX500Principal()
                                        .getEncoded());
        var now = Instant.now();
        var builder =
                new JcaX509v3CertificateBuilder(
                        issuer,
                        new BigInteger(SERIAL_BITS, RANDOM).add(BigInteger.ONE),
                        Date.from(now.minus(order.age())),
                        Date.from(now.plus(order.left())),
                        subject,
                        subjectKeys.getPublic());
        for (var oddity : order.oddities()) {
            OddExtensions.add(builder, oddity, now.minus(order.age()));
        }
        return builder;
    }

    private static X509Certificate sign(
            JcaX509v3CertificateBuilder builder, Order order, KeyPair signer)
            throws GeneralSecurityException {
        var scheme = signer.getPrivate().getAlgorithm().equals("EC") ? "ECDSA" : "RSA";
        try {
            return new JcaX509CertificateConverter()
                    .getCertificate(
                            builder.build(
                                    new JcaContentSignerBuilder(order.hash() + "with" + scheme)
                                            .build(signer.getPrivate())));
        } catch (OperatorCreationException e) {
            throw new GeneralSecurityException(e);
        }
    }
}

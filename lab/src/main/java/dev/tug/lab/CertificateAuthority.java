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

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Date;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/// A certificate authority that lives as long as a test: it signs leafs for any host.
///
/// Keys are EC P-256, certificates are valid from 2020 to 2049. Safe for use by many threads.
public final class CertificateAuthority {
    private static final Instant NOT_BEFORE = Instant.parse("2020-01-01T00:00:00Z");
    private static final Instant NOT_AFTER = Instant.parse("2049-12-31T23:59:59Z");
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int SERIAL_BITS = 64;
    private static final char[] NO_PASSWORD = {};

    private final X500Name name;
    private final KeyPair keys;
    private final X509Certificate certificate;
    private final SSLContext clientContext;

    private CertificateAuthority(X500Name name, KeyPair keys, X509Certificate certificate) {
        this.name = name;
        this.keys = keys;
        this.certificate = certificate;
        this.clientContext = trusting(certificate);
    }

    /// Makes an authority with a fresh key.
    ///
    /// @param distinguishedName subject and issuer, such as `CN=Lab Root,O=Lab`
    public static CertificateAuthority create(String distinguishedName) {
        var name = new X500Name(distinguishedName);
        try {
            var keys = newKeys();
            var builder = certificateOf(name, name, keys);
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
            builder.addExtension(
                    Extension.keyUsage,
                    true,
                    new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
            return new CertificateAuthority(name, keys, sign(builder, keys));
        } catch (GeneralSecurityException | CertIOException e) {
            throw new IllegalStateException("cannot make authority " + distinguishedName, e);
        }
    }

    /// A server's side of TLS: a leaf for all `hostsOrIps` and the chain up to this authority.
    ///
    /// @param hostsOrIps subject alternative names; those of digits and dots, or with a colon, are
    ///     addresses
    public SSLContext serverContext(String... hostsOrIps) {
        try {
            var leafKeys = newKeys();
            Certificate[] chain = {leaf(leafKeys, hostsOrIps), certificate};
            var store = emptyStore();
            store.setKeyEntry("leaf", leafKeys.getPrivate(), NO_PASSWORD, chain);
            var keyManagers = KeyManagerFactory.getInstance("PKIX");
            keyManagers.init(store, NO_PASSWORD);
            var context = SSLContext.getInstance("TLS");
            context.init(keyManagers.getKeyManagers(), null, null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("cannot sign for " + hostsOrIps[0], e);
        }
    }

    /// Writes a server's side of TLS as PEM files, for servers that are no part of this process.
    ///
    /// @param chain the file for the leaf and this authority's certificate, replaced if it exists
    /// @param key the file for the leaf's private key (PKCS#8), replaced if it exists
    /// @param hostsOrIps as for [#serverContext]
    /// @throws IOException if a file cannot be written
    public void writeServerPem(Path chain, Path key, String... hostsOrIps) throws IOException {
        try {
            var leafKeys = newKeys();
            var leaf = leaf(leafKeys, hostsOrIps);
            Files.writeString(chain, pem("CERTIFICATE", leaf.getEncoded()) + pem());
            Files.writeString(key, pem("PRIVATE KEY", leafKeys.getPrivate().getEncoded()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("cannot sign for " + hostsOrIps[0], e);
        }
    }

    /// Writes this authority's certificate and private key into one PEM file, for boxes that forge
    /// certificates and are no part of this process.
    ///
    /// @throws IOException if the file cannot be written
    public void writeAuthorityPem(Path file) throws IOException {
        Files.writeString(file, pem() + pem("PRIVATE KEY", keys.getPrivate().getEncoded()));
    }

    /// A client's side of TLS that trusts this authority alone; always the same one, so that
    /// sessions are resumed.
    public SSLContext clientContext() {
        return clientContext;
    }

    /// The authority's own certificate.
    public X509Certificate certificate() {
        return certificate;
    }

    /// The authority's own certificate as PEM text, ending in a line break.
    public String pem() {
        try {
            return pem("CERTIFICATE", certificate.getEncoded());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("cannot encode the certificate of " + name, e);
        }
    }

    private static String pem(String label, byte[] der) {
        var base64 = Base64.getMimeEncoder(64, new byte[] {'\n'});
        return "-----BEGIN %s-----\n%s\n-----END %s-----\n"
                .formatted(label, base64.encodeToString(der), label);
    }

    private X509Certificate leaf(KeyPair leafKeys, String... hostsOrIps)
            throws GeneralSecurityException, IOException {
        var builder = certificateOf(name, new X500Name("CN=" + hostsOrIps[0]), leafKeys);
        builder.addExtension(
                Extension.subjectAlternativeName,
                false,
                new GeneralNames(
                        Arrays.stream(hostsOrIps)
                                .map(CertificateAuthority::generalName)
                                .toArray(GeneralName[]::new)));
        return sign(builder, keys);
    }

    private static SSLContext trusting(X509Certificate certificate) {
        try {
            var store = emptyStore();
            store.setCertificateEntry("ca", certificate);
            var trust = TrustManagerFactory.getInstance("PKIX");
            trust.init(store);
            var context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("cannot trust a certificate of the lab", e);
        }
    }

    private static KeyPair newKeys() throws GeneralSecurityException {
        var generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        return generator.generateKeyPair();
    }

    private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
        var store = KeyStore.getInstance("PKCS12");
        store.load(null, NO_PASSWORD);
        return store;
    }

    private static JcaX509v3CertificateBuilder certificateOf(
            X500Name issuer, X500Name subject, KeyPair subjectKeys) {
        return new JcaX509v3CertificateBuilder(
                issuer,
                new BigInteger(SERIAL_BITS, RANDOM).add(BigInteger.ONE),
                Date.from(NOT_BEFORE),
                Date.from(NOT_AFTER),
                subject,
                subjectKeys.getPublic());
    }

    private static X509Certificate sign(JcaX509v3CertificateBuilder builder, KeyPair signer)
            throws GeneralSecurityException {
        try {
            var contentSigner =
                    new JcaContentSignerBuilder("SHA256withECDSA").build(signer.getPrivate());
            return new JcaX509CertificateConverter().getCertificate(builder.build(contentSigner));
        } catch (OperatorCreationException e) {
            throw new GeneralSecurityException(e);
        }
    }

    private static GeneralName generalName(String hostOrIp) {
        var isAddress =
                hostOrIp.contains(":")
                        || hostOrIp.chars().allMatch(c -> c == '.' || Character.isDigit(c));
        return new GeneralName(isAddress ? GeneralName.iPAddress : GeneralName.dNSName, hostOrIp);
    }
}

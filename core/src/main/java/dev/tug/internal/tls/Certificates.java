package dev.tug.internal.tls;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayInputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/// The certificates in a file's bytes: a bundle of PEM blocks, or one in DER.
///
/// One that is broken is left out and counted; what else a bundle holds is passed over.
final class Certificates {
    /// OpenSSL's own form has what it may be used for behind the certificate, which is passed over.
    private static final Pattern BLOCK =
            Pattern.compile(
                    "-----BEGIN (X509 |TRUSTED |)CERTIFICATE-----([^-]*)-----END \\1CERTIFICATE-----");

    private static final int DER_SEQUENCE = 0x30;

    private Certificates() {}

    /// What was found.
    ///
    /// @param broken blocks that are no certificate
    record Reading(List<X509Certificate> good, int broken) {
        Reading {
            good = List.copyOf(good);
        }
    }

    static Reading read(byte[] bytes) {
        return read(bytes, new HashSet<>());
    }

    /// The same without blocks that are in `known`, to which it adds: stores hold most of their
    /// certificates twice, and to decode one takes longer than to read it.
    static Reading read(byte[] bytes, Set<String> known) {
        var good = new ArrayList<X509Certificate>();
        int broken = 0;
        if (bytes.length > 0 && bytes[0] == DER_SEQUENCE) {
            try {
                good.add(decode(bytes));
            } catch (CertificateException _) {
                broken++;
            }
            return new Reading(good, broken);
        }
        var blocks = BLOCK.matcher(new String(bytes, ISO_8859_1));
        while (blocks.find()) {
            var base64 = blocks.group(2).replaceAll("\\s", "");
            if (!known.add(base64)) {
                continue;
            }
            try {
                good.add(decode(Base64.getDecoder().decode(base64)));
            } catch (CertificateException | IllegalArgumentException _) {
                broken++;
            }
        }
        return new Reading(good, broken);
    }

    static X509Certificate decode(byte[] der) throws CertificateException {
        var certificate =
                CertificateFactory.getInstance("X.509")
                        .generateCertificate(new ByteArrayInputStream(der));
        if (certificate instanceof X509Certificate x509) {
            return x509;
        }
        throw new CertificateException("no X.509 certificate");
    }
}

package dev.tug.lab;

import dev.tug.lab.Certifier.Oddity;

import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.x509.AccessDescription;
import org.bouncycastle.asn1.x509.AuthorityInformationAccess;
import org.bouncycastle.asn1.x509.CertificatePolicies;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.bouncycastle.asn1.x509.PolicyInformation;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;

/// Writes what is odd about a certificate.
final class OddExtensions {
    private static final String ANY_POLICY = "2.5.29.32.0";
    private static final String TIMESTAMPS = "1.3.6.1.4.1.11129.2.4.2";
    private static final String NOBODYS = "1.3.6.1.4.1.99999.7";

    private OddExtensions() {}

    static void add(JcaX509v3CertificateBuilder builder, Oddity oddity, Instant begin)
            throws CertIOException {
        switch (oddity) {
            case Oddity.CriticalPolicies() ->
                    builder.addExtension(
                            Extension.certificatePolicies,
                            true,
                            new CertificatePolicies(
                                    new PolicyInformation(new ASN1ObjectIdentifier(ANY_POLICY))));
            case Oddity.UnknownCritical() ->
                    builder.addExtension(new ASN1ObjectIdentifier(NOBODYS), true, DERNull.INSTANCE);
            case Oddity.IssuerAt(var url) ->
                    builder.addExtension(
                            Extension.authorityInfoAccess,
                            false,
                            new AuthorityInformationAccess(
                                    AccessDescription.id_ad_caIssuers,
                                    new GeneralName(GeneralName.uniformResourceIdentifier, url)));
            case Oddity.Timestamps(var logs, var after) ->
                    builder.addExtension(
                            new ASN1ObjectIdentifier(TIMESTAMPS),
                            false,
                            new DEROctetString(stamps(logs, begin.plus(after))));
            case Oddity.JunkTimestamps() ->
                    builder.addExtension(
                            new ASN1ObjectIdentifier(TIMESTAMPS),
                            false,
                            new DEROctetString(new byte[] {0, 0}));
            case Oddity.NamesBelow(var name) ->
                    builder.addExtension(
                            Extension.nameConstraints,
                            true,
                            new NameConstraints(
                                    new GeneralSubtree[] {
                                        new GeneralSubtree(
                                                new GeneralName(GeneralName.dNSName, name))
                                    },
                                    null));
            case Oddity.OnlyFor(var purpose) ->
                    builder.addExtension(
                            Extension.extendedKeyUsage,
                            false,
                            new ExtendedKeyUsage(
                                    KeyPurposeId.getInstance(new ASN1ObjectIdentifier(purpose))));
            case Oddity.OnlyUsage(var bit) ->
                    builder.addExtension(Extension.keyUsage, true, new KeyUsage(bit));
            case Oddity.NoAuthority _,
                    Oddity.NoConstraints _,
                    Oddity.NoCertSign _,
                    Oddity.LengthAtMost _,
                    Oddity.NoAlternativeName _ -> {
                // Something is left out or otherwise, where it would be added.
            }
        }
    }

    /// A list of stamps (RFC 6962 §3.3) whose signatures are nobody's.
    private static byte[] stamps(int logs, Instant at) {
        int stampBytes = 1 + 32 + 8 + 2 + 2 + 2 + 4;
        var list = ByteBuffer.allocate(2 + logs * (2 + stampBytes));
        list.putShort((short) (list.capacity() - 2));
        for (int log = 0; log < logs; log++) {
            list.putShort((short) stampBytes).put((byte) 0);
            list.put(new byte[31]).put((byte) log).putLong(at.toEpochMilli());
            list.putShort((short) 0).putShort((short) 0x0403).putShort((short) 4).putInt(log);
        }
        return list.array();
    }

    private static DERSequence purposes(List<String> identifiers) {
        var purposes = new ASN1EncodableVector();
        identifiers.forEach(id -> purposes.add(new ASN1ObjectIdentifier(id)));
        return new DERSequence(purposes);
    }

    /// What OpenSSL writes behind a certificate.
    static byte[] trust(List<String> trusted, List<String> rejected) throws IOException {
        var words = new ASN1EncodableVector();
        if (!trusted.isEmpty()) {
            words.add(purposes(trusted));
        }
        if (!rejected.isEmpty()) {
            words.add(new DERTaggedObject(false, 0, purposes(rejected)));
        }
        words.add(new DERUTF8String("an alias"));
        return new DERSequence(words).getEncoded();
    }
}

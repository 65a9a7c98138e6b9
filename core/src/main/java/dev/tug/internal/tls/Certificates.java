package dev.tug.internal.tls;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayInputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// The certificates in a file's bytes: a bundle of PEM blocks, or one in DER.
///
/// One that is broken is left out and counted; what else a bundle holds is passed over.
final class Certificates {
    private static final Pattern BLOCK =
            Pattern.compile(
                    "-----BEGIN (X509 |TRUSTED |)CERTIFICATE-----([^-]*)-----END \\1CERTIFICATE-----");

    private static final String TRUSTED = "TRUSTED ";

    private static final byte[] TRUSTED_BEGIN = "BEGIN TRUSTED".getBytes(ISO_8859_1);

    private Certificates() {}

    /// What was found.
    ///
    /// @param good those that may vouch for servers
    /// @param rejected those that must not, wherever else they are found
    /// @param others how many are trusted for other things than servers
    /// @param broken blocks that are no certificate
    /// @param form what the file is instead; empty if it is what it should be, or nothing known
    record Reading(
            List<X509Certificate> good,
            List<X509Certificate> rejected,
            int others,
            int broken,
            Optional<FileForm> form) {
        Reading {
            good = List.copyOf(good);
            rejected = List.copyOf(rejected);
        }

        /// Whether there is any certificate, for whatever it may be.
        boolean hasAny() {
            return !good.isEmpty() || isLimited();
        }

        /// Whether there are some that do not count for servers.
        boolean isLimited() {
            return !rejected.isEmpty() || others > 0;
        }
    }

    static Reading read(byte[] bytes) {
        return read(bytes, new HashSet<>());
    }

    /// The same without blocks that are in `known`, to which it adds: stores hold most of their
    /// certificates twice, and to decode one takes longer than to read it.
    static Reading read(byte[] bytes, Set<String> known) {
        if (FileForm.isDer(bytes)) {
            return der(bytes);
        }
        var sorting = new Sorting();
        var blocks = BLOCK.matcher(new String(bytes, ISO_8859_1));
        while (blocks.find()) {
            var base64 = blocks.group(2).replaceAll("\\s", "");
            if (known.add(base64)) {
                sorting.add(base64, blocks.group(1).equals(TRUSTED));
            }
        }
        return sorting.reading(FileForm.of(bytes));
    }

    /// Those that a bundle says must not be trusted; decodes no other.
    static List<X509Certificate> rejected(byte[] bytes) {
        if (!contains(bytes, TRUSTED_BEGIN)) {
            return List.of();
        }
        var sorting = new Sorting();
        var blocks = BLOCK.matcher(new String(bytes, ISO_8859_1));
        while (blocks.find()) {
            if (blocks.group(1).equals(TRUSTED)) {
                sorting.add(blocks.group(2).replaceAll("\\s", ""), true);
            }
        }
        return sorting.rejected;
    }

    private static boolean contains(byte[] bytes, byte[] words) {
        for (int at = 0; at + words.length <= bytes.length; at++) {
            if (bytes[at] == words[0]
                    && Arrays.equals(bytes, at, at + words.length, words, 0, words.length)) {
                return true;
            }
        }
        return false;
    }

    private static Reading der(byte[] bytes) {
        try {
            return new Reading(List.of(decode(bytes)), List.of(), 0, 0, Optional.empty());
        } catch (CertificateException _) {
            var form = FileForm.of(bytes);
            return new Reading(List.of(), List.of(), 0, form.isPresent() ? 0 : 1, form);
        }
    }

    /// Blocks by what they are good for.
    private static final class Sorting {
        private final List<X509Certificate> good = new ArrayList<>();
        private final List<X509Certificate> rejected = new ArrayList<>();
        private int others;
        private int broken;

        void add(String base64, boolean hasTrust) {
            try {
                var bytes = Base64.getDecoder().decode(base64);
                // A broken tail may be a rejection: such a block counts as broken whole.
                int end = hasTrust ? Der.end(bytes, 0) : bytes.length;
                var trust = OpensslTrust.of(Arrays.copyOfRange(bytes, end, bytes.length));
                var certificate = decode(Arrays.copyOf(bytes, end));
                switch (trust) {
                    case FOR_SERVERS -> good.add(certificate);
                    case FOR_OTHERS -> others++;
                    case REJECTED -> rejected.add(certificate);
                }
            } catch (CertificateException | Der.Malformed | IllegalArgumentException _) {
                broken++;
            }
        }

        Reading reading(Optional<FileForm> form) {
            return new Reading(good, rejected, others, broken, form);
        }
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

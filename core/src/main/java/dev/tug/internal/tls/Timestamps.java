package dev.tug.internal.tls;

import java.nio.ByteBuffer;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/// The stamps of public logs in a certificate (RFC 6962 §3.3).
///
/// Their signatures are not verified: the logs' keys change with every year. What is made up without care, or
/// carried over from a certificate of another time, is found out by what it says.
final class Timestamps {
    private static final String EXTENSION = "1.3.6.1.4.1.11129.2.4.2";

    /// Browsers want two or three, each of another log.
    private static final int LOGS_MIN = 2;

    private static final int LOG_ID_BYTES = 32;

    /// A public certificate is signed within 48 h of when its validity begins (Baseline Requirements
    /// §7.1.2.7), and a log stamps it before that; a day more for clocks.
    private static final Duration APART_MAX = Duration.ofDays(3);

    private Timestamps() {}

    /// Whether `certificate` carries what public logs give to public authorities.
    static boolean isLogged(X509Certificate certificate) {
        var extension = certificate.getExtensionValue(EXTENSION);
        if (extension == null) {
            return false;
        }
        try {
            var list = ByteBuffer.wrap(Der.only(Der.OCTETS, Der.only(Der.OCTETS, extension)));
            return isList(list, certificate.getNotBefore().toInstant());
        } catch (Der.Malformed _) {
            return false;
        }
    }

    private static boolean isList(ByteBuffer list, Instant begin) {
        var all = part(list).filter(_ -> !list.hasRemaining());
        if (all.isEmpty()) {
            return false;
        }
        var logs = new HashSet<ByteBuffer>();
        while (all.get().hasRemaining()) {
            var stamp = part(all.get());
            if (stamp.isEmpty() || !isStamp(stamp.get(), begin, logs)) {
                return false;
            }
        }
        return logs.size() >= LOGS_MIN;
    }

    /// Adds the stamp's log to `logs`.
    private static boolean isStamp(ByteBuffer stamp, Instant begin, Set<ByteBuffer> logs) {
        if (stamp.remaining() < 1 + LOG_ID_BYTES + Long.BYTES || stamp.get() != 0) {
            return false;
        }
        logs.add(stamp.slice(stamp.position(), LOG_ID_BYTES));
        stamp.position(stamp.position() + LOG_ID_BYTES);
        var at = Instant.ofEpochMilli(stamp.getLong());
        boolean isOfThen = Duration.between(begin, at).abs().compareTo(APART_MAX) <= 0;
        var extensions = part(stamp);
        if (!isOfThen || extensions.isEmpty() || stamp.remaining() < Short.BYTES) {
            return false;
        }
        // The algorithm's two bytes.
        stamp.getShort();
        return part(stamp).filter(ByteBuffer::hasRemaining).isPresent() && !stamp.hasRemaining();
    }

    /// What stands behind its length in two bytes; empty if there is less.
    private static Optional<ByteBuffer> part(ByteBuffer from) {
        if (from.remaining() < Short.BYTES) {
            return Optional.empty();
        }
        int length = from.getShort() & 0xffff;
        if (length > from.remaining()) {
            return Optional.empty();
        }
        var part = from.slice(from.position(), length);
        from.position(from.position() + length);
        return Optional.of(part);
    }
}

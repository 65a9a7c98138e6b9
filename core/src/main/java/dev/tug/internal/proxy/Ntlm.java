package dev.tug.internal.proxy;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_16LE;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// The messages of NTLM in version 2 (MS-NLMP), for a login without signing or sealing.
final class Ntlm {
    private static final byte[] SIGNATURE = "NTLMSSP\0".getBytes(US_ASCII);
    private static final int UNICODE = 0x1;
    private static final int REQUEST_TARGET = 0x4;
    private static final int NTLM = 0x200;
    private static final int ALWAYS_SIGN = 0x8000;
    private static final int EXTENDED_SECURITY = 0x80000;
    private static final int TARGET_INFO = 0x800000;
    private static final int KEY_128 = 0x20000000;
    private static final int KEY_56 = 0x80000000;

    /// MS-NLMP 2.2.1.3 has a MIC at the end of the fields.
    private static final int MIC_AT = 72;

    private static final int MIC_BYTES = 16;
    private static final int AUTHENTICATE_HEAD = MIC_AT + MIC_BYTES;
    private static final int CHALLENGE_LEAST = 32;
    private static final int CHALLENGE_HEAD = 48;
    private static final int FLAGS_AT = 20;
    private static final int SERVER_CHALLENGE_AT = 24;
    private static final int TARGET_INFO_AT = 40;

    /// MS-NLMP 2.2.2.1: ids of the pairs in the target's information.
    private static final int END = 0;

    private static final int FLAGS = 6;
    private static final int TIMESTAMP = 7;
    private static final int MIC_PROVIDED = 2;

    private Ntlm() {}

    /// Who logs in.
    ///
    /// @param domain empty if the server knows it
    record Account(String domain, String user, String password) {
        /// Splits `DOMAIN\NAME`; `NAME@REALM` stays whole, as servers want it.
        static Account of(String user, String password) {
            var slash = user.indexOf('\\');
            return slash < 0
                    ? new Account("", user, password)
                    : new Account(user.substring(0, slash), user.substring(slash + 1), password);
        }

        @Override
        public String toString() {
            return user;
        }
    }

    /// What changes from login to login.
    ///
    /// @param filetime tenths of microseconds since 1601
    /// @param clientChallenge eight random bytes, the first the highest
    record Moment(long filetime, long clientChallenge) {
        private static final long EPOCH_SECONDS = 11_644_473_600L;

        static Moment of(Instant now, long clientChallenge) {
            return new Moment(
                    (now.getEpochSecond() + EPOCH_SECONDS) * 10_000_000L + now.getNano() / 100,
                    clientChallenge);
        }
    }

    /// The first message: what the client can do.
    static byte[] negotiate() {
        return littleEndian(32)
                .put(SIGNATURE)
                .putInt(1)
                .putInt(
                        UNICODE
                                | REQUEST_TARGET
                                | NTLM
                                | ALWAYS_SIGN
                                | EXTENDED_SECURITY
                                | KEY_128
                                | KEY_56)
                .array();
    }

    /// The third message, in answer to the second; empty if that is none.
    static Optional<byte[]> authenticate(byte[] challenge, Account account, Moment moment) {
        if (challenge.length < CHALLENGE_LEAST
                || !Arrays.equals(challenge, 0, SIGNATURE.length, SIGNATURE, 0, SIGNATURE.length)) {
            return Optional.empty();
        }
        var in = ByteBuffer.wrap(challenge).order(ByteOrder.LITTLE_ENDIAN);
        // Old servers end before the field for it.
        boolean told =
                challenge.length >= CHALLENGE_HEAD && (in.getInt(FLAGS_AT) & TARGET_INFO) != 0;
        int infoLength = told ? in.getShort(TARGET_INFO_AT) & 0xffff : 0;
        int infoAt = told ? in.getInt(TARGET_INFO_AT + 4) : 0;
        if (in.getInt(SIGNATURE.length) != 2
                || infoAt < 0
                || (long) infoAt + infoLength > challenge.length) {
            return Optional.empty();
        }
        var server = Arrays.copyOfRange(challenge, SERVER_CHALLENGE_AT, SERVER_CHALLENGE_AT + 8);
        var info = Arrays.copyOfRange(challenge, infoAt, infoAt + infoLength);
        return Optional.of(answer(challenge, in.getInt(FLAGS_AT), server, info, account, moment));
    }

    private static byte[] answer(
            byte[] challenge,
            int flags,
            byte[] server,
            byte[] info,
            Account account,
            Moment moment) {
        var stamp = timestamp(info);
        var when = stamp.map(time -> new Moment(time, moment.clientChallenge())).orElse(moment);
        var key = responseKey(account);
        var nt = ntResponse(key, server, when, stamp.isPresent() ? withMic(info) : info);
        var lm = stamp.isPresent() ? new byte[24] : lmResponse(key, server, client(when));
        var message = message(flags, lm, nt, account.domain(), account.user());
        if (stamp.isPresent()) {
            // MS-NLMP 3.1.5.1.2: without key exchange, the session's key is the base key.
            var session = hmac(key, Arrays.copyOf(nt, MIC_BYTES));
            var mic = hmac(session, joined(negotiate(), challenge, message));
            System.arraycopy(mic, 0, message, MIC_AT, MIC_BYTES);
        }
        return message;
    }

    private static byte[] message(int flags, byte[] lm, byte[] nt, String domain, String user) {
        byte[][] payloads = {
            lm, nt, domain.getBytes(UTF_16LE), user.getBytes(UTF_16LE), new byte[0], new byte[0]
        };
        int size = AUTHENTICATE_HEAD + Arrays.stream(payloads).mapToInt(p -> p.length).sum();
        var bytes = new byte[size];
        var out = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).put(SIGNATURE).putInt(3);
        int at = AUTHENTICATE_HEAD;
        for (var payload : payloads) {
            out.putShort((short) payload.length).putShort((short) payload.length).putInt(at);
            at += payload.length;
        }
        int known = UNICODE | NTLM | ALWAYS_SIGN | EXTENDED_SECURITY | KEY_128 | KEY_56;
        out.putInt((flags & (known | REQUEST_TARGET | TARGET_INFO)) | UNICODE | NTLM);
        out.position(AUTHENTICATE_HEAD);
        for (var payload : payloads) {
            out.put(payload);
        }
        return bytes;
    }

    /// NTOWFv2 (MS-NLMP 3.3.2).
    static byte[] responseKey(Account account) {
        var who = account.user().toUpperCase(Locale.ROOT) + account.domain();
        return hmac(Md4.digest(account.password().getBytes(UTF_16LE)), who.getBytes(UTF_16LE));
    }

    /// NTLMv2_RESPONSE (MS-NLMP 3.3.2, 2.2.2.7).
    static byte[] ntResponse(byte[] key, byte[] server, Moment moment, byte[] info) {
        var blob =
                littleEndian(28 + info.length + 4)
                        .put((byte) 1)
                        .put((byte) 1)
                        .putShort((short) 0)
                        .putInt(0)
                        .putLong(moment.filetime())
                        .put(client(moment))
                        .putInt(0)
                        .put(info)
                        .array();
        return joined(hmac(key, joined(server, blob)), blob);
    }

    private static byte[] client(Moment moment) {
        return ByteBuffer.allocate(Long.BYTES).putLong(moment.clientChallenge()).array();
    }

    /// LMv2_RESPONSE (MS-NLMP 3.3.2).
    static byte[] lmResponse(byte[] key, byte[] server, byte[] client) {
        return joined(hmac(key, joined(server, client)), client);
    }

    private static Optional<Long> timestamp(byte[] info) {
        var in = ByteBuffer.wrap(info).order(ByteOrder.LITTLE_ENDIAN);
        while (in.remaining() >= 4) {
            int id = in.getShort();
            int length = in.getShort() & 0xffff;
            if (id == END || length > in.remaining()) {
                break;
            }
            if (id == TIMESTAMP && length == Long.BYTES) {
                return Optional.of(in.getLong());
            }
            in.position(in.position() + length);
        }
        return Optional.empty();
    }

    /// The same information, which now says that the message has a MIC.
    private static byte[] withMic(byte[] info) {
        var end = info.length >= 4 ? info.length - 4 : 0;
        return littleEndian(end + 12)
                .put(info, 0, end)
                .putShort((short) FLAGS)
                .putShort((short) 4)
                .putInt(MIC_PROVIDED)
                .putInt(0)
                .array();
    }

    private static byte[] hmac(byte[] key, byte[] text) {
        try {
            var mac = Mac.getInstance("HmacMD5");
            mac.init(new SecretKeySpec(key, "HmacMD5"));
            return mac.doFinal(text);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every platform has HmacMD5", e);
        }
    }

    private static byte[] joined(byte[]... parts) {
        var all = ByteBuffer.allocate(Arrays.stream(parts).mapToInt(p -> p.length).sum());
        for (var part : parts) {
            all.put(part);
        }
        return all.array();
    }

    private static ByteBuffer littleEndian(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }
}

package dev.tug.internal.proxy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// MD4 (RFC 1320), which NTLM hashes passwords with and Java does not offer.
final class Md4 {
    private static final int BLOCK = 64;
    private static final int[] ROUND_2_ORDER = {
        0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15
    };
    private static final int[] ROUND_3_ORDER = {
        0, 8, 4, 12, 2, 10, 6, 14, 1, 9, 5, 13, 3, 11, 7, 15
    };
    private static final int[][] SHIFTS = {{3, 7, 11, 19}, {3, 5, 9, 13}, {3, 9, 11, 15}};
    private static final int ROUND_2 = 0x5a827999;
    private static final int ROUND_3 = 0x6ed9eba1;
    private static final int STEPS = 48;

    private Md4() {}

    static byte[] digest(byte[] text) {
        var padded =
                ByteBuffer.allocate((text.length + Long.BYTES) / BLOCK * BLOCK + BLOCK)
                        .order(ByteOrder.LITTLE_ENDIAN);
        padded.put(text).put((byte) 0x80);
        padded.putLong(padded.capacity() - Long.BYTES, 8L * text.length).rewind();
        int[] state = {0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476};
        int[] words = new int[BLOCK / Integer.BYTES];
        while (padded.hasRemaining()) {
            for (int i = 0; i < words.length; i++) {
                words[i] = padded.getInt();
            }
            mix(state, words);
        }
        var digest = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
        for (int word : state) {
            digest.putInt(word);
        }
        return digest.array();
    }

    private static void mix(int[] state, int[] x) {
        int a = state[0];
        int b = state[1];
        int c = state[2];
        int d = state[3];
        for (int step = 0; step < STEPS; step++) {
            int round = step / 16;
            int i = step % 16;
            int sum =
                    a
                            + switch (round) {
                                case 0 -> ((b & c) | (~b & d)) + x[i];
                                case 1 ->
                                        ((b & c) | (b & d) | (c & d))
                                                + x[ROUND_2_ORDER[i]]
                                                + ROUND_2;
                                default -> (b ^ c ^ d) + x[ROUND_3_ORDER[i]] + ROUND_3;
                            };
            a = d;
            d = c;
            c = b;
            b = Integer.rotateLeft(sum, SHIFTS[round][i % 4]);
        }
        state[0] += a;
        state[1] += b;
        state[2] += c;
        state[3] += d;
    }
}

package org.exchangesync.ews.client.ntlm;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * MD4, on which NTLM builds its hash of a password and which the JDK offers nobody. Good for nothing else.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc1320">RFC 1320</a>
 */
final class Md4 {
    private static final int BLOCK = 64;
    private static final int[] SHIFTS_1 = {3, 7, 11, 19};
    private static final int[] SHIFTS_2 = {3, 5, 9, 13};
    private static final int[] SHIFTS_3 = {3, 9, 11, 15};
    private static final int[] ORDER_2 = {0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15};
    private static final int[] ORDER_3 = {0, 8, 4, 12, 2, 10, 6, 14, 1, 9, 5, 13, 3, 11, 7, 15};

    private Md4() {}

    static byte[] digest(byte[] message) {
        int padded = (message.length + 8) / BLOCK * BLOCK + BLOCK;
        ByteBuffer blocks = ByteBuffer.wrap(Arrays.copyOf(message, padded)).order(ByteOrder.LITTLE_ENDIAN);
        blocks.put(message.length, (byte) 0x80);
        blocks.putLong(padded - 8, message.length * 8L);
        int[] state = {0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476};
        int[] x = new int[16];
        while (blocks.hasRemaining()) {
            for (int i = 0; i < 16; i++) {
                x[i] = blocks.getInt();
            }
            block(state, x);
        }
        ByteBuffer digest = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
        for (int word : state) {
            digest.putInt(word);
        }
        return digest.array();
    }

    private static void block(int[] state, int[] x) {
        int[] s = state.clone();
        for (int i = 0; i < 16; i++) {
            step(s, i, (b(s, i) & c(s, i)) | (~b(s, i) & d(s, i)), x[i], SHIFTS_1[i % 4]);
        }
        for (int i = 0; i < 16; i++) {
            int majority = (b(s, i) & c(s, i)) | (b(s, i) & d(s, i)) | (c(s, i) & d(s, i));
            step(s, i, majority, x[ORDER_2[i]] + 0x5a827999, SHIFTS_2[i % 4]);
        }
        for (int i = 0; i < 16; i++) {
            step(s, i, b(s, i) ^ c(s, i) ^ d(s, i), x[ORDER_3[i]] + 0x6ed9eba1, SHIFTS_3[i % 4]);
        }
        for (int i = 0; i < 4; i++) {
            state[i] += s[i];
        }
    }

    /** The four words change their parts with each step: a, d, c, b is the order in which they are written. */
    private static void step(int[] s, int i, int mixed, int added, int shift) {
        int a = at(i, 0);
        s[a] = Integer.rotateLeft(s[a] + mixed + added, shift);
    }

    private static int at(int i, int part) {
        return Math.floorMod(part - i, 4);
    }

    private static int b(int[] s, int i) {
        return s[at(i, 1)];
    }

    private static int c(int[] s, int i) {
        return s[at(i, 2)];
    }

    private static int d(int[] s, int i) {
        return s[at(i, 3)];
    }
}

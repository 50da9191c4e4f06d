package org.exchangesync.fuzz;

import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Random;

/** Makes inputs that resemble the seeds: bytes changed, pieces dropped, doubled, or taken from another seed. Seeded. */
final class Mutator {
    private static final int MOST_STEPS = 5;
    private static final int LONGEST_PIECE = 64;
    private static final byte[] MARKS = "\0\t\n\r \"'%&*,-./:;<=>?@[\\]_{|}0919Zaz\u0080\u00FF"
            .getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);

    private final Random random;
    private final List<byte[]> seeds;

    Mutator(List<byte[]> seeds, long seed) {
        this.seeds = List.copyOf(seeds);
        this.random = new Random(seed);
    }

    byte[] next() {
        byte[] input = any();
        for (int steps = 1 + random.nextInt(MOST_STEPS); steps > 0; steps--) {
            input = step(input);
        }
        return input;
    }

    private byte[] any() {
        return seeds.get(random.nextInt(seeds.size()));
    }

    private byte[] step(byte[] input) {
        int at = random.nextInt(input.length + 1);
        int length = Math.min(random.nextInt(LONGEST_PIECE), input.length - at);
        return switch (random.nextInt(6)) {
            case 0 -> replaced(input, at, length, new byte[0]);
            case 1 -> replaced(input, at, 0, piece(input, at, length));
            case 2 -> replaced(input, at, length, piece(any()));
            case 3 -> replaced(input, at, 0, piece(any()));
            case 4 -> replaced(input, at, Math.min(1, length), new byte[] {(byte) random.nextInt(256)});
            default -> replaced(input, at, Math.min(1, length), new byte[] {MARKS[random.nextInt(MARKS.length)]});
        };
    }

    private byte[] piece(byte[] of) {
        int at = random.nextInt(of.length + 1);
        return piece(of, at, Math.min(random.nextInt(LONGEST_PIECE), of.length - at));
    }

    private static byte[] piece(byte[] of, int at, int length) {
        return java.util.Arrays.copyOfRange(of, at, at + length);
    }

    private static byte[] replaced(byte[] input, int at, int length, byte[] by) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(input.length + by.length);
        out.write(input, 0, at);
        out.writeBytes(by);
        out.write(input, at + length, input.length - at - length);
        return out.toByteArray();
    }
}

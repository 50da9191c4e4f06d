package org.exchangesync.sandbox.fill;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/** Small files for attachments that the programs they are for can open. */
final class DemoFiles {
    private DemoFiles() {}

    /** A price list. */
    static byte[] csv(Random random) {
        StringBuilder text = new StringBuilder("article;pieces;price\r\n");
        for (int i = 0; i < 10 + random.nextInt(30); i++) {
            text.append("A-")
                    .append(1000 + random.nextInt(9000))
                    .append(';')
                    .append(1 + random.nextInt(500))
                    .append(';')
                    .append(random.nextInt(900))
                    .append(",95\r\n");
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** A page with a line of text. */
    static byte[] pdf(String line) {
        String content = "BT /F1 18 Tf 72 720 Td (" + line.replaceAll("[^A-Za-z0-9 ]", " ") + ") Tj ET";
        String[] objects = {
            "<< /Type /Catalog /Pages 2 0 R >>",
            "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
                    + " /Resources << /Font << /F1 5 0 R >> >> >>",
            "<< /Length " + content.length() + " >>\nstream\n" + content + "\nendstream",
            "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
        };
        StringBuilder out = new StringBuilder("%PDF-1.4\n");
        StringBuilder index = new StringBuilder("xref\n0 6\n0000000000 65535 f \n");
        for (int i = 0; i < objects.length; i++) {
            index.append(String.format("%010d 00000 n \n", out.length()));
            out.append(i + 1).append(" 0 obj\n").append(objects[i]).append("\nendobj\n");
        }
        int at = out.length();
        out.append(index)
                .append("trailer\n<< /Size 6 /Root 1 0 R >>\nstartxref\n")
                .append(at)
                .append("\n%%EOF\n");
        return out.toString().getBytes(StandardCharsets.US_ASCII);
    }

    /** A square in one colour. */
    static byte[] png(Random random) {
        int size = 16 + random.nextInt(16);
        byte[] rows = new byte[size * (1 + 3 * size)];
        byte[] colour = new byte[3];
        random.nextBytes(colour);
        for (int i = 0; i < rows.length; i++) {
            int column = i % (1 + 3 * size);
            rows[i] = column == 0 ? 0 : colour[(column - 1) % 3];
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'});
        chunk(
                out,
                "IHDR",
                ByteBuffer.allocate(13)
                        .putInt(size)
                        .putInt(size)
                        .put(new byte[] {8, 2, 0, 0, 0})
                        .array());
        chunk(out, "IDAT", deflated(rows));
        chunk(out, "IEND", new byte[0]);
        return out.toByteArray();
    }

    private static byte[] deflated(byte[] bytes) {
        Deflater deflater = new Deflater();
        deflater.setInput(bytes);
        deflater.finish();
        byte[] buffer = new byte[bytes.length + 64];
        int length = deflater.deflate(buffer);
        deflater.end();
        return java.util.Arrays.copyOf(buffer, length);
    }

    private static void chunk(ByteArrayOutputStream out, String type, byte[] data) {
        byte[] name = type.getBytes(StandardCharsets.US_ASCII);
        CRC32 crc = new CRC32();
        crc.update(name);
        crc.update(data);
        out.writeBytes(ByteBuffer.allocate(4).putInt(data.length).array());
        out.writeBytes(name);
        out.writeBytes(data);
        out.writeBytes(ByteBuffer.allocate(4).putInt((int) crc.getValue()).array());
    }
}

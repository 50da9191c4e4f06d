package org.exchangesync.bench;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/**
 * A mail whose bytes and Base64 text are made beforehand. It holds a mark in several places (Message-ID, subject, text,
 * attachments), in whose stead a number is written when it is given out: so one mail serves as many different ones, at the
 * cost of a few bytes each.
 */
final class CannedMail {
    /** Stands where the number shall go; letters and digits only, so that it may stand in Base64 too. */
    static final String MARK = "bEnChMaRk000";

    private final byte[] mime;
    private final byte[] base64;
    private final List<Integer> marks = new ArrayList<>();

    CannedMail(String mime) {
        this.mime = mime.getBytes(StandardCharsets.US_ASCII);
        this.base64 = Base64.getEncoder().encode(this.mime);
        for (int at = mime.indexOf(MARK); at >= 0; at = mime.indexOf(MARK, at + 1)) {
            marks.add(at);
        }
        if (marks.isEmpty()) {
            throw new IllegalArgumentException("a mail without a mark would be the same for every number");
        }
    }

    /** A number as it stands in the mail: as long as the mark. */
    static String text(long number) {
        String digits = Long.toString(number);
        return "0".repeat(MARK.length() - digits.length()) + digits;
    }

    /** Bytes of the mail. */
    int size() {
        return mime.length;
    }

    /** Bytes of its Base64 text. */
    int base64Length() {
        return base64.length;
    }

    /** The mail with a number. */
    byte[] mime(long number) {
        byte[] copy = mime.clone();
        byte[] digits = text(number).getBytes(StandardCharsets.US_ASCII);
        marks.forEach(at -> System.arraycopy(digits, 0, copy, at, digits.length));
        return copy;
    }

    /** Writes the Base64 text of the mail with a number: only the groups that a mark touches are encoded anew. */
    void writeBase64(long number, OutputStream out) throws IOException {
        byte[] digits = text(number).getBytes(StandardCharsets.US_ASCII);
        int written = 0;
        for (int at : marks) {
            int from = at / 3 * 3;
            int to = Math.min(mime.length, (at + digits.length + 2) / 3 * 3);
            byte[] window = Arrays.copyOfRange(mime, from, to);
            System.arraycopy(digits, 0, window, at - from, digits.length);
            out.write(base64, written, from / 3 * 4 - written);
            byte[] encoded = Base64.getEncoder().encode(window);
            out.write(encoded);
            written = from / 3 * 4 + encoded.length;
        }
        out.write(base64, written, base64.length - written);
    }
}

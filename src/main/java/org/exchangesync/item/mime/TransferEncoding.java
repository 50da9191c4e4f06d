package org.exchangesync.item.mime;

import java.util.Locale;

/** The transfer encodings as mailers spell them. */
final class TransferEncoding {
    private TransferEncoding() {}

    /** The encoding that is meant, in the words of RFC 2045; {@code 8bit} where it says nothing that we know. */
    static String of(String value) {
        String word = value == null ? "" : value.toLowerCase(Locale.ROOT).replaceAll("[\\s\";].*$", "");
        String spelled = value == null ? "" : value.toLowerCase(Locale.ROOT).replaceAll("[\\s\"-]", "");
        if (word.equals("base64") || spelled.startsWith("base64")) {
            return "base64";
        }
        if (spelled.startsWith("quotedprintable") || word.equals("qp")) {
            return "quoted-printable";
        }
        return "8bit";
    }
}

package org.exchangesync.item.mime;

import java.util.Locale;
import java.util.regex.Pattern;

/** The transfer encodings as mailers spell them. */
final class TransferEncoding {
    static final String BASE64 = "base64";
    private static final String AS_IT_IS = "8bit";
    private static final Pattern STRAY = Pattern.compile("[\\s\"-]");

    private TransferEncoding() {}

    /** The encoding that is meant, in the words of RFC 2045; {@code 8bit} where it says nothing that we know. */
    static String of(String value) {
        if (value == null) {
            return AS_IT_IS;
        }
        String spelled = STRAY.matcher(value).replaceAll("").toLowerCase(Locale.ROOT);
        if (spelled.startsWith(BASE64)) {
            return BASE64;
        }
        return spelled.startsWith("quotedprintable") || spelled.equals("qp") ? "quoted-printable" : AS_IT_IS;
    }
}

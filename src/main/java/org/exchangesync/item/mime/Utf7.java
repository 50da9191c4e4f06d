package org.exchangesync.item.mime;

/**
 * Decodes UTF-7, which the JDK doesn't know and some old mailers still send.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc2152">RFC 2152</a>
 */
final class Utf7 {
    private static final String BASE64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

    private Utf7() {}

    /** The text; a shifted run ends at the first character that isn't Base64, and left-over bits are dropped. */
    static String decode(String encoded) {
        StringBuilder text = new StringBuilder(encoded.length());
        int i = 0;
        while (i < encoded.length()) {
            char c = encoded.charAt(i++);
            if (c != '+') {
                text.append(c);
                continue;
            }
            if (i < encoded.length() && encoded.charAt(i) == '-') {
                text.append('+');
                i++;
                continue;
            }
            int bits = 0;
            int count = 0;
            while (i < encoded.length()) {
                int six = BASE64.indexOf(encoded.charAt(i));
                if (six < 0) {
                    break;
                }
                i++;
                bits = bits << 6 | six;
                count += 6;
                if (count >= 16) {
                    count -= 16;
                    text.append((char) (bits >>> count & 0xffff));
                }
            }
            if (i < encoded.length() && encoded.charAt(i) == '-') {
                i++;
            }
        }
        return wellFormed(text);
    }

    private static String wellFormed(StringBuilder text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isHighSurrogate(c) && i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
            } else if (Character.isSurrogate(c)) {
                text.setCharAt(i, '\uFFFD');
            }
        }
        return text.toString();
    }
}

package org.exchangesync.ews.client;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The lexical rules of XML 1.0 that can be told from single bytes.
 *
 * @see <a href="https://www.w3.org/TR/xml/#charsets">XML 1.0, characters</a>
 */
final class Ascii {
    private static final Pattern ENCODING = Pattern.compile("encoding\\s*=\\s*[\"']([^\"']*)[\"']");
    private static final Set<String> USABLE = Set.of("utf-8", "us-ascii", "ascii", "iso-8859-1");

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
    private static final long ONES = 0x0101010101010101L;
    private static final long LESS_THANS = ONES * '<';
    private static final long AMPERSANDS = ONES * '&';

    private Ascii() {}

    static byte[] bytes(String ascii) {
        return ascii.getBytes(StandardCharsets.US_ASCII);
    }

    static boolean isSpace(byte b) {
        return b == ' ' || b == '\n' || b == '\r' || b == '\t';
    }

    static boolean isLetterOrDigit(byte b) {
        return (b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z') || (b >= '0' && b <= '9');
    }

    static boolean isXmlCharacter(int c) {
        return c == 9 || c == 10 || c == 13 || (c >= 0x20 && c < 0xD800) || (c > 0xDFFF && c < 0xFFFE) || (c > 0xFFFF);
    }

    static boolean equal(String ascii, byte[] bytes, int from, int to) {
        if (ascii.length() != to - from) {
            return false;
        }
        for (int i = 0; i < ascii.length(); i++) {
            if (bytes[from + i] != ascii.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    static int indexOf(byte wanted, byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            if (bytes[i] == wanted) {
                return i;
            }
        }
        return -1;
    }

    /** Where the first {@code <} or {@code &} is, or {@code to}. Eight bytes at a time: most of an answer goes through here. */
    static int markup(byte[] bytes, int from, int to) {
        int i = from;
        for (; i <= to - Long.BYTES; i += Long.BYTES) {
            long eight = (long) LONGS.get(bytes, i);
            if ((zeroByte(eight ^ LESS_THANS) | zeroByte(eight ^ AMPERSANDS)) != 0) {
                break;
            }
        }
        while (i < to && bytes[i] != '<' && bytes[i] != '&') {
            i++;
        }
        return i;
    }

    /** Not zero if one of the eight bytes is zero. */
    private static long zeroByte(long eight) {
        return (eight - ONES) & ~eight & (ONES << 7);
    }

    /** The character that an entity name or {@code #number} stands for; -1 if XML doesn't know it. */
    static int resolve(byte[] bytes, int from, int to) {
        String name = new String(bytes, from, Math.max(0, to - from), StandardCharsets.ISO_8859_1);
        return switch (name) {
            case "lt" -> '<';
            case "gt" -> '>';
            case "amp" -> '&';
            case "quot" -> '"';
            case "apos" -> '\'';
            default -> number(name);
        };
    }

    private static int number(String name) {
        try {
            if (name.startsWith("#x")) {
                return inUnicode(Integer.parseInt(name, 2, name.length(), 16));
            }
            return name.startsWith("#") ? inUnicode(Integer.parseInt(name, 1, name.length(), 10)) : -1;
        } catch (NumberFormatException noNumber) {
            return -1;
        }
    }

    private static int inUnicode(int codePoint) {
        return codePoint >= 0 && codePoint <= Character.MAX_CODE_POINT ? codePoint : 0xFFFD;
    }

    /** Whether markup looks like ASCII in the declared encoding, so that scanning bytes finds the same as a parser. */
    static boolean declaresUsableEncoding(String declaration) {
        Matcher matcher = ENCODING.matcher(declaration);
        return !matcher.find() || USABLE.contains(matcher.group(1).toLowerCase(Locale.ROOT));
    }
}

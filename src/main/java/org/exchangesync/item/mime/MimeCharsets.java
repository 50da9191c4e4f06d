package org.exchangesync.item.mime;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Turns bytes into text under the charset names of real mail: with aliases no register knows, with names that don't fit
 * the bytes, or with none. Never fails: what can't be decoded becomes U+FFFD, and NUL, which no database takes as text, is
 * left out.
 *
 * <p>Narrow charsets are read as the wider ones that mailers mean by them (ISO-8859-1 as windows-1252, GB2312 as GB18030),
 * as the <a href="https://encoding.spec.whatwg.org/#names-and-labels">Encoding Standard</a> has it too.
 */
final class MimeCharsets {
    private static final String UTF_7 = "utf-7";
    /** By every name the JDK has, in lower case: asking the JDK for a name that it hasn't costs a tenth of a millisecond. */
    private static final Map<String, Charset> KNOWN = known();

    private static final char REPLACEMENT = '\uFFFD';
    private static final Charset WESTERN = Charset.forName("windows-1252");
    private static final Charset JAPANESE = KNOWN.getOrDefault("x-windows-iso2022jp", StandardCharsets.UTF_8);

    /** What mailers write, in lower case, and what they mean. */
    private static final Map<String, String> MEANT = Map.ofEntries(
            Map.entry("utf8", "utf-8"),
            Map.entry("utf_8", "utf-8"),
            Map.entry("unicode-1-1-utf-8", "utf-8"),
            Map.entry("x-utf8", "utf-8"),
            Map.entry("unicode-1-1-utf-7", UTF_7),
            Map.entry("utf7", UTF_7),
            Map.entry("x-unicode-2-0-utf-7", UTF_7),
            Map.entry("iso-8859-1", "windows-1252"),
            Map.entry("iso8859-1", "windows-1252"),
            Map.entry("iso_8859-1", "windows-1252"),
            Map.entry("iso88591", "windows-1252"),
            Map.entry("latin1", "windows-1252"),
            Map.entry("latin-1", "windows-1252"),
            Map.entry("cp-1252", "windows-1252"),
            Map.entry("ansi_x3.110-1983", "windows-1252"),
            Map.entry("iso-8859-1-windows-3.1-latin-1", "windows-1252"),
            Map.entry("cp-850", "ibm850"),
            Map.entry("cp-437", "ibm437"),
            Map.entry("cp-1250", "windows-1250"),
            Map.entry("cp-1251", "windows-1251"),
            Map.entry("iso-8859-8-i", "iso-8859-8"),
            Map.entry("iso-8859-8-e", "iso-8859-8"),
            Map.entry("iso-8859-9", "windows-1254"),
            Map.entry("iso-8859-11", "x-windows-874"),
            Map.entry("tis-620", "x-windows-874"),
            Map.entry("windows-874", "x-windows-874"),
            Map.entry("ks_c_5601-1987", "x-windows-949"),
            Map.entry("ks_c_5601", "x-windows-949"),
            Map.entry("ks_c_5601-1989", "x-windows-949"),
            Map.entry("ksc_5601", "x-windows-949"),
            Map.entry("ksc5601", "x-windows-949"),
            Map.entry("korean", "x-windows-949"),
            Map.entry("euc-kr", "x-windows-949"),
            Map.entry("euc_kr", "x-windows-949"),
            Map.entry("cp949", "x-windows-949"),
            Map.entry("gb2312", "gb18030"),
            Map.entry("gb_2312-80", "gb18030"),
            Map.entry("x-gbk", "gb18030"),
            Map.entry("gbk", "gb18030"),
            Map.entry("cp936", "gb18030"),
            Map.entry("chinese", "gb18030"),
            Map.entry("hz-gb-2312", "gb18030"),
            Map.entry("big5", "x-windows-950"),
            Map.entry("x-x-big5", "x-windows-950"),
            Map.entry("cn-big5", "x-windows-950"),
            Map.entry("shift_jis", "windows-31j"),
            Map.entry("shift-jis", "windows-31j"),
            Map.entry("sjis", "windows-31j"),
            Map.entry("x-sjis", "windows-31j"),
            Map.entry("cp932", "windows-31j"),
            Map.entry("x-euc-jp", "euc-jp"),
            Map.entry("iso-2022-jp", "x-windows-iso2022jp"),
            Map.entry("_iso-2022-jp", "x-windows-iso2022jp"),
            Map.entry("x-mac-roman", "x-macroman"),
            Map.entry("macintosh", "x-macroman"),
            Map.entry("koi8r", "koi8-r"));

    private MimeCharsets() {}

    /** The text of bytes that claim to be in a charset; the claim may be null or nonsense. */
    static String decode(byte[] bytes, String claim) {
        String meant = meant(claim);
        String text;
        if (UTF_7.equals(meant)) {
            text = Utf7.decode(new String(bytes, StandardCharsets.ISO_8859_1));
        } else {
            Charset charset = find(meant);
            text = charset == null || charset.equals(StandardCharsets.US_ASCII) ? guess(bytes) : decode(bytes, charset);
        }
        return text.indexOf('\0') < 0 ? text : text.replace("\0", "");
    }

    /** Whether the name means a charset that we can read. */
    static boolean isKnown(String name) {
        String meant = meant(name);
        return UTF_7.equals(meant) || find(meant) != null;
    }

    private static String meant(String name) {
        if (name == null) {
            return null;
        }
        String lower = name.strip().toLowerCase(Locale.ROOT);
        return MEANT.getOrDefault(lower, lower);
    }

    private static Charset find(String name) {
        if (name == null) {
            return null;
        }
        return KNOWN.get(name); // null for x-unknown, default, "iso-8859-1 format=flowed": the caller guesses
    }

    private static Map<String, Charset> known() {
        Map<String, Charset> known = new HashMap<>();
        for (Charset charset : Charset.availableCharsets().values()) {
            known.put(charset.name().toLowerCase(Locale.ROOT), charset);
            charset.aliases().forEach(alias -> known.putIfAbsent(alias.toLowerCase(Locale.ROOT), charset));
        }
        return Map.copyOf(known);
    }

    private static String decode(byte[] bytes, Charset charset) {
        if (charset.equals(StandardCharsets.UTF_8)) {
            return guess(bytes);
        }
        String text = new String(bytes, charset);
        if (text.indexOf(REPLACEMENT) < 0) {
            return text;
        }
        // The bytes don't fit the claim; UTF-8 hardly ever fits by accident.
        String utf8 = strictUtf8(bytes);
        return utf8 != null ? utf8 : text;
    }

    private static String guess(byte[] bytes) {
        if (isIso2022(bytes)) {
            return new String(bytes, JAPANESE);
        }
        String text = new String(bytes, StandardCharsets.UTF_8);
        if (text.indexOf(REPLACEMENT) < 0 || strictUtf8(bytes) != null) {
            return text;
        }
        return mostlyUtf8(text) ? text : new String(bytes, WESTERN);
    }

    /** ESC $ or ESC ( begins a shift of ISO-2022-JP, which some mailers send as ASCII. */
    private static boolean isIso2022(byte[] bytes) {
        boolean shifts = false;
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] < 0) {
                return false;
            }
            shifts |= bytes[i] == 0x1B && i + 2 < bytes.length && bytes[i + 1] == '$';
        }
        return shifts;
    }

    private static String strictUtf8(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }

    /** A cut or damaged UTF-8 text still has more good sequences than bad ones; a western text has next to none. */
    private static boolean mostlyUtf8(String decoded) {
        int good = 0;
        int bad = 0;
        for (int i = 0; i < decoded.length(); i++) {
            char c = decoded.charAt(i);
            if (c == REPLACEMENT) {
                bad++;
            } else if (c > 0x7f) {
                good++;
            }
        }
        return good > bad;
    }
}

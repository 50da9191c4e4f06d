package org.exchangesync.ops.cli;

import java.util.ArrayList;
import java.util.List;

/** How wide a text is on a screen, and what of it may be shown there. */
final class Columns {
    private static final char ELLIPSIS = '…';

    private Columns() {}

    /**
     * A text on one line, without what would move the cursor, change colours or turn the direction of writing: subjects are
     * written by strangers.
     */
    static String clean(String text) {
        if (text == null) {
            return "";
        }
        StringBuilder clean = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            if (Character.isWhitespace(c) || c == '\u0085') {
                clean.append(' ');
            } else if (isShown(c)) {
                clean.appendCodePoint(c);
            } else {
                clean.append('\ufffd');
            }
        });
        return clean.toString().strip();
    }

    private static boolean isShown(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> c == 0x200d; // joins emoji
            default -> true;
        };
    }

    /** In cells of the screen: Chinese, Japanese and Korean characters and emoji take two, accents none. */
    static int width(String text) {
        return text.codePoints().map(Columns::width).sum();
    }

    private static int width(int c) {
        int type = Character.getType(c);
        if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK || type == Character.FORMAT) {
            return 0;
        }
        return isWide(c) ? 2 : 1;
    }

    /** The blocks that Unicode's East Asian Width calls wide (UAX 11). */
    private static boolean isWide(int c) {
        return c >= 0x1100
                && (c <= 0x115f
                        || c >= 0x2e80 && c <= 0xa4cf
                        || c >= 0xac00 && c <= 0xd7a3
                        || c >= 0xf900 && c <= 0xfaff
                        || c >= 0xfe30 && c <= 0xfe6f
                        || c >= 0xff00 && c <= 0xff60
                        || c >= 0xffe0 && c <= 0xffe6
                        || c >= 0x1f300 && c <= 0x1f64f
                        || c >= 0x1f900 && c <= 0x1f9ff
                        || c >= 0x20000 && c <= 0x3fffd);
    }

    /** Cut to so many cells, which an ellipsis tells. */
    static String cut(String text, int cells) {
        if (width(text) <= cells) {
            return text;
        }
        StringBuilder cut = new StringBuilder();
        int used = 1;
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            used += width(c);
            if (used > cells) {
                break;
            }
            cut.appendCodePoint(c);
            i += Character.charCount(c);
        }
        return cut.append(ELLIPSIS).toString();
    }

    /** Filled up with blanks to so many cells. */
    static String fill(String text, int cells, boolean right) {
        String blanks = " ".repeat(Math.max(0, cells - width(text)));
        return right ? blanks + text : text + blanks;
    }

    /** Breaks at blanks; a word that is longer than a line stays whole, so that it can be copied. */
    static List<String> wrap(String text, int width) {
        List<String> parts = new ArrayList<>();
        StringBuilder part = new StringBuilder();
        for (String word : text.split(" ")) {
            if (!part.isEmpty() && width(part.toString()) + 1 + width(word) > width) {
                parts.add(part.toString());
                part.setLength(0);
            }
            part.append(part.isEmpty() ? "" : " ").append(word);
        }
        parts.add(part.toString());
        return parts;
    }
}

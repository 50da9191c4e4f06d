package org.exchangesync.item;

import java.util.regex.Pattern;

/**
 * The words of a text whatever its layout. Coarse on purpose: what matters is that equal input gives equal output in every
 * version of this product, because digests are built on it.
 */
final class PlainText {
    private static final Pattern BLANK = Pattern.compile("[\\s\\u00a0\\u200b\\ufeff]+");

    private PlainText() {}

    /** The text with every run of white space made one blank, none at the ends. */
    static String collapse(String text) {
        return BLANK.matcher(text).replaceAll(" ").strip();
    }

    /** The words between the tags; scripts, styles and comments are left out, the five entities of XML and nbsp resolved. */
    static String ofHtml(String html) {
        if (html == null) {
            return "";
        }
        String visible = without(without(without(html, "<!--", "-->"), "<style", "</style"), "<script", "</script");
        return collapse(untagged(visible)
                .replace("&nbsp;", " ")
                .replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&quot;", "\"")
                .replace("&#39;", "'")
                .replace("&amp;", "&"));
    }

    /** One pass over the text, so that a million opening brackets cost no more than a million letters. */
    private static String untagged(String html) {
        StringBuilder words = new StringBuilder(html.length());
        int done = 0;
        for (int at = html.indexOf('<'); at >= 0; at = html.indexOf('<', done)) {
            int end = html.indexOf('>', at);
            if (end < 0) {
                break;
            }
            words.append(html, done, at).append(' ');
            done = end + 1;
        }
        return words.append(html, done, html.length()).toString();
    }

    private static String without(String text, String from, String to) {
        StringBuilder rest = null;
        int done = 0;
        for (int at = indexOf(text, from, 0); at >= 0; at = indexOf(text, from, done)) {
            int end = indexOf(text, to, at + from.length());
            if (end < 0) {
                break;
            }
            rest = rest == null ? new StringBuilder(text.length()) : rest;
            rest.append(text, done, at).append(' ');
            int close = text.indexOf('>', end);
            done = close < 0 ? text.length() : close + 1;
        }
        return rest == null ? text : rest.append(text, done, text.length()).toString();
    }

    private static int indexOf(String text, String word, int from) {
        for (int at = text.indexOf(word.charAt(0), from); at >= 0; at = text.indexOf(word.charAt(0), at + 1)) {
            if (text.regionMatches(true, at, word, 0, word.length())) {
                return at;
            }
        }
        return -1;
    }
}

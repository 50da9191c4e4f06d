package org.exchangesync.ews.autodiscover;

/** Words of a server on their way into our messages. */
final class Texts {
    private static final int LONGEST = 200;

    private Texts() {}

    /** One line of bearable length. */
    static String cut(String text) {
        String line = text.replaceAll("[\\s\\p{Cntrl}]+", " ").strip();
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "…";
    }
}

package org.exchangesync.popsmtp;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.exchangesync.item.Content;
import org.exchangesync.item.mime.MimeDates;

/** The header of a message: what it is recognised by where a server has no (good) unique ids, and when it was received. */
final class MessageHeader {
    private static final int MOST_BYTES = 1 << 20;
    private static final int DIGITS = 32;

    /** Fields that servers put in or change while a message lies there. */
    private static final Set<String> CHANGING = Set.of(
            "status", "x-status", "x-keywords", "x-uidl", "x-uid", "x-imap", "x-imapbase", "lines", "content-length");

    private final List<String> fields;

    private MessageHeader(List<String> fields) {
        this.fields = fields;
    }

    static MessageHeader of(Content message) throws IOException {
        Collector collector = new Collector();
        try (InputStream in = message.open()) {
            byte[] buffer = new byte[8192];
            for (int n = in.read(buffer); n >= 0 && !collector.isOver(); n = in.read(buffer)) {
                collector.write(buffer, 0, n);
            }
        }
        return collector.header();
    }

    /** The first field of that name, unfolded; null if there is none. */
    String field(String name) {
        String start = name.toLowerCase(Locale.ROOT) + ":";
        return fields.stream()
                .filter(field -> field.toLowerCase(Locale.ROOT).startsWith(start))
                .map(field -> field.substring(start.length()).strip())
                .findFirst()
                .orElse(null);
    }

    /** When the last server got it, else when its author says to have sent it; null if neither can be read. */
    Instant receivedAt() {
        String trace = field("Received");
        Instant received = trace == null || trace.indexOf(';') < 0
                ? null
                : MimeDates.parse(trace.substring(trace.lastIndexOf(';') + 1));
        String date = field("Date");
        return received != null || date == null ? received : MimeDates.parse(date);
    }

    /** The same for the same message at any time, and for no other. */
    String digest() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (String field : fields) {
                int colon = field.indexOf(':');
                String name = colon < 0 ? field : field.substring(0, colon);
                if (!CHANGING.contains(name.strip().toLowerCase(Locale.ROOT))) {
                    digest.update(field.strip().getBytes(StandardCharsets.ISO_8859_1));
                    digest.update((byte) '\n');
                }
            }
            return HexFormat.of().formatHex(digest.digest()).substring(0, DIGITS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }

    /** Takes the header of a message that is written to it, and lets go of the rest. */
    static final class Collector extends OutputStream {
        private final StringBuilder text = new StringBuilder();
        private boolean over;

        @Override
        public void write(int b) {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            if (over) {
                return;
            }
            int from = Math.max(0, text.length() - 3);
            text.append(new String(bytes, offset, length, StandardCharsets.ISO_8859_1));
            int end = blankLine(from);
            over = end >= 0 || text.length() > MOST_BYTES;
            if (over) {
                text.setLength(end >= 0 ? end : MOST_BYTES);
            }
        }

        private int blankLine(int from) {
            for (int i = text.indexOf("\n", from); i >= 0; i = text.indexOf("\n", i + 1)) {
                if (i + 1 < text.length() && text.charAt(i + 1) == '\n'
                        || i + 2 < text.length() && text.charAt(i + 1) == '\r' && text.charAt(i + 2) == '\n') {
                    return i + 1;
                }
            }
            return -1;
        }

        boolean isOver() {
            return over;
        }

        MessageHeader header() {
            List<String> fields = new ArrayList<>();
            for (String line : text.toString().split("\r?\n")) {
                boolean folded = !line.isEmpty() && (line.charAt(0) == ' ' || line.charAt(0) == '\t');
                if (folded && !fields.isEmpty()) {
                    fields.set(fields.size() - 1, fields.get(fields.size() - 1) + " " + line.strip());
                } else if (!line.isBlank()) {
                    fields.add(line.stripTrailing());
                }
            }
            return new MessageHeader(fields);
        }
    }
}

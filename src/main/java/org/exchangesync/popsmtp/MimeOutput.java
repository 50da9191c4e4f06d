package org.exchangesync.popsmtp;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Locale;

/**
 * Passes a message on as SMTP wants it: without Bcc, every line ended by CR LF, dots at the beginning of lines doubled; and
 * says what it found on the way. Bare CRs become line ends too, because servers differ on them, and one message could be
 * taken for two.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc5321#section-4.5.2">RFC 5321, 4.5.2: transparency</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc5322#section-3.6.3">RFC 5322, 3.6.3: Bcc</a>
 */
final class MimeOutput extends OutputStream {
    private static final int LONGEST_NAME = 20;

    private final OutputStream out;
    private final boolean doubled;
    private final StringBuilder name = new StringBuilder();
    private boolean inHeader = true;
    private boolean lineBegins = true;
    private boolean afterCr;
    private boolean naming;
    private boolean dropped;
    private boolean eightBitHeader;
    private boolean eightBit;
    private long size;

    /** @param doubled whether dots are doubled; to find out the size they are not */
    MimeOutput(OutputStream out, boolean doubled) {
        this.out = out;
        this.doubled = doubled;
    }

    /** Bytes without what dots are doubled by; valid behind {@link #end}. */
    long size() {
        return size;
    }

    /** Whether the header needs SMTPUTF8. */
    boolean hasEightBitHeader() {
        return eightBitHeader;
    }

    /** Whether the message needs 8BITMIME. */
    boolean hasEightBit() {
        return eightBit;
    }

    @Override
    public void write(int b) throws IOException {
        int c = b & 0xff;
        if (c == '\n' && afterCr) {
            afterCr = false;
            return; // the line was ended by its CR
        }
        afterCr = c == '\r';
        if (c == '\r' || c == '\n') {
            endLine();
        } else {
            put(c);
        }
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        for (int i = offset; i < offset + length; i++) {
            write(bytes[i]);
        }
    }

    private void put(int c) throws IOException {
        if (inHeader && lineBegins) {
            beginField(c);
        }
        if (naming) {
            name.append((char) c);
            if (c == ':' || name.length() > LONGEST_NAME) {
                decide();
            }
            lineBegins = false;
            return;
        }
        emit(c);
    }

    /** A line that begins with a blank belongs to the field before it. */
    private void beginField(int c) {
        if (c != ' ' && c != '\t') {
            naming = true;
            dropped = false;
            name.setLength(0);
        }
    }

    /** The name of the field is known. */
    private void decide() throws IOException {
        String field = name.toString().toLowerCase(Locale.ROOT).replaceAll("\\s+:$", ":");
        naming = false;
        dropped = field.equals("bcc:") || field.equals("resent-bcc:");
        lineBegins = true;
        for (int i = 0; i < name.length(); i++) {
            emit(name.charAt(i));
        }
    }

    private void emit(int c) throws IOException {
        if (dropped) {
            lineBegins = false;
            return;
        }
        if (lineBegins && c == '.' && doubled) {
            out.write('.');
        }
        lineBegins = false;
        out.write(c);
        size++;
        if (c > 127) {
            eightBit = true;
            eightBitHeader |= inHeader;
        }
    }

    private void endLine() throws IOException {
        if (naming) {
            decide();
        }
        boolean blank = lineBegins && !dropped;
        if (inHeader && lineBegins) {
            inHeader = false; // the blank line between header and body, also behind a field that was dropped
            dropped = false;
            blank = true;
        }
        if (!dropped || blank) {
            out.write('\r');
            out.write('\n');
            size += 2;
        }
        lineBegins = true;
    }

    /** The message is over: its last line is ended. */
    void end() throws IOException {
        if (!lineBegins || naming) {
            endLine();
        }
    }

    @Override
    public void flush() throws IOException {
        out.flush();
    }
}

package org.exchangesync.popsmtp;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.exchangesync.transport.TransportException;

/**
 * What an SMTP server answers.
 *
 * @param code of three digits
 * @param lines without codes
 * @see <a href="https://www.rfc-editor.org/rfc/rfc5321#section-4.2">RFC 5321, 4.2: replies</a>
 */
record SmtpReply(int code, List<String> lines) {
    /** Before the three digits in the code of a refusal, such as {@code Smtp550}. */
    static final String PREFIX = "Smtp";

    private static final int MOST_LINES = 200;

    static SmtpReply hear(MailConnection connection) throws IOException {
        List<String> lines = new ArrayList<>();
        while (lines.size() < MOST_LINES) {
            String line = connection.hear();
            if (!line.matches("[2-5]\\d\\d([ -].*)?")) {
                throw new NotAnAnswerException(line);
            }
            lines.add(line.length() > 4 ? line.substring(4).strip() : "");
            if (line.length() < 4 || line.charAt(3) == ' ') {
                return new SmtpReply(Integer.parseInt(line.substring(0, 3)), lines);
            }
        }
        throw new IOException("an answer has more than " + MOST_LINES + " lines");
    }

    boolean isGood() {
        return code / 100 == 2;
    }

    boolean isPermanent() {
        return code / 100 == 5;
    }

    /** A refusal as an exception, by its code. */
    TransportException refusal(MailServer server, String doing) {
        return new TransportException(PREFIX + code, server + " refuses, while " + doing + ": " + this + ".", null);
    }

    /** The code and all the words. */
    @Override
    public String toString() {
        return (code + " " + String.join(" ", lines)).strip();
    }
}

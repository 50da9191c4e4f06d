package org.exchangesync.ews.client;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.exchangesync.item.Content;

/**
 * The large contents of a request. JAXB gets a word for each; when the request is written, the word gives way to the base64 of
 * the content, which is read from its spool file then. So a mail of any size is sent in little memory, as often as the
 * request has to be sent. Used by one thread at a time.
 */
final class SentContents {
    /** Smaller ones are written as they are. */
    static final int LARGE = 64 << 10;

    /** No other byte of a word is this one, so that what begins like a word can't hide another. */
    private static final char FIRST = '!';

    private static final int LENGTH = 1 + 36;

    private final Map<String, Content> large = new HashMap<>();

    /** Base64 of a small content, the word of a large one. */
    String text(Content content) throws IOException {
        if (content.size() <= LARGE) {
            try (InputStream in = content.open()) {
                return Base64.getEncoder().encodeToString(in.readAllBytes());
            }
        }
        String word = FIRST + UUID.randomUUID().toString();
        large.put(word, content);
        return word;
    }

    /** The stream to which a request is written whose words are to give way. */
    OutputStream over(OutputStream out) {
        return large.isEmpty() ? out : new Replacing(out);
    }

    private final class Replacing extends FilterOutputStream {
        private final byte[] word = new byte[LENGTH];
        private int begun;

        Replacing(OutputStream out) {
            super(out);
        }

        @Override
        public void write(int b) throws IOException {
            if (b == FIRST) {
                giveUp();
                word[begun++] = (byte) b;
            } else if (begun == 0) {
                out.write(b);
            } else {
                word[begun++] = (byte) b;
                if (begun == LENGTH) {
                    replace();
                }
            }
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            int end = offset + length;
            int at = offset;
            while (at < end) {
                if (begun > 0) {
                    write(bytes[at++]);
                    continue;
                }
                int next = at;
                while (next < end && bytes[next] != FIRST) {
                    next++;
                }
                out.write(bytes, at, next - at);
                at = next;
                if (at < end) {
                    write(bytes[at++]);
                }
            }
        }

        /** What began like a word is none. */
        private void giveUp() throws IOException {
            out.write(word, 0, begun);
            begun = 0;
        }

        private void replace() throws IOException {
            Content content = large.get(new String(word, US_ASCII));
            if (content == null) {
                giveUp();
                return;
            }
            begun = 0;
            try (InputStream in = content.open();
                    OutputStream base64 = Base64.getEncoder().wrap(new Kept(out))) {
                in.transferTo(base64);
            }
        }

        @Override
        public void flush() throws IOException {
            out.flush();
        }

        @Override
        public void close() throws IOException {
            giveUp();
            out.close();
        }
    }

    /** Stays open behind the content. */
    private static final class Kept extends FilterOutputStream {
        Kept(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
        }

        @Override
        public void close() throws IOException {
            out.flush();
        }
    }
}
